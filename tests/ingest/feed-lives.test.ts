import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/domain/entry.ts";
import type { FeedStore } from "../../src/domain/feeds/feed-store.ts";
import type { ParsedItem } from "../../src/domain/parsed-feed.ts";
import { hourMs } from "../../src/domain/time.ts";
import { decideChanges } from "../../src/ingest/decide-changes.ts";
import { normaliseFeed } from "../../src/normalise/normalise-feed.ts";
import { openStore } from "../../src/store/open-store.ts";
import { dateAt, feedContext, noon, parsedFeed, parsedItem } from "../normalise/parsed-item.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { runsOf } from "../support/runs-of.ts";
import { fetchedOf, specOf } from "../support/store-fixtures.ts";

/** Ingests the documents in turn, an hour apart. Returns the number of entries in the store at the end. */
async function entriesAfter(documents: readonly (readonly ParsedItem[])[]): Promise<number> {
  const folder = makeFolder();
  const store = await openStore(`sqlite:${join(folder, "wire.db")}`, { now: noon });
  try {
    const feed = await store.addFeed(specOf("https://wire.example/rss"), "added", noon);
    for (const [at, items] of documents.entries()) await readOne(store, feed.id, items, noon + at * hourMs);
    return (await store.readCounts()).entries;
  } finally {
    await store.close();
    removeFolder(folder);
  }
}

async function readOne(store: FeedStore, feedId: number, items: readonly ParsedItem[], now: number): Promise<void> {
  const entries: readonly Entry[] = normaliseFeed(parsedFeed(items), feedContext, () => now, now).entries;
  await store.saveFetched(fetchedOf(feedId, await decideChanges(store, feedId, entries), { now }));
}

const text = "Crews will replace two cracked bearings before the ferry season, the port authority said on Sunday.";
const rewritten = "Traffic is being sent through the northern tunnel while divers look at the last pillar again.";

function bridge(given: Partial<ParsedItem> = {}): ParsedItem {
  return parsedItem({
    title: "Harbour bridge closes for storm repairs",
    summaryHtml: `<p>${text}</p>`,
    url: "https://wire.example/news/harbour-bridge-closes-ab12cd34",
    published: dateAt(noon - 9 * hourMs),
    ...given,
  });
}

const later = { published: dateAt(noon - 2 * hourMs) };
const edited = { title: "Drivers face a week of queues", summaryHtml: `<p>${rewritten}</p>`, ...later };
const page = { url: "https://wire.example/warnings" };
const plain = { url: null, published: null };
const article = "https://wire.example/news/ab12cd34";

