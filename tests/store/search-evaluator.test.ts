import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { TermQuery } from "../../src/domain/query/search-query.ts";
import { createReadLimits } from "../../src/domain/read-limits.ts";
import type { Collapse, SectionFilter, WireItem } from "../../src/domain/section.ts";
import type { ReadStore } from "../../src/domain/store.ts";
import { openReadStore, openStore } from "../../src/store/open-store.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { makeEntry } from "../support/make-entry.ts";
import { runsOf } from "../support/runs-of.ts";
import { termOf } from "../support/search-terms.ts";
import { deskState, fetchedOf, noon, pageOf, saveDecided, specOf, verdictOf } from "../support/store-fixtures.ts";

const folder = makeFolder();
afterAll(() => removeFolder(folder));
let stores = 0;

const vocabulary = ["ferry", "ferries", "ferrous", "port", "portal", "storm", "the", "of", "停火協議", "火山"];
const feeds = [
  specOf("https://north.example/", { name: "North", kind: "agency" }),
  specOf("https://south.example/", { name: "South" }),
  specOf("https://secret.example/", { name: "Secret", isPrivate: true }),
];

/** An entry as the naive evaluator sees it. */
interface Told {
  readonly id: number;
  readonly title: readonly string[];
  readonly body: readonly string[];
  readonly at: number;
  readonly feed: number;
  readonly language: string;
  readonly group: Readonly<Record<Collapse, number>>;
}

const word = fc.constantFrom(...vocabulary);
const told = fc.record({
  title: fc.array(word, { minLength: 1, maxLength: 4 }),
  body: fc.array(word, { maxLength: 6 }),
  // Several entries arrive in one quarter of an hour, some in the same millisecond; others are days apart.
  quarter: fc.constantFrom(0, 0, 1, 2, 96, 960),
  ms: fc.constantFrom(0, 1, 60_000),
  published: fc.nat(5),
  feed: fc.nat(2),
  language: fc.constantFrom("en", "fr"),
  copyOf: fc.nat(30),
  storyOf: fc.nat(30),
});

/** What is asked in this test: the operators of every query. */
type AskedQuery =
  | TermQuery
  | { readonly kind: "and" | "or"; readonly parts: readonly AskedQuery[] }
  | { readonly kind: "not"; readonly part: AskedQuery };

const term: fc.Arbitrary<AskedQuery> = fc.oneof(
  word.map((one) => termOf([one], false)),
  fc.constantFrom("fer", "ferr", "por", "sto", "火", "停").map((one) => termOf([one], true)),
  fc.tuple(word, word).map((words) => termOf(words, false)),
  fc.tuple(fc.constantFrom("the", "of"), fc.constantFrom("f", "po", "s")).map((words) => termOf(words, true)),
);
const { query } = fc.letrec<{ query: AskedQuery }>((tie) => ({
  query: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    term,
    tie("query").map((part) => ({ kind: "not" as const, part })),
    fc.array(tie("query"), { minLength: 2, maxLength: 4 }).map((parts) => ({ kind: "and" as const, parts })),
    fc.array(tie("query"), { minLength: 2, maxLength: 4 }).map((parts) => ({ kind: "or" as const, parts })),
  ),
}));
const asked = fc.record({
  query,
  languages: fc.constantFrom<readonly string[]>([], [], ["fr"], ["de", "en"]),
  sources: fc.constantFrom<readonly string[]>([], [], ["North"], ["South", "Secret"]),
  collapse: fc.constantFrom<Collapse>("copy", "story", "none"),
  audience: fc.constantFrom<"editors" | "public" | "keyed">("editors", "public", "keyed"),
  limit: fc.integer({ min: 1, max: 4 }),
});

/** The query as its documentation tells it, on one entry's words. */
function holds(one: AskedQuery, entry: Told): boolean {
  switch (one.kind) {
    case "term":
      return [entry.title, entry.body].some((words) => stands(one, words));
    case "not":
      return !holds(one.part, entry);
    case "and":
      return one.parts.every((part) => holds(part, entry));
    case "or":
      return one.parts.some((part) => holds(part, entry));
  }
}

function stands(one: TermQuery, words: readonly string[]): boolean {
  const asked = one.text.split(" ");
  return words.some((_, at) =>
    asked.every((wanted, offset) => {
      const found = words[at + offset];
      if (found === undefined) return false;
      const isLast = offset === asked.length - 1;
      const isFirst = offset === 0;
      // In scripts without spaces any part of a run matches. In the middle of a phrase only the whole run does.
      if (/\p{Script=Han}/u.test(wanted)) {
        if (isFirst && isLast) return found.includes(wanted);
        return isFirst ? found.endsWith(wanted) : isLast ? found.startsWith(wanted) : found === wanted;
      }
      return one.prefix && isLast ? found.startsWith(wanted) : found === wanted;
    }),
  );
}

async function fill(entries: readonly (typeof told extends fc.Arbitrary<infer One> ? One : never)[]) {
  stores += 1;
  const url = `sqlite:${join(folder, `${stores}.db`)}`;
  const store = await openStore(url, { now: noon });
  await store.syncFeeds(feeds, noon);
  const ids = await Promise.all(feeds.map(async (spec) => (await store.findFeed(spec.url))?.id ?? 0));
  const all: Told[] = [];
  for (const [n, one] of entries.entries()) {
    const at = noon + one.quarter * 900_000 + one.ms;
    const entry = makeEntry({
      guid: `g${n}`,
      title: one.title.join(" "),
      text: one.body.join(" "),
      firstSeenAt: at,
      publishedAt: noon - one.published * 60_000,
      language: one.language,
    });
    const { newIds } = await store.saveFetched(fetchedOf(ids[one.feed] ?? 0, [{ kind: "new", entry }]));
    const id = newIds[0] ?? 0;
    // The id of each copy and story is that of its first entry.
    const earlier = all[one.copyOf];
    const copy = earlier?.group.copy ?? id;
    const story = earlier?.group.story ?? all[one.storyOf]?.group.story ?? id;
    await store.saveVerdicts([verdictOf(id, copy, story, { leadEntryId: copy })], deskState());
    const group = { copy, story, none: id };
    all.push({ id, title: one.title, body: one.body, at, feed: one.feed, language: one.language, group });
  }
  const undecided = makeEntry({ guid: "undecided", title: vocabulary.join(" ") });
  await store.saveFetched(fetchedOf(ids[1] ?? 0, [{ kind: "new", entry: undecided }]));
  await store.close();
  return { url, all };
}

