import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Collapse, Cursor } from "../../src/domain/section.ts";
import type { ReadStore } from "../../src/domain/store.ts";
import { openReadStore, openStore } from "../../src/store/open-store.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { makeEntry } from "../support/make-entry.ts";
import { randomOf } from "../support/random-of.ts";
import { termOf } from "../support/search-terms.ts";
import { deskState, fetchedOf, noon, pageOf, specOf, verdictOf } from "../support/store-fixtures.ts";

/**
 * Entries of three quarters of an hour: many, few, many. Their ids do not follow their times, several have the same
 * time, most contain the word that is asked for, and some belong to the story of an earlier one.
 */
const quarterMs = 15 * 60_000;
const folder = makeFolder();
const all: { id: number; at: number; story: number; isFerry: boolean }[] = [];
let store: ReadStore;

beforeAll(async () => {
  const random = randomOf(7);
  const url = `sqlite:${join(folder, "wire.db")}`;
  const writer = await openStore(url, { now: noon });
  const feed = await writer.addFeed(specOf("https://north.example/rss"), "added", noon);
  const entries = Array.from({ length: 900 }, (_, n) => {
    const quarter = n % 30 === 0 ? 1 : n % 2 === 0 ? 0 : 2;
    const firstSeenAt = noon + quarter * quarterMs + Math.floor(random() * 300) * 3_000;
    return makeEntry({ guid: `g${n}`, title: random() < 0.8 ? "the ferry" : "the storm", firstSeenAt });
  });
  const changes = entries.map((entry) => ({ kind: "new", entry }) as const);
  const { newIds } = await writer.saveFetched(fetchedOf(feed.id, changes));
  const verdicts = newIds.map((id, n) => {
    const story = n % 5 === 4 ? (all[n - 4]?.story ?? id) : id;
    const entry = entries[n];
    all.push({ id, at: entry?.firstSeenAt ?? 0, story, isFerry: entry?.title === "the ferry" });
    return verdictOf(id, id, story);
  });
  await writer.saveVerdicts(verdicts, deskState());
  await writer.close();
  store = (await openReadStore(url)).forEditors as ReadStore;
});

afterAll(() => {
  removeFolder(folder);
});

/** The groups with a match, where their earliest match arrived, newest first. */
function listed(collapse: Collapse, isMatch: (isFerry: boolean) => boolean): readonly Cursor[] {
  const places = new Map<number, number>();
  for (const one of all.filter(({ isFerry }) => isMatch(isFerry))) {
    const id = collapse === "story" ? one.story : one.id;
    places.set(id, Math.min(one.at, places.get(id) ?? one.at));
  }
  return [...places].map(([id, at]) => ({ at, id })).sort((a, b) => b.at - a.at || b.id - a.id);
}

async function everyPlace(query: Parameters<typeof pageOf>[0]): Promise<readonly Cursor[]> {
  const places: Cursor[] = [];
  for (let after: Cursor | null = null, more = true; more; more = after !== null) {
    const page = await store.readPage(pageOf({ ...query, after }));
    places.push(...page.items.map(({ id, arrivedAt: at }) => ({ at, id })));
    after = page.next;
  }
  return places;
}

const ferry = termOf(["ferry"], false);
const queries = [
  ["a word", ferry, (isFerry: boolean) => isFerry],
  ["the beginning of a word", termOf(["ferr"], true), (isFerry: boolean) => isFerry],
  ["NOT", { kind: "not", part: ferry } as const, (isFerry: boolean) => !isFerry],
] as const;

test.each(queries)("pages of a busy quarter of an hour list each match once and in order: %s", async (...asked) => {
  const [, query, isMatch] = asked;
  for (const collapse of ["copy", "story", "none"] as const)
    for (const limit of [7, 50, 400])
      expect(await everyPlace({ collapse, limit, filter: { query } })).toEqual(listed(collapse, isMatch));
});

test.each(queries)("from a place in a busy quarter of an hour, older and newer ones follow: %s", async (...asked) => {
  const [, query, isMatch] = asked;
  const places = listed("story", isMatch);
  for (const at of [0, 3, Math.floor(places.length / 3), places.length - 40, places.length - 1]) {
    const from = places[at] ?? { at: noon, id: 1 };
    const asks = { ...pageOf({ filter: { query } }), collapse: "story", from, limit: 60 } as const;
    expect(await store.readPlaces({ ...asks, direction: "older" })).toEqual(places.slice(at + 1, at + 61));
    const newer = places.slice(Math.max(0, at - 60), at).reverse();
    expect(await store.readPlaces({ ...asks, direction: "newer" })).toEqual(newer);
  }
});