describe("decideChanges() recognises as one entry", () => {
  test.each<[string, Partial<ParsedItem>, Partial<ParsedItem>]>([
    ["a fragment that counts", { guid: `${article}#0` }, { guid: `${article}#1`, ...edited }],
    [
      "a fragment that is the time of the edit",
      { guid: `${article}#2026-11-22T03:00` },
      { guid: `${article}#2026-11-22T10:00`, ...edited },
    ],
    ["a version in the query", { guid: `${article}?version=1` }, { guid: `${article}?version=2`, ...edited }],
    [
      "a counter on guid and link alike",
      { guid: `${article}#0`, url: `${article}#0` },
      { guid: `${article}#1`, url: `${article}#1`, ...edited },
    ],
    [
      "an id for each edit under one article's address",
      { guid: "b9d1c0de-0001-4000-8000-0000000000aa" },
      { guid: "c1d2e3f4-0002-4000-8000-0000000000bb", ...edited },
    ],
    [
      "a slug that follows the headline",
      {},
      {
        url: "https://wire.example/news/queues-after-bridge-closes-ab12cd34",
        title: "Harbour bridge closes, queues grow",
      },
    ],
    [
      "a slug without an id",
      { url: "https://wire.example/news/bridge-closes/" },
      { url: "https://wire.example/news/bridge-closes-for-repairs/" },
    ],
    [
      "a session",
      { url: "https://wire.example/v.php?t=1&PHPSESSID=aa11" },
      {
        url: "https://wire.example/v.php?t=1&PHPSESSID=bb22",
        title: "Harbour bridge closes for a week of storm repairs",
        ...later,
      },
    ],
    [
      "a token in guid and link",
      { guid: "u-100231-a", url: "https://wire.example/a?x=17600000001" },
      { guid: "u-100232-b", url: "https://wire.example/a?x=17600000002" },
    ],
    [
      "a guid made at each visit, without a link",
      { guid: "10a1b2c3-0000-4000-8000-000000000000", url: null },
      { guid: "20a1b2c3-0000-4000-8000-000000000000", url: null },
    ],
    [
      "http that becomes https",
      { guid: "http://wire.example/?p=812" },
      { guid: "https://wire.example/?p=812", ...later },
    ],
    ["an entry that gets a guid", { guid: null }, { guid: "story-2026-812", ...later }],
  ])("%s", async (_, before, after) => {
    expect(await entriesAfter([[bridge(before)], [bridge(after)]])).toBe(1);
  });

  test("items without dates that come back under new ids all together", async () => {
    const items = (visit: string) =>
      [1, 2, 3].map((n) =>
        bridge({
          ...plain,
          guid: `${visit}-${n}-2026`,
          title: `Report number ${n} of the day`,
          summaryHtml: `<p>${n} ${text}</p>`,
        }),
      );
    expect(await entriesAfter([items("abcdef"), items("fedcba")])).toBe(3);
  });
});

describe("decideChanges() keeps apart", () => {
  test.each<[string, Partial<ParsedItem>, Partial<ParsedItem>]>([
    ["a second warning on a standing page", { guid: "w-1001", ...page }, { guid: "w-1002", ...page, ...later }],
    ["a second warning at a page with an id", { guid: "w-1001" }, { guid: "w-1002", ...later }],
    ["a warning that is numbered", { guid: "bridge-1", ...page }, { guid: "bridge-2", ...page, ...later }],
    [
      "a warning with a word changed",
      { guid: "w-1001", ...page },
      { guid: "w-1002", ...page, ...later, summaryHtml: `<p>${text.replace("two", "three")}</p>` },
    ],
    [
      "the bulletin of the next hour on a page with an id",
      { guid: "b-10-1122", title: "News at 10 hours" },
      { guid: "b-11-1122", title: "News at 11 hours", ...later },
    ],
    [
      "the next day's column on a page with an id",
      { guid: "c-1001", published: dateAt(noon - 30 * hourMs) },
      { guid: "c-1002", summaryHtml: `<p>${rewritten}</p>`, ...later },
    ],
    [
      "query ids that differ",
      { guid: "https://wire.example/?p=812", url: "https://wire.example/?p=812", published: null },
      { guid: "https://wire.example/?p=813", url: "https://wire.example/?p=813", published: null },
    ],
    [
      "a repost under a new guid and link",
      { guid: "s-100812" },
      { guid: "s-100977", url: "https://wire.example/news/bridge-ff99ee11", ...later },
    ],
    ["a report without date and link under a new guid", { guid: "ev-1001", ...plain }, { guid: "ev-1002", ...plain }],
    ["another story at a page's address", { guid: null, ...page }, { guid: null, ...page, ...edited }],
  ])("%s", async (_, before, after) => {
    expect(await entriesAfter([[bridge(before)], [bridge(after)]])).toBe(2);
  });

  test("two items of one document whose guids alone differ", async () => {
    const items = [bridge({ guid: "w-1001" }), bridge({ guid: "w-1002" })];
    expect(await entriesAfter([[bridge({ guid: "w-1001" })], items, items])).toBe(2);
  });

  test("reports with the same words on one page that differ in their dates, at every poll", async () => {
    const report = (hours: number) => bridge({ guid: null, ...page, published: dateAt(noon - hours * hourMs) });
    const [first, second] = [
      [report(9), report(7), report(3)],
      [report(2), report(3), report(7)],
    ];
    expect(await entriesAfter([first, first, second, second])).toBe(4);
  });

  test("posts of a live page that are numbered in its address", async () => {
    const post = (n: number, words: string) =>
      bridge({
        guid: `${article}#${n}`,
        url: article,
        title: `Post of ${words}`,
        summaryHtml: `<p>${words} said so.</p>`,
      });
    const posts = [post(1, "harbour"), post(2, "council"), post(3, "tramway")];
    expect(await entriesAfter([posts.slice(0, 2), posts.slice(1)])).toBe(3);
  });
});