/** The groups with a match, ordered by their earliest match. */
function naive(all: readonly Told[], ask: typeof asked extends fc.Arbitrary<infer One> ? One : never) {
  const names = ["North", "South", "Secret"];
  const matches = all
    .filter((one) => ask.audience !== "public" || one.feed !== 2)
    .filter((one) => ask.languages.length === 0 || ask.languages.includes(one.language))
    .filter((one) => ask.sources.length === 0 || ask.sources.includes(names[one.feed] ?? ""))
    .filter((one) => holds(ask.query, one))
    .sort((a, b) => a.at - b.at || a.id - b.id);
  const places = new Map<number, number>();
  for (const one of matches) {
    const id = one.group[ask.collapse];
    if (!places.has(id)) places.set(id, one.at);
  }
  const listed = [...places].map(([id, at]) => ({ at, id })).sort((a, b) => b.at - a.at || b.id - a.id);
  return { listed, ids: matches.map(({ id }) => id).sort((a, b) => a - b) };
}

async function everyItem(store: ReadStore, paged: Parameters<typeof pageOf>[0]): Promise<readonly WireItem[]> {
  const items: WireItem[] = [];
  for (let after = null, more = true; more; more = after !== null) {
    const page = await store.readPage(pageOf({ ...paged, after }));
    items.push(...page.items);
    after = page.next;
  }
  return items;
}

test("every list for every query equals that of a check of each entry", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(told, { minLength: 4, maxLength: 24 }),
      fc.array(asked, { minLength: 4, maxLength: 8 }),
      async (entries, asks) => {
        const { url, all } = await fill(entries);
        const reader = await openReadStore(url);
        for (const ask of asks) {
          const { listed, ids } = naive(all, ask);
          const store = ask.audience === "editors" ? reader.forEditors : reader;
          const { collapse, limit, languages, sources } = ask;
          const filter = { query: ask.query, languages, sources, opensPrivate: ask.audience === "keyed" };
          const items = await everyItem(store, { collapse, limit, filter });
          expect(items.map(({ id, arrivedAt: at }) => ({ at, id }))).toEqual(listed);
          const dated = await everyItem(store, { collapse, limit, filter, sort: "published" });
          const byDate = [...dated].sort((a, b) => b.lead.publishedAt - a.lead.publishedAt || b.id - a.id);
          expect(dated.map(({ id }) => id)).toEqual(byDate.map(({ id }) => id));
          expect(new Set(dated.map(({ id }) => id))).toEqual(new Set(listed.map(({ id }) => id)));
          await expectPlaces(store, { ...pageOf({ filter }).filter }, collapse, listed);
          const read = { filter: pageOf({ filter }).filter, since: null, afterId: 0, limit: 99 };
          expect((await store.readEntries(read)).map(({ id }) => id)).toEqual(ids);
        }
        await reader.close();
      },
    ),
    { numRuns: runsOf(25) },
  );
}, 60_000);

async function expectPlaces(
  store: ReadStore,
  filter: SectionFilter,
  collapse: Collapse,
  listed: readonly { readonly at: number; readonly id: number }[],
): Promise<void> {
  const middle = listed[Math.floor(listed.length / 2)] ?? { at: noon, id: 1 };
  const at = listed.indexOf(middle);
  const read = (direction: "older" | "newer") =>
    store.readPlaces({ filter, collapse, from: middle, direction, limit: 99 });
  expect(await read("older")).toEqual(at < 0 ? [] : listed.slice(at + 1));
  expect(await read("newer")).toEqual(at < 0 ? [] : listed.slice(0, at).reverse());
}

test("a walk ends with timeout when it takes too long or when nobody waits for it", async () => {
  const entries = Array.from({ length: 200 }, (_, n) => makeEntry({ guid: `g${n}`, title: "ferry" }));
  const url = `sqlite:${join(folder, "slow.db")}`;
  const store = await openStore(url, { now: noon });
  const feed = await store.addFeed(feeds[0]!, "added", noon);
  await saveDecided(store, feed.id, entries);
  await store.close();
  let elapsed = 0;
  let isAbandoned = false;
  const clock = { now: () => noon, elapsed: () => elapsed++, sleep: async () => undefined };
  const limits = createReadLimits({ clock, readMsMax: 1, isAbandoned: () => isAbandoned });
  const reader = await openReadStore(url, limits);
  const nothing = pageOf({
    filter: { query: { kind: "not", part: termOf(["ferry"], false) } },
  });
  await expect(reader.readPage(nothing)).rejects.toMatchObject({ code: "timeout", message: /takes too long/ });
  // The time is different in each reading.
  expect((await reader.readPage(pageOf({ limit: 1 }))).items).toHaveLength(1);
  isAbandoned = true;
  await expect(reader.readPage(nothing)).rejects.toMatchObject({ code: "timeout", message: /nobody waits/ });
  await reader.close();
});
