import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Feed } from "../../src/domain/feed.ts";
import type { DeletedEntry, ParsedItem } from "../../src/domain/parsed-feed.ts";
import type { Store } from "../../src/domain/store.ts";
import { minuteMs } from "../../src/domain/time.ts";
import { ingestFeed } from "../../src/ingest/ingest-feed.ts";
import type { ReadOutcome } from "../../src/ingest/ingest-types.ts";
import { openStore } from "../../src/store/open-store.ts";
import { parsedFeed, parsedItem } from "../normalise/parsed-item.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { readerOf } from "../support/inline-reader.ts";
import { silentLog } from "../support/logs.ts";
import { outcomeOf, specOf } from "../support/store-fixtures.ts";

const start = Date.UTC(2026, 10, 22, 8);

let folder: string;
let store: Store;
let now: number;
let feed: Feed;

beforeEach(async () => {
  folder = makeFolder();
  now = start;
  store = await openStore(`sqlite:${join(folder, "wire.db")}`, { now: start });
  const added = await store.addFeed(specOf("https://poor.example/rss"), "added", start);
  feed = added;
});

afterEach(async () => {
  await store.close();
  removeFolder(folder);
});

/** Polls once and receives these items. Returns the report. */
async function poll(
  items: readonly ParsedItem[],
  onto: Store = store,
  deleted: readonly DeletedEntry[] = [],
): Promise<ReadOutcome> {
  now += minuteMs;
  const reader = readerOf(async () => parsedFeed(items, { deleted }));
  const clock = { now: () => now, sleep: async () => undefined };
  const document = {
    bytes: new TextEncoder().encode(`document of ${now}`),
    url: "https://poor.example/rss",
    contentType: null,
  };
  const deps = { store: onto, reader, clock, log: silentLog, capturesMax: 0 };
  const { read } = await ingestFeed(deps, feed, { document, fetchedAt: now }, () => ({ outcome: outcomeOf() }));
  return read;
}

/** New and revised entries of one poll. */
async function counts(items: readonly ParsedItem[]): Promise<readonly [number, number]> {
  const { newCount, revisedCount } = await poll(items);
  return [newCount, revisedCount];
}

/** The titles of all revisions: the oldest entry first, and its oldest revision first. */
async function histories(): Promise<string[][]> {
  const all: string[][] = [];
  for (let id = 1; id < 20; id += 1) {
    const revisions = await store.readRevisions(id);
    if (revisions.length > 0) all.push(revisions.map((revision) => revision.title));
  }
  return all;
}

const texts = {
  Storm: "Gusts of 120 km/h are expected along the coast tonight; ferries stay in port.",
  Flood: "The river will pass the second alarm level by noon, the water board said.",
  Parliament: "Deputies voted for the budget after a debate of nine hours.",
  Goalkeeper: "The captain of the national team leaves the club at the end of the season.",
} as const;
type Story = keyof typeof texts;
const page = "https://poor.example/warnings";
const home = "https://poor.example/";

function item(story: Story, given: Partial<ParsedItem> = {}): ParsedItem {
  return parsedItem({ title: story, summaryHtml: `<p>${texts[story]}</p>`, url: page, ...given });
}

