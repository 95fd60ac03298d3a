import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Collapse, SectionFilter } from "../../src/domain/section.ts";
import type { ReadStore, Store } from "../../src/domain/store.ts";
import { openReadStore, openStore } from "../../src/store/open-store.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { makeEntry } from "../support/make-entry.ts";
import { runsOf } from "../support/runs-of.ts";
import { deskState, fetchedOf, noon, pageOf, saveRulings, specOf, verdictOf } from "../support/store-fixtures.ts";

const folder = makeFolder();
afterAll(() => removeFolder(folder));

const marker = "quibbling";
const open = specOf("https://open.example/rss", { name: "Open" });
const licensed = specOf(`https://secret.example/${marker}`, { name: `Secret ${marker}`, rank: 1, isPrivate: true });
const collapses = ["copy", "story", "none"] satisfies Collapse[];

let stores = 0;
let url: string;
let store: Store;
/** Entries with odd numbers are public. */
let feeds: readonly [secret: number, open: number];

async function openNew(): Promise<void> {
  stores += 1;
  url = `sqlite:${join(folder, `${stores}.db`)}`;
  store = await openStore(url, { now: noon });
  await store.syncFeeds([open, licensed], noon);
  const found = await Promise.all([licensed, open].map((spec) => store.findFeed(spec.url)));
  feeds = [found[0]?.id ?? 0, found[1]?.id ?? 0];
}
beforeEach(openNew);

const entryOf = (n: number, at: number) =>
  makeEntry({
    guid: n % 2 === 0 ? `${marker}-${n}` : `open-${n}`,
    title: n % 2 === 0 ? `${marker} ${at}` : `News ${at}`,
    firstSeenAt: noon + n * 1_000,
    publishedAt: noon - ((n * 7) % 5) * 60_000,
    language: n % 3 === 0 ? "de" : "en",
  });

/** Adds entries 1 to `count` with these ids. They are not decided yet. */
async function fill(count: number): Promise<void> {
  for (let n = 1; n <= count; n += 1) {
    const change = { kind: "new", entry: entryOf(n, 0) } as const;
    await store.saveFetched(fetchedOf(feeds[n % 2] ?? 0, [change]));
  }
}

const reason = (first: number, other: number) => ({
  code: "copy-merge",
  score: 1,
  entries: [first, other],
  facts: { words: [first % 2 === 0 || other % 2 === 0 ? marker : "open"] },
});

function decide(entry: number, copy: number, story: number, lead: number): Promise<void> {
  const reasons = [reason(lead, copy), reason(copy, lead)];
  return store.saveVerdicts([verdictOf(entry, copy, story, { leadEntryId: lead, reasons })], deskState());
}

function revise(n: number, at: number): Promise<unknown> {
  const change = { kind: "revised", id: n, entry: entryOf(n, at), significant: true } as const;
  return store.saveFetched(fetchedOf(feeds[n % 2] ?? 0, [change], { now: noon + 20_000 + at }));
}

async function everyItem(from: ReadStore, query: Parameters<typeof pageOf>[0]) {
  const items = [];
  for (let after = null, more = true; more; more = after !== null) {
    const page = await from.readPage(pageOf({ ...query, limit: 2, after }));
    items.push(...page.items);
    after = page.next;
  }
  return items;
}

