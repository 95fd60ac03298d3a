import { join } from "node:path";
import { afterEach } from "vitest";
import { createRenderHandler } from "../../src/documents/render-handler.ts";
import type { Entry } from "../../src/domain/entry.ts";
import { parseQuery } from "../../src/domain/query/parse-query.ts";
import { emptyFilter } from "../../src/domain/section.ts";
import type { Store } from "../../src/domain/store.ts";
import { openReadStore, openStore } from "../../src/store/open-store.ts";
import { createServer } from "../../src/web/server.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { silentLog } from "../support/logs.ts";
import { makeEntry } from "../support/make-entry.ts";
import { readOnlyWeb } from "../support/read-only-web.ts";
import { type ServedApp, serveApp } from "../support/serve-app.ts";
import { deskState, fetchedOf, noon, specOf, verdictOf } from "../support/store-fixtures.ts";

const baseUrl = "http://desk.example";
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const clock = { now: () => noon + 3_600_000, sleep: async () => undefined };

/** The pages over a real store with one feed. The feed's address contains a key. */
export async function served(deps: Partial<WebDeps> = {}): Promise<{ store: Store; feedId: number; app: ServedApp }> {
  const folder = makeFolder();
  cleanups.push(async () => removeFolder(folder));
  const url = `sqlite:${join(folder, "wire.db")}`;
  const store = await openStore(url, { now: noon });
  cleanups.push(() => store.close());
  const spec = specOf("https://north.example/rss?key=secret", { name: "Northern Wire", kind: "agency", rank: 1 });
  const feed = await store.addFeed(spec, "added", noon);
  const readStore = await openReadStore(url);
  const app = await serveApp(
    createServer({
      store: readStore,
      renderer: createRenderHandler(readStore, { baseUrl, idBase: baseUrl, clock }),
      sections: [{ id: "sea", title: "Sea", filter: { ...emptyFilter, query: parseQuery("ferr* OR port") } }],
      baseUrl,
      idBase: baseUrl,
      clock,
      log: silentLog,
      version: "1",
      ...readOnlyWeb,
      ...deps,
    }),
  );
  cleanups.push(async () => {
    await app.close();
    await readStore.close();
  });
  return { store, feedId: feed.id, app };
}

/** Adds a decided entry, in its own story by default. */
export async function add(
  store: Store,
  feedId: number,
  entry: Partial<Entry>,
  storyId: number | null = null,
): Promise<number> {
  const { newIds } = await store.saveFetched(fetchedOf(feedId, [{ kind: "new", entry: makeEntry(entry) }]));
  const id = newIds[0]!;
  await store.saveVerdicts(
    [verdictOf(id, id, storyId ?? id, { opensStory: storyId === null })],
    deskState({ nextCopyId: id + 1, nextStoryId: id + 1 }),
  );
  return id;
}

/** The headlines of a page's rows, as shown without scripts. */
export function headlines(html: string): string[] {
  return [...html.matchAll(/<h2 dir="auto">(.*?)<\/h2>/gs)].map(([, inner]) =>
    (inner ?? "")
      .replace(/<span class="cue">.*?<\/span>/g, "")
      .replace(/<[^>]+>/g, "")
      .trim(),
  );
}

export async function post(
  app: ServedApp,
  path: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  const response = await fetch(`${app.url}${path}`, {
    method: "POST",
    redirect: "manual",
    headers: { "Content-Type": "application/x-www-form-urlencoded", ...headers },
    body: new URLSearchParams(form).toString(),
  });
  const cookies = response.headers.getSetCookie();
  return {
    status: response.status,
    headers: { ...Object.fromEntries(response.headers), "set-cookie": cookies.join("\n") },
    text: await response.text(),
  };
}