describe("ingestFeed() on items that link to one fixed page", () => {
  test("keeps an item itself when its neighbours come and go", async () => {
    expect(await counts([item("Storm")])).toEqual([1, 0]);
    expect(await counts([item("Flood"), item("Storm")])).toEqual([1, 0]);
    expect(await counts([item("Flood")])).toEqual([0, 0]);
    expect(await counts([item("Storm")])).toEqual([0, 0]);
    expect(await counts([item("Parliament"), item("Flood")])).toEqual([1, 0]);
    expect(await histories()).toEqual([["Storm"], ["Flood"], ["Parliament"]]);
  });

  test("keeps an item that is edited while its neighbours come and go", async () => {
    await poll([item("Storm")]);
    const edited = item("Storm", { summaryHtml: `<p>${texts.Storm} Schools stay shut.</p>` });
    expect(await counts([item("Flood"), edited])).toEqual([1, 1]);
    const again = item("Flood", { summaryHtml: `<p>${texts.Flood} Sandbags are ready.</p>` });
    expect(await counts([item("Parliament"), again])).toEqual([1, 1]);
    expect(await counts([item("Flood", { summaryHtml: `<p>${texts.Flood} Pumps run.</p>` })])).toEqual([0, 1]);
    expect(await histories()).toEqual([["Storm", "Storm"], ["Flood", "Flood", "Flood"], ["Parliament"]]);
  });

  test.each([
    ["no guid", { guid: null, url: page }],
    ["no guid and the home page", { guid: null, url: home }],
    ["the page as guid and link", { guid: page, url: page }],
    ["the home page as guid and link", { guid: home, url: home }],
    ["the place in the list as guid and the page as link", { guid: "1", url: page }],
    ["the place in the list as guid and the home page as link", { guid: "1", url: home }],
    ["one word as guid and no link", { guid: "news", url: null }],
    ["the page as guid and no link", { guid: page, url: null }],
  ])("loses no story when one takes the place of another: %s", async (_, given) => {
    const stories: Story[] = ["Storm", "Parliament", "Goalkeeper", "Flood"];
    for (const story of stories) expect(await counts([item(story, given)])).toEqual([1, 0]);
    for (const story of stories) expect(await counts([item(story, given)])).toEqual([0, 0]);
    expect(await histories()).toEqual(stories.map((story) => [story]));
  });

  test("keeps stories apart that are numbered by their places, when the list moves on", async () => {
    const at = (story: Story, place: number) =>
      item(story, { guid: String(place), url: `https://poor.example/news/${story.toLowerCase()}-today-in-full` });
    await poll([at("Storm", 1), at("Flood", 2)]);
    expect(await counts([at("Parliament", 1), at("Storm", 2), at("Flood", 3)])).toEqual([1, 0]);
    expect(await counts([at("Goalkeeper", 1), at("Parliament", 2), at("Storm", 3)])).toEqual([1, 0]);
    expect(await counts([at("Goalkeeper", 1), at("Parliament", 2), at("Storm", 3)])).toEqual([0, 0]);
    expect(await histories()).toEqual([["Storm"], ["Flood"], ["Parliament"], ["Goalkeeper"]]);
  });

  test("treats an article that is rewritten at its own address as one entry with a revision", async () => {
    const article = { url: "https://poor.example/2026/11/22/ferry-runs-again" };
    await poll([item("Storm", { ...article, title: "Ferry runs again after storm" })]);
    const rewritten = { ...article, title: "Ferry is running again", summaryHtml: `<p>${texts.Parliament}</p>` };
    expect(await counts([item("Storm", rewritten)])).toEqual([0, 1]);
    expect(await histories()).toEqual([["Ferry runs again after storm", "Ferry is running again"]]);
  });

  test("stores the next story at the place of a purged one", async () => {
    await poll([item("Storm")]);
    const [pending] = await store.readPending(1);
    const id = pending?.item.id ?? 0;
    const verdict = { entryId: id, copyId: 1, storyId: 1, leadEntryId: id, reasons: [], storyMerges: [] };
    await store.saveVerdicts([{ ...verdict, opensCopy: true, opensStory: true }], {
      nextCopyId: 2,
      nextStoryId: 2,
      statistics: null,
    });
    expect(await store.purge(now + 1, 10)).toBe(1);
    expect(await counts([item("Storm")])).toEqual([0, 0]);
    expect(await counts([item("Parliament")])).toEqual([1, 0]);
    expect(await counts([item("Parliament"), item("Storm")])).toEqual([0, 0]);
  });
});

describe("ingestFeed() on a counter", () => {
  test("records every figure and renews nothing once it has proved a counter", async () => {
    const counter = (count: number) =>
      parsedItem({ guid: "counter-2026", title: `Readers online now: ${count}`, url: "https://poor.example/online" });
    await poll([counter(7)]);
    for (const count of [12, 9, 1204]) expect(await counts([counter(count)])).toEqual([0, 1]);
    const proved = await store.readEntry(1);
    for (const count of [1300, 8]) expect(await counts([counter(count)])).toEqual([0, 1]);
    const figures = [7, 12, 9, 1204, 1300, 8];
    expect(await histories()).toEqual([figures.map((count) => `Readers online now: ${count}`)]);
    expect(await store.readEntry(1)).toMatchObject({ revision: 6, significantAt: proved?.significantAt });
  });
});

