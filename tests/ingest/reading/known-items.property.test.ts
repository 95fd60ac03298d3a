import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import type { Feed } from "../../../src/domain/feed.ts";
import type { FeedStore } from "../../../src/domain/feeds/feed-store.ts";
import type { Store } from "../../../src/domain/store.ts";
import { minuteMs } from "../../../src/domain/time.ts";
import { ingestFeed } from "../../../src/ingest/ingest-feed.ts";
import { parseLimitsDefault } from "../../../src/parse/parse-limits.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { makeFolder, removeFolder } from "../../support/folders.ts";
import { createInlineReader } from "../../support/inline-reader.ts";
import { runsOf } from "../../support/runs-of.ts";
import { noon, outcomeOf, specOf } from "../../support/store-fixtures.ts";

/**
 * One feed's life: documents whose items share guids, links, titles and texts in any way. Items come and go, change
 * places and return, with tombstones and a hub's documents between them.
 */
const text = (words: string) =>
  `${words} was said at the harbour office in the early hours of Monday, as it was before.`;
const guid = fc.constantFrom(
  ...["", "guid-1001", "guid-1002", "guid-1003", "7", "https://a.example/story-10012"],
  ...["tag:a.example,2026:article-77213#1", "tag:a.example,2026:article-77213#2"],
);
const link = fc.constantFrom(
  ...["", "https://a.example/story-10012", "http://www.a.example/story-10012/?utm_source=x"],
  ...["https://a.example/story-10013", "https://a.example/live"],
);
const item = fc.record({
  guid,
  link,
  title: fc.constantFrom("", "Ferry sails", "Ferry sails again", "Budget passed", "Storm warning in the north"),
  text: fc.constantFrom("", ...["Ferry", "Budget", "Storm"].map(text)),
  date: fc.constantFrom("", "Sun, 22 Nov 2026 08:00:00 GMT", "Sun, 22 Nov 2026 09:30:00 GMT"),
});
type Item = typeof item extends fc.Arbitrary<infer One> ? One : never;
const seldom = fc.constantFrom(...[false, false, false, false, false, false, false, true]);
/** A document with most of a few items, so that most of its items were in the previous document. */
const documentOf = (items: readonly Item[]) =>
  fc.record({
    items: fc
      .array(fc.constantFrom(0, 1, 1, 1), { minLength: items.length, maxLength: items.length })
      .map((times) => items.filter((_, at) => times[at] === 1)),
    isTwice: seldom,
    isGerman: seldom,
    isRenamed: seldom,
    hasDeleted: seldom,
    byHub: seldom,
    repeats: fc.nat(1),
  });
type Document = ReturnType<typeof documentOf> extends fc.Arbitrary<infer One> ? One : never;
const life = fc
  .array(item, { minLength: 2, maxLength: 6 })
  .chain((items) => fc.array(documentOf(items), { minLength: 2, maxLength: 7 }));

function xmlOf({ items, isTwice, isGerman, isRenamed, hasDeleted }: Document): string {
  const element = (name: string, value: string) => (value === "" ? "" : `<${name}>${value}</${name}>`);
  const rows = (isTwice ? [...items, ...items.slice(0, 1)] : items).map(
    (one) =>
      `<item>${element("guid", one.guid)}${element("link", one.link)}${element("title", one.title)}${element("description", one.text)}${element("pubDate", one.date)}</item>`,
  );
  const gone = hasDeleted ? `<at:deleted-entry ref="guid-1001" when="2026-11-22T10:00:00Z"/>` : "";
  return `<rss version="2.0" xmlns:at="http://purl.org/atompub/tombstones/1.0"><channel><title>${isRenamed ? "B" : "A"}</title><language>${isGerman ? "de" : "en"}</language>${gone}${rows.join("")}</channel></rss>`;
}

const folder = makeFolder();
const open = (name: string) => openStore(`sqlite:${join(folder, name)}`, { now: noon });
const [hashing, forgetful] = await Promise.all([open("hashing.db"), open("forgetful.db")]);
afterAll(async () => {
  await Promise.all([hashing.close(), forgetful.close()]);
  removeFolder(folder);
});

let lives = 0;

/** Every stored state after each document, in a feed of its own. */
async function live(store: Store, documents: readonly Document[]): Promise<unknown[]> {
  lives += 1;
  const feed = await store.addFeed(specOf(`https://a.example/rss?${lives}`), "added", noon);
  const readLastReading: FeedStore["readLastReading"] = store === forgetful ? async () => [] : store.readLastReading;
  const before = await lastId(store);
  let now = noon;
  const states: unknown[] = [];
  for (const one of documents) {
    for (let times = 0; times <= one.repeats; times += 1) {
      now += minuteMs;
      await take({ ...store, readLastReading }, feed, one, now);
    }
    states.push(await statesAfter(store, before));
  }
  return states;
}

async function take(store: Store, feed: Feed, one: Document, now: number): Promise<void> {
  const reader = createInlineReader(parseLimitsDefault);
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const clock = { now: () => now, sleep: async () => undefined };
  const bytes = Buffer.from(xmlOf(one));
  const fetched = { document: { bytes, url: feed.url, contentType: null }, fetchedAt: now };
  const deps = { store, reader, clock, log, capturesMax: 0 };
  await ingestFeed(deps, feed, fetched, () => (one.byHub ? null : { outcome: outcomeOf() }));
}

async function lastId(store: Store): Promise<number> {
  return (await store.readCounts()).entries;
}

/** The stored states of the entries after id `before`, with ids counted from there. */
async function statesAfter(store: Store, before: number): Promise<unknown[]> {
  const states: unknown[] = [];
  for (let id = before + 1; ; id += 1) {
    const entry = await store.readEntry(id);
    if (entry === null) return states;
    const revisions = await store.readRevisions(id);
    states.push(
      { ...entry, id: id - before, feedId: 0 },
      ...revisions.map((revision) => ({ ...revision, entryId: 0 })),
    );
  }
}

describe("what is known of a feed's items", () => {
  test("changes nothing that is stored: with and without hashes, the same entries", async () => {
    await fc.assert(
      fc.asyncProperty(life, async (documents) => {
        expect(await live(hashing, documents)).toEqual(await live(forgetful, documents));
      }),
      { numRuns: runsOf(60) },
    );
  }, 60_000);
});