/**
 * A life is what happens to the one item between two polls. The truth is whether a reader would call it another item.
 */
const changes = {
  edit: (item: ParsedItem) => ({ ...item, summaryHtml: `${item.summaryHtml}<p>More is known tonight.</p>` }),
  // A date that changes alone is no revision, so the store does not keep it.
  redate: (item: ParsedItem, at: number) => ({ ...item, title: `${item.title} again`, published: dateAt(at) }),
  relink: (item: ParsedItem, at: number) => ({ ...item, url: `${item.url?.split("?")[0]}?visit=${at}` }),
  reguid: (item: ParsedItem, at: number) => ({ ...item, guid: `made-${at}` }),
  newEvent: (item: ParsedItem, at: number) => ({ ...item, guid: `event-${at}`, published: dateAt(at) }),
  repost: (item: ParsedItem, at: number) => ({
    ...item,
    guid: `again-${at}`,
    url: `https://wire.example/again-${at}`,
    published: dateAt(at),
  }),
} as const;

const others: readonly (keyof typeof changes)[] = ["newEvent", "repost"];

test("a life of edits, dates, links and ids is one entry, and each event and repost of it one more", async () => {
  const names = fc.array(fc.constantFrom(...(Object.keys(changes) as (keyof typeof changes)[])), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(
      names,
      fc.constantFrom("https://wire.example/a-100812", "https://wire.example/warnings"),
      async (life, url) => {
        let item = bridge({ guid: "event-1", url });
        const documents = [[item]];
        for (const [at, name] of life.entries()) {
          item = { ...item, ...changes[name](item, noon - 8 * hourMs + at * 10 * 60_000) };
          documents.push([item]);
        }
        const events = life.filter((name) => others.includes(name)).length;
        expect(await entriesAfter(documents)).toBe(1 + events);
      },
    ),
    { numRuns: runsOf(25) },
  );
}, 60_000);

describe("decideChanges() remembers a date that was stated anew without another word", () => {
  const [first, second, third] = [9, 5, 2].map((hours) => ({ published: dateAt(noon - hours * hourMs) }));
  const [warned, told] = [
    bridge({ ...page, guid: "w-1001", ...first }),
    bridge({ ...page, guid: "w-1001", ...second }),
  ];

  test("so that the entry keeps its place when its guid changes next", async () => {
    expect(await entriesAfter([[warned], [told], [bridge({ ...page, guid: "w-1002", ...second })]])).toBe(1);
    expect(await entriesAfter([[warned], [told], [warned], [bridge({ ...page, guid: "w-1002", ...first })]])).toBe(1);
  });

  test("and takes a third date under another guid for a new event", async () => {
    expect(await entriesAfter([[warned], [told], [bridge({ ...page, guid: "w-1002", ...third })]])).toBe(2);
  });

  test("and publishes no revision because of it", async () => {
    const folder = makeFolder();
    const store = await openStore(`sqlite:${join(folder, "wire.db")}`, { now: noon });
    const feed = await store.addFeed(specOf("https://wire.example/rss"), "added", noon);
    await readOne(store, feed.id, [warned], noon);
    const mark = await store.readChangeMark();
    await readOne(store, feed.id, [told], noon + hourMs);
    expect([await store.readChangeMark(), (await store.readCounts()).revisions]).toEqual([mark, 1]);
    expect(await store.readEntry(1)).toMatchObject({ revision: 1, publishedAt: noon - 9 * hourMs });
    await store.close();
    removeFolder(folder);
  });
});