describe("for the public", () => {
  test("the order by date uses the leads that they see, page by page", async () => {
    await fill(6);
    // A private lead with the latest date, and public carriers: entry 1 in its copy, 3 and 5 in copies of their own.
    for (const [entry, copy, lead] of [
      [2, 2, 2],
      [1, 2, 2],
      [3, 3, 3],
      [5, 5, 5],
      [4, 4, 4],
    ] as const)
      await decide(entry, copy, copy, lead);
    const dates = [1, 3, 5].map((n) => [n, entryOf(n, 0).publishedAt] as const).sort((a, b) => b[1] - a[1]);
    for (const collapse of collapses) {
      const items = await everyItem(store.forPublic(), { sort: "published", collapse });
      expect(items.map(({ lead }) => [lead.id, lead.publishedAt])).toEqual(dates);
      const filtered = await everyItem(store.forPublic(), {
        sort: "published",
        collapse,
        filter: { languages: ["en"] },
      });
      expect(filtered.map(({ lead }) => lead.id)).toEqual(dates.map(([n]) => n).filter((n) => n % 3 !== 0));
    }
    const page = await store.forPublic().readPage(pageOf({ sort: "published", limit: 1 }));
    expect(page.next?.at).toBe(dates[0]?.[1]);
  });

  test("the best carrier that they see is the lead: the credited agency, then rank, then the earliest", async () => {
    await fill(3);
    const added = async (name: string, rank: number, credit: string | null) => {
      const spec = specOf(`https://${name}.example/`, { name, rank, kind: "agency" });
      const feed = await store.addFeed(spec, "added", noon);
      const entry = makeEntry({ guid: name, firstSeenAt: noon + 9_000, credit });
      return (await store.saveFetched(fetchedOf(feed.id, [{ kind: "new", entry }]))).newIds[0] ?? 0;
    };
    const lead = async () => (await store.forPublic().readCopy(2))?.lead.id;
    for (const entry of [2, 1, 3]) await decide(entry, 2, 2, 2);
    expect(await lead()).toBe(1);
    const reprint = await added("Reprint", 1, "Reuters");
    await decide(reprint, 2, 2, 2);
    expect(await lead()).toBe(reprint);
    const original = await added("Reuters", 900, null);
    await decide(original, 2, 2, 2);
    expect(await lead()).toBe(original);
  });

  test("the lead before licensed copy took over stays the lead for them", async () => {
    await fill(3);
    await decide(3, 3, 3, 3);
    await decide(1, 3, 3, 3);
    const shown = async () => (await store.forPublic().readCopy(3))?.lead.id;
    expect(await shown()).toBe(3);
    await decide(2, 3, 3, 2);
    expect((await store.readCopy(3))?.lead.id).toBe(2);
    expect(await shown()).toBe(3);
  });

  test("a source that becomes private disappears at once, and one that becomes public appears", async () => {
    await fill(4);
    for (const n of [1, 2, 3, 4]) await decide(n, n, n, n);
    const counts = { sources: 1, feeds: 1, entries: 2, revisions: 2, copies: 2, stories: 2, pending: 0 };
    expect(await store.forPublic().readCounts()).toEqual(counts);
    await revise(4, 1);
    expect(await store.forPublic().readCounts()).toEqual(counts);
    await decide(4, 4, 4, 4);
    const seen = async () => (await everyItem(store.forPublic(), {})).map(({ id }) => id);
    expect(await seen()).toEqual([3, 1]);
    await store.syncFeeds([{ ...open, source: { ...open.source, isPrivate: true } }, licensed], noon);
    expect(await seen()).toEqual([]);
    expect(await store.forPublic().listFeeds()).toEqual([]);
    await store.syncFeeds([{ ...licensed, source: { ...licensed.source, isPrivate: false } }], noon);
    expect(await seen()).toEqual([4, 2]);
    const reader = await openReadStore(url);
    expect((await reader.readPage(pageOf())).items.map(({ id }) => id)).toEqual([4, 2]);
    expect((await reader.forEditors.readPage(pageOf())).items.map(({ id }) => id)).toEqual([4, 3, 2, 1]);
    expect((await reader.forEditors.readCounts()).entries).toBe(4);
    await reader.close();
  });

  test("a private source that left the configuration stays private, and no other command makes it public", async () => {
    await store.syncFeeds([open], noon);
    const elsewhere = specOf(licensed.url, { name: "Elsewhere" });
    await expect(store.addFeed(elsewhere, "added", noon)).rejects.toMatchObject({ code: "conflict" });
    const again = await store.addFeed(specOf(licensed.url, { name: licensed.source.name }), "added", noon);
    expect(again.source.isPrivate).toBe(true);
    const taken = specOf("https://open.example/2", { name: "Open", isPrivate: true });
    await expect(store.addFeed(taken, "added", noon)).rejects.toMatchObject({ code: "conflict" });
    expect((await store.forPublic().listFeeds()).map(({ feed }) => feed.url)).toEqual([open.url]);
    const page = { afterId: 0, limit: 10 };
    expect((await store.forPublic().listFeeds(page)).map(({ feed }) => feed.url)).toEqual([open.url]);
    expect(await store.listFeeds(page)).toHaveLength(2);
  });
});

