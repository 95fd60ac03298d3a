import { copyFileSync } from "node:fs";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { NearQuery, SearchQuery, TermQuery } from "../../src/domain/query/search-query.ts";
import type { PublicStore, ReadStore } from "../../src/domain/store.ts";
import { openReadStore, openStore } from "../../src/store/open-store.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { makeEntry } from "../support/make-entry.ts";
import { runsOf } from "../support/runs-of.ts";
import { termOf } from "../support/search-terms.ts";
import { noon, pageOf, saveDecided, specOf } from "../support/store-fixtures.ts";

const folder = makeFolder();
afterAll(() => removeFolder(folder));

/** 300 words that begin with 15 different beginnings. The first of them are in most texts, the last in few. */
const vocabulary = Array.from({ length: 300 }, (_, at) => {
  const onset = ["har", "hard", "sto", "bri", "brid"][at % 5] ?? "";
  return `${onset}${"aeiou"[(at * 7) % 3]}${at.toString(36).replaceAll(/\d/g, (digit) => "bcdfghjklm"[Number(digit)] ?? "")}`;
});
const entriesMax = 700;

interface Told {
  readonly id: number;
  readonly title: readonly string[];
  readonly text: readonly string[];
}

let all: readonly Told[] = [];
let store: PublicStore;
beforeAll(async () => {
  const url = `sqlite:${join(folder, "long.db")}`;
  const writer = await openStore(url, { now: noon });
  const feed = await writer.addFeed(specOf("https://north.example/rss"), "added", noon);
  const random = randomOf(7);
  const wordsOf = (count: number) =>
    Array.from({ length: count }, () => vocabulary[Math.floor(vocabulary.length * random() ** 3)] ?? "");
  const told: Told[] = [];
  for (let at = 0; at < entriesMax; at += 50) {
    const some = Array.from({ length: 50 }, () => ({ title: wordsOf(4), text: wordsOf(Math.floor(random() * 40)) }));
    const entries = some.map(({ title, text }, n) =>
      makeEntry({
        guid: `g${at + n}`,
        title: title.join(" "),
        text: text.join(" "),
        firstSeenAt: noon + Math.floor((at + n) / 3) * 400_000,
      }),
    );
    const ids = await saveDecided(writer, feed.id, entries);
    told.push(...some.map((one, n) => ({ ...one, id: ids[n] ?? 0 })));
  }
  await writer.close();
  all = told;
  store = await openReadStore(url);
});
afterAll(() => store.close());

/** A linear congruential generator (Numerical Recipes, section 7.1). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const word = fc.oneof(
  fc.constantFrom(...vocabulary.slice(0, 12)),
  fc.constantFrom(...vocabulary.slice(0, 80)),
  fc.constantFrom(...vocabulary),
);
const single = fc.oneof(
  word.map((one) => termOf([one], false)),
  fc.tuple(word, fc.integer({ min: 3, max: 6 })).map(([one, length]) => termOf([one.slice(0, length)], true)),
);
const near: fc.Arbitrary<NearQuery> = fc.record({
  kind: fc.constant("near" as const),
  left: single,
  right: single,
  distance: fc.integer({ min: 0, max: 6 }),
  isOrdered: fc.boolean(),
});
const leaf: fc.Arbitrary<Asked> = fc.oneof(
  { weight: 5, arbitrary: single },
  { weight: 1, arbitrary: fc.tuple(word, word).map((words) => termOf(words, false)) },
  { weight: 1, arbitrary: fc.tuple(word, word).map(([one, two]) => termOf([one, two.slice(0, 3)], true)) },
  { weight: 2, arbitrary: near },
);
const some = (of: fc.Arbitrary<Asked>, minLength: number, maxLength: number) => fc.array(of, { minLength, maxLength });
const allOf = (parts: readonly Asked[]): Asked => ({ kind: "and", parts });
const anyOf = (parts: readonly Asked[]): Asked => ({ kind: "or", parts });
const noneOf = (parts: readonly Asked[]): Asked => ({ kind: "not", part: anyOf(parts) });
const part = fc.oneof(leaf, some(leaf, 2, 8).map(anyOf), some(leaf, 2, 3).map(allOf));
const query = fc.oneof(
  some(leaf, 2, 4).map(allOf),
  some(part, 2, 12).map(allOf),
  some(leaf, 20, 64).map(anyOf),
  some(leaf, 2, 40).map(noneOf),
  fc.tuple(some(part, 1, 4).map(allOf), some(leaf, 1, 40).map(noneOf)).map(allOf),
  fc.tuple(some(part, 2, 8).map(allOf), some(part, 2, 8).map(allOf)).map(anyOf),
  fc.tuple(leaf, some(part, 2, 8).map(allOf)).map(([one, other]) => allOf([one, noneOf([other])])),
);

type Asked =
  | TermQuery
  | NearQuery
  | { readonly kind: "and" | "or"; readonly parts: readonly Asked[] }
  | { readonly kind: "not"; readonly part: Asked };

/** The query as its documentation tells it, on one entry's words. */
function holds(one: Asked, { title, text }: Told): boolean {
  switch (one.kind) {
    case "term":
      return [title, text].some((words) => placesOf(one, words).length > 0);
    case "near":
      return [title, text].some((words) => stand(one, words));
    case "not":
      return !holds(one.part, { id: 0, title, text });
    case "and":
      return one.parts.every((part) => holds(part, { id: 0, title, text }));
    case "or":
      return one.parts.some((part) => holds(part, { id: 0, title, text }));
  }
}

