import { afterEach } from "vitest";
import { createEngine } from "../../../src/dedupe/engine.ts";
import type { SourceSpec } from "../../../src/domain/feed.ts";
import type { Store } from "../../../src/domain/store.ts";
import { minuteMs } from "../../../src/domain/time.ts";
import { createDesk } from "../../../src/ingest/desk/desk.ts";
import { ingestFeed } from "../../../src/ingest/ingest-feed.ts";
import { runCommand } from "../../../src/ingest/run-command.ts";
import { parseLimitsDefault } from "../../../src/parse/parse-limits.ts";
import { rssDocument, type TestItem } from "../../support/feed-documents.ts";
import { createInlineReader } from "../../support/inline-reader.ts";
import type { ServedApp } from "../../support/serve-app.ts";
import { noon, outcomeOf, specOf } from "../../support/store-fixtures.ts";
import { openDesk, serveDesk } from "../served-desk.ts";

const quiet = () => undefined;
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
export const token = "s3cret-token";

const cleanup: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const one of cleanup.splice(0).reverse()) await one();
});

/**
 * A desk that reads documents of sources as they come and is asked over HTTP; every poll takes a minute of its clock.
 */
export interface WireWorld {
  readonly store: Store;
  readonly url: string;
  readonly clock: { time: number; now: () => number; sleep: () => Promise<void> };
  readonly app: ServedApp;
  /** The source publishes a document, which is polled and decided on. */
  poll(source: string, items: readonly TestItem[]): Promise<void>;
  /** An editor's decision over the API; answers its status. */
  decide(storyId: number, decision: object): Promise<number>;
  json(path: string): Promise<ReturnType<JSON["parse"]>>;
  /** The items of a JSON feed. */
  items(query?: string): Promise<readonly ShownItem[]>;
  /** The desk stops and is opened again: it reads its window from the store. */
  restart(): Promise<void>;
}

export interface ShownItem {
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly content_html: string;
  readonly _wiredesk: {
    readonly source: string;
    readonly copy: number;
    readonly story: number;
    readonly withdrawn: boolean;
    readonly carriers: readonly { source: string; url: string | null; title: string; withdrawn: boolean }[];
  };
}

export async function openWire(sources: Readonly<Record<string, Omit<SourceSpec, "name">>>): Promise<WireWorld> {
  const { store, url } = await openDesk();
  const clock = { time: noon, now: () => clock.time, sleep: async () => undefined };
  const feeds = new Map<string, Awaited<ReturnType<Store["addFeed"]>>>();
  for (const [name, source] of Object.entries(sources)) {
    const address = `https://${siteOf(name)}.example/news.rss`;
    feeds.set(name, await store.addFeed(specOf(address, { name, ...source }), "added", noon));
  }
  const open = () =>
    createDesk({
      ...{ store, clock, log, owner: "here:1:desk", isAlive: () => false },
      createEngine: (state) => createEngine({ state }),
    });
  let desk = open();
  cleanup.push(() => desk.close());
  const commands = {
    run: (command: Parameters<typeof runCommand>[1], seen?: number) =>
      runCommand(
        { store, clock, hearCommands: async () => void (await desk.run()), poll: quiet, hubs: null, hub: null },
        command,
        seen === undefined ? {} : { seen },
      ) as never,
  };
  const app = await serveDesk({ url, clock, writer: store, deps: { adminToken: token, commands } });
  const json = async (path: string) => JSON.parse((await app.ask(path)).text);
  return {
    ...{ store, url, clock, app, json },
    async poll(name, items) {
      const feed = feeds.get(name)!;
      clock.time += minuteMs;
      const bytes = Buffer.from(rssDocument({ title: name, link: `https://${siteOf(name)}.example/` }, items));
      const document = { bytes, url: feed.url, contentType: null };
      const deps = { store, reader: createInlineReader(parseLimitsDefault), clock, log, capturesMax: 0 };
      await ingestFeed(deps, feed, { document, fetchedAt: clock.time }, () => ({ outcome: outcomeOf() }));
      await desk.run();
    },
    async decide(storyId, decision) {
      clock.time += minuteMs;
      const body = JSON.stringify({ by: "Ada", ...decision });
      const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };

      return (await fetch(`${app.url}/api/v1/stories/${storyId}`, { method: "POST", headers, body })).status;
    },
    items: async (query = "") => (await json(`/feeds/all.json${query}`)).items,
    async restart() {
      await desk.close();
      desk = open();
    },
  };
}

/** "Northern Wire" is at north.example. */
export function siteOf(source: string): string {
  return source.toLowerCase().split(" ")[0] ?? "";
}
