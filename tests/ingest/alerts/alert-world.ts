import { join } from "node:path";
import { afterEach } from "vitest";
import { createEngine } from "../../../src/dedupe/engine.ts";
import type { AlertRule } from "../../../src/domain/alerts/alert-rule.ts";
import type { ListedMessage } from "../../../src/domain/alerts/outbox-store.ts";
import type { SourceSpec } from "../../../src/domain/feed.ts";
import { parseQuery } from "../../../src/domain/query/parse-query.ts";
import { emptyFilter } from "../../../src/domain/section.ts";
import type { Store } from "../../../src/domain/store.ts";
import type { EditorRuling } from "../../../src/domain/verdict.ts";
import { createDesk } from "../../../src/ingest/desk/desk.ts";
import { ingestFeed } from "../../../src/ingest/ingest-feed.ts";
import { parseLimitsDefault } from "../../../src/parse/parse-limits.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { rssDocument, type TestItem } from "../../support/feed-documents.ts";
import { makeFolder, removeFolder } from "../../support/folders.ts";
import { createInlineReader } from "../../support/inline-reader.ts";
import { silentLog } from "../../support/logs.ts";
import { askRulings, noon, outcomeOf, specOf } from "../../support/store-fixtures.ts";

const cleanup: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const one of cleanup.splice(0).reverse()) await one();
});

/** A rule that tells everything of stories with these words to the channel "desk", unless told otherwise. */
export function alertRule(query: string, partial: Partial<AlertRule> = {}): AlertRule {
  return {
    name: query,
    section: null,
    filters: [{ ...emptyFilter, query: parseQuery(query) }],
    on: ["new", "update", "correction", "withdrawal", "flash"],
    ...{ atLeast: null, digest: null, quiet: null, backlog: false, privateSources: [], to: ["desk"] },
    ...partial,
  };
}

/** A real desk with rules. It reads documents of sources as they come, at the times of its own clock. */
export interface AlertWorld {
  readonly store: Store;
  /** The address of the store. */
  readonly url: string;
  readonly clock: { time: number; now: () => number; sleep: () => Promise<void> };
  /** The source publishes a document, which is read and decided on. */
  poll(source: string, items: readonly TestItem[]): Promise<void>;
  rule(rulings: readonly EditorRuling[]): Promise<void>;
  /** The outbox, in the order in which it is sent. */
  outbox(): Promise<readonly ListedMessage[]>;
}

export async function openAlerts(
  rules: readonly AlertRule[],
  sources: Readonly<Record<string, Omit<SourceSpec, "name">>>,
  given?: string,
): Promise<AlertWorld> {
  const folder = makeFolder();
  const url = given ?? `sqlite:${join(folder, "wire.db")}`;
  const store = await openStore(url, { now: noon });
  const clock = { time: noon, now: () => clock.time, sleep: async () => undefined };
  const setup = { rules, deskBase: "https://desk.example" };
  const feeds = new Map<string, Awaited<ReturnType<Store["addFeed"]>>>();
  for (const [at, [name, source]] of Object.entries(sources).entries())
    feeds.set(name, await store.addFeed(specOf(`https://site${at}.example/rss`, { name, ...source }), "added", noon));
  const desk = createDesk({
    ...{ store, clock, log: silentLog, owner: "here:1:desk", isAlive: () => false },
    createEngine: (state) => createEngine({ state }),
    readAlerts: async () => setup,
  });
  cleanup.push(async () => {
    await desk.close();
    await store.close();
    removeFolder(folder);
  });
  return {
    ...{ store, url, clock },
    async poll(name, items) {
      const feed = feeds.get(name);
      if (feed === undefined) throw new Error(`no source ${name}`);
      const bytes = Buffer.from(rssDocument({ title: name, link: new URL("/", feed.url).href }, items));
      const document = { bytes, url: feed.url, contentType: null };
      const deps = { store, reader: createInlineReader(parseLimitsDefault), clock, log: silentLog, capturesMax: 0 };
      await ingestFeed(deps, feed, { document, fetchedAt: clock.time }, () => ({ outcome: outcomeOf() }));
      await desk.run();
    },
    async rule(rulings) {
      await askRulings(store, rulings, "Ada", clock.time);
      await desk.run();
    },
    async outbox() {
      const rows = await store.listOutbox({ states: ["waiting", "sent", "failed"], channel: null, limit: 1000 });
      return [...rows].reverse();
    },
  };
}