/** Where the words of a term begin. */
function placesOf(one: TermQuery, words: readonly string[]): readonly number[] {
  const asked = one.text.split(" ");
  return words.flatMap((_, at) => {
    const isHere = asked.every((wanted, offset) => {
      const found = words[at + offset] ?? "";
      return one.prefix && offset === asked.length - 1 ? found.startsWith(wanted) : found === wanted;
    });
    return isHere ? [at] : [];
  });
}

function stand({ left, right, distance, isOrdered }: NearQuery, words: readonly string[]): boolean {
  const [lefts, rights] = [left, right].map((side) => (side.kind === "term" ? placesOf(side, words) : []));
  return (lefts ?? []).some((a) =>
    (rights ?? []).some((b) => (b > a && b - a - 1 <= distance) || (!isOrdered && b <= a && a - b - 1 <= distance)),
  );
}

async function everyId(
  reader: Pick<ReadStore, "readPage">,
  asked: SearchQuery,
  limit: number,
): Promise<readonly number[]> {
  const ids: number[] = [];
  for (let after = null, more = true; more; more = after !== null) {
    const page = await reader.readPage(pageOf({ filter: { query: asked }, collapse: "none", limit, after }));
    ids.push(...page.items.map(({ lead }) => lead.id));
    after = page.next;
  }
  return ids;
}

/** Compares what random queries find with a check of each entry. Returns how many of them found few entries. */
async function tryQueries(reader: PublicStore, runs: number): Promise<number> {
  let few = 0;
  await fc.assert(
    fc.asyncProperty(query, fc.constantFrom(20, 50, 500), async (asked, limit) => {
      const wanted = all.filter((one) => holds(asked, one)).map(({ id }) => id);
      if (wanted.length > 0 && wanted.length < entriesMax / 12) few += 1;
      expect([...(await everyId(reader, asked, limit))].sort((a, b) => a - b)).toEqual(wanted);
      const read = { filter: pageOf({ filter: { query: asked } }).filter, since: null, afterId: 0, limit: entriesMax };
      expect((await reader.readEntries(read)).map(({ id }) => id)).toEqual(wanted);
    }),
    { numRuns: runsOf(runs) },
  );
  return few;
}

test("a query of many terms, with beginnings, nearness and what is not wanted, finds what a check of each entry finds", async () => {
  // Queries with few results are answered by the index, and not by the newest texts alone.
  expect(await tryQueries(store, 200)).toBeGreaterThan(0);
}, 60_000);

test("an index of another version of FTS5, whose pages cannot be read, is searched all the same", async () => {
  const file = join(folder, "other-version.db");
  copyFileSync(join(folder, "long.db"), file);
  const database = new SqliteDatabase(file).unsafeMode();
  // 5 is the version that FTS5 writes with its option "secure-delete".
  expect(database.prepare("UPDATE search_config SET v = 5 WHERE k = 'version'").run().changes).toBe(1);
  database.close();
  const reader = await openReadStore(`sqlite:${file}`);
  await tryQueries(reader, 50);
  await reader.close();
}, 60_000);