describe("ingestFeed() on a long document", () => {
  test("merges no two items into one stored entry, however far apart they are", async () => {
    const same = { title: "The morning mail from the harbour", url: "https://poor.example/mail" };
    const text = "<p>Snow closes the pass; trains run late in the valley tonight.</p>";
    await poll([parsedItem({ ...same, guid: "mail-2026-001", summaryHtml: text })]);
    const others = Array.from({ length: 700 }, (_, at) =>
      parsedItem({ guid: `other-${at}-2026`, title: `Report ${at}`, url: `https://poor.example/report/${at}` }),
    );
    const twin = (guid: string, more: string) =>
      parsedItem({ ...same, guid, summaryHtml: text.replace("tonight", more) });
    const items = [twin("mail-2026-002", "today"), ...others, twin("mail-2026-003", "now")];
    expect(await counts(items)).toEqual([701, 1]);
    expect(await counts(items)).toEqual([0, 0]);
  });

  test("matches exact guids before it corrects the identity of an item far in front", async () => {
    const same = { title: "The morning mail from the harbour", url: "https://poor.example/mail-of-the-day" };
    const mail = parsedItem({ ...same, guid: "http://poor.example/?p=1", summaryHtml: "<p>Snow closes the pass.</p>" });
    await poll([mail]);
    const others = Array.from({ length: 600 }, (_, at) => parsedItem({ guid: `o-${at}-2026`, title: `Report ${at}` }));
    const flipped = { ...mail, guid: "https://poor.example/?p=1", summaryHtml: "<p>Snow closes the pass again.</p>" };
    expect(await counts([flipped, ...others, mail])).toEqual([601, 0]);
  });
});

describe("ingestFeed() beside a second poller", () => {
  test("counts the stored entries, and stores an item that collided with the other poller's entry", async () => {
    const late: Store = { ...store, readKnown: async () => [] };
    let reads = 0;
    late.readKnown = async (feedId, wanted) => {
      reads += 1;
      return reads <= 3 ? [] : store.readKnown(feedId, wanted);
    };
    await poll([item("Storm"), item("Goalkeeper", { url: "https://poor.example/sport/9", guid: "g-2026-9" })]);
    const report = await poll(
      [item("Parliament"), item("Goalkeeper", { url: "https://poor.example/sport/9", guid: "g-2026-9" })],
      late,
    );
    expect(report).toMatchObject({ newCount: 1, revisedCount: 0, knownCount: 1 });
    expect(await histories()).toEqual([["Storm"], ["Goalkeeper"], ["Parliament"]]);
  });
});

describe("ingestFeed() and entries that the feed says were deleted (RFC 6721)", () => {
  const item = (at: number) =>
    parsedItem({ guid: `urn:pier:${at}`, title: `Ferry number ${at} sails`, contentHtml: "It sails." });
  const gone = (ref: string, comment: string | null = null) => ({ ref, when: null, comment });

  test("withdraws only the deleted entry, once", async () => {
    await poll([item(1), item(2)]);
    const first = await poll([item(2)], store, [gone("urn:pier:1", "Told too early"), gone("urn:pier:9")]);
    expect([first.newCount, first.revisedCount]).toEqual([0, 1]);
    expect(await store.readEntry(1)).toMatchObject({
      title: "WITHDRAWN: Ferry number 1 sails",
      headline: "Ferry number 1 sails",
      cue: { kind: "withdrawn" },
      text: "Told too early",
      html: "",
    });
    expect(await store.readEntry(2)).toMatchObject({ cue: null });
    const again = await poll([item(2)], store, [gone("urn:pier:1", "Told too early")]);
    expect([again.newCount, again.revisedCount]).toEqual([0, 0]);
  });

  test("keeps an entry that was updated after the deletion, and no other", async () => {
    const dated = (at: number, hour: number) => {
      const claim = { at: start - hour * 60 * minuteMs, raw: "", midnight: false, zoneAssumed: false };
      return { ...item(at), published: claim, updated: claim };
    };
    const when = { at: start - 2 * 60 * minuteMs, raw: "", midnight: false, zoneAssumed: false };
    const deleted = ["urn:pier:1", "urn:pier:2"].map((ref) => ({ ref, when, comment: null }));
    await poll([dated(1, 1), dated(2, 3)], store, deleted);
    expect((await histories()).flat()).toEqual(["Ferry number 1 sails"]);
  });

  test("restores an entry that the feed lists again", async () => {
    await poll([item(1)]);
    await poll([], store, [gone("urn:pier:1")]);
    await poll([item(1)]);
    expect(await histories()).toEqual([
      ["Ferry number 1 sails", "WITHDRAWN: Ferry number 1 sails", "Ferry number 1 sails"],
    ]);
    expect(await store.readEntry(1)).toMatchObject({ cue: null });
  });

  test("withdraws no entry of another feed", async () => {
    await poll([item(1)]);
    const own = feed;
    feed = await store.addFeed(specOf("https://other.example/rss"), "added", start);
    await poll([], store, [gone("urn:pier:1")]);
    feed = own;
    expect(await store.readEntry(1)).toMatchObject({ cue: null });
  });
});