const number = fc.integer({ min: 1, max: 9 });
const step = fc.record({
  kind: fc.constantFrom("decide" as const, "decide" as const, "revise" as const, "purge" as const),
  entry: number,
  copy: number,
  story: number,
  lead: number,
});

/** Everything that can be read from a store. */
async function readAll(from: ReadStore): Promise<object[]> {
  const whole: SectionFilter = pageOf().filter;
  const read: unknown[] = [
    await from.readEntries({ filter: whole, since: null, afterId: 0, limit: 99 }),
    await from.listFeeds(),
    await from.readArrivals(0, 99),
  ];
  for (const collapse of collapses) {
    for (const filter of [{}, { languages: ["en"] }, { sources: [licensed.source.name] }, { urgencyMax: 8 }]) {
      for (const sort of ["arrival", "published"] as const)
        read.push(await everyItem(from, { collapse, sort, filter }));
    }
  }
  for (let id = 1; id <= 9; id += 1) {
    read.push(
      await from.readEntry(id),
      await from.readRevisions(id),
      await from.readCopy(id),
      await from.readStory(id),
    );
    read.push(await from.readRulingsAbout(id));
  }
  return read as object[];
}

test("whatever the desk decides, nothing private is shown, nothing public is lost, and no time goes back", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 20 }), async (steps) => {
      await openNew();
      await fill(9);
      const decided = new Set<number>();
      const told = new Map<string, number>();
      for (const [at, { kind, entry, copy, story, lead }] of steps.entries()) {
        if (kind === "revise") await revise(entry, at);
        if (kind === "purge") await store.purge(noon + entry * 1_000, 1);
        if (kind === "decide") await decide(entry, copy, story, lead);
        if (kind === "decide" && (await store.readEntry(entry)) !== null) decided.add(entry);
        if (at === 2)
          await saveRulings(store, [{ kind: "together", level: "copy", entryA: 1, entryB: 2 }], marker, noon);
        for (const collapse of ["copy", "story"] as const) {
          for (const { id, significantAt } of await everyItem(store.forPublic(), { collapse })) {
            expect(significantAt).toBeGreaterThanOrEqual(told.get(`${collapse} ${id}`) ?? 0);
            told.set(`${collapse} ${id}`, significantAt);
          }
          // A purged entry is forgotten: the desk never refers to its id again.
          const read = (id: number) => (collapse === "copy" ? store.readCopy(id) : store.readStory(id));
          for (let id = 1; id <= 9; id += 1) if ((await read(id)) === null) told.delete(`${collapse} ${id}`);
        }
      }
      const text = JSON.stringify(await readAll(store.forPublic()));
      expect(text).not.toContain(marker);
      expect(text).not.toMatch(/"(with|entryId|entryA|entryB)":[2468]\b/);
      const alive = await Promise.all([...decided].map((id) => store.readEntry(id)));
      const wanted = alive.flatMap((entry) => (entry !== null && entry.id % 2 === 1 ? [entry.id] : [])).sort();
      for (const collapse of collapses) {
        const items = await everyItem(store.forPublic(), { collapse });
        expect(items.flatMap(({ carriers }) => carriers.map(({ entryId }) => entryId)).sort()).toEqual(wanted);
        const places = { filter: pageOf().filter, collapse, from: { at: 0, id: 0 }, limit: 99 };
        const newer = await store.forPublic().readPlaces({ ...places, direction: "newer" });
        expect(newer.map(({ id }) => id)).toEqual(items.map(({ id }) => id).reverse());
      }
      await store.close();
    }),
    { numRuns: runsOf(15) },
  );
});
