import { join } from "node:path";
import { afterEach } from "vitest";
import { createRenderHandler } from "../../src/documents/render-handler.ts";
import type { Renderer } from "../../src/documents/renderer.ts";
import type { Command, Commands } from "../../src/domain/commands.ts";
import type { Entry } from "../../src/domain/entry.ts";
import type { Section } from "../../src/domain/section.ts";
import type { Store } from "../../src/domain/store.ts";
import { openReadStore, openStore } from "../../src/store/open-store.ts";
import { createServer } from "../../src/web/server.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";
import { type StoreKind, sqlite } from "../support/each-store.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { silentLog } from "../support/logs.ts";
import { makeEntry } from "../support/make-entry.ts";
import { readOnlyWeb } from "../support/read-only-web.ts";
import { type ServedApp, serveApp } from "../support/serve-app.ts";
import { deskState, fetchedOf, noon, specOf, verdictOf } from "../support/store-fixtures.ts";

export const baseUrl = "https://wire.example";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A real store with a feed of an agency and a feed of an outlet. A store in a file is removed after the test. */
export async function openDesk({ makeStore }: StoreKind = sqlite) {
  const folder = makeFolder();
  cleanups.push(async () => removeFolder(folder));
  const url = (await makeStore()) ?? `sqlite:${join(folder, "wiredesk.db")}`;
  const store = await openStore(url, { now: noon });
  cleanups.push(() => store.close());
  const agency = specOf("https://north.example/rss", { name: "Northern Wire", kind: "agency", rank: 1 });
  const agencyFeed = await store.addFeed(agency, "added", noon);
  const outlet = specOf("https://harbour.example/rss", { name: "Harbour Post" });
  const outletFeed = await store.addFeed(outlet, "added", noon);
  const clock = { time: noon + 3_600_000, now: () => clock.time, sleep: async () => undefined };
  return { url, store, agencyId: agencyFeed.id, outletId: outletFeed.id, clock };
}

/** Adds a decided entry: in its own copy and story, or in an existing copy. Returns its id. */
export async function add(
  store: Store,
  feedId: number,
  entry: Partial<Entry>,
  joins: { copyId: number; leadId: number } | null = null,
): Promise<number> {
  const { newIds } = await store.saveFetched(fetchedOf(feedId, [{ kind: "new", entry: makeEntry(entry) }]));
  const id = newIds[0]!;
  const verdict =
    joins === null
      ? verdictOf(id, id, id)
      : verdictOf(id, joins.copyId, joins.copyId, { opensCopy: false, opensStory: false, leadEntryId: joins.leadId });
  await store.saveVerdicts([verdict], deskState({ nextCopyId: id + 1, nextStoryId: id + 1 }));
  return id;
}

/**
 * Starts a separate server over the store at `url`. `writer` stores what the server saves about its answers. `wrap` may
 * wrap the renderer.
 */
export async function serveDesk(served: {
  readonly url: string;
  readonly clock: WebDeps["clock"];
  readonly sections?: readonly Section[];
  readonly writer?: Store;
  readonly deps?: Partial<WebDeps>;
  readonly wrap?: (renderer: Renderer) => Renderer;
}): Promise<ServedApp> {
  const { url, clock, sections = [], writer, wrap = (renderer) => renderer } = served;
  const [store, renderStore] = [await openReadStore(url), await openReadStore(url)];
  const renderer = wrap(createRenderHandler(renderStore, { baseUrl, idBase: baseUrl, clock }));
  const commands: Commands = {
    run: async (command: Command) => {
      if (command.kind === "saveValidators") await writer?.saveValidators(command.stamps, clock.now());
      return null as never;
    },
  };
  const own = {
    store,
    editorStore: store.forEditors,
    renderer,
    sections,
    baseUrl,
    idBase: baseUrl,
    clock,
    log: silentLog,
    version: "1",
    commands,
  };
  const app = await serveApp(createServer({ ...readOnlyWeb, ...own, ...served.deps }));
  cleanups.push(async () => {
    await app.close();
    await Promise.all([store.close(), renderStore.close()]);
  });
  return app;
}
