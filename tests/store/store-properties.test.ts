import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { Collapse, WireItem } from "../../src/domain/section.ts";
import type { Store } from "../../src/domain/store.ts";
import type { Verdict } from "../../src/domain/verdict.ts";
import { openStore } from "../../src/store/open-store.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { makeEntry } from "../support/make-entry.ts";
import { runsOf } from "../support/runs-of.ts";
import { deskState, fetchedOf, noon, pageOf, specOf, verdictOf } from "../support/store-fixtures.ts";

const folder = makeFolder();
afterAll(() => removeFolder(folder));

const small = fc.integer({ min: 1, max: 9 });

/** The possible steps. Their numbers are taken modulo the number of entries or groups. */
type Step =
  | { readonly kind: "new"; readonly entries: readonly number[] }
  | { readonly kind: "revise"; readonly entry: number; readonly significant: boolean }
  | {
      readonly kind: "decide";
      readonly entry: number;
      readonly copy: number;
      readonly story: number;
      readonly lead: number;
    }
  | { readonly kind: "merge"; readonly entry: number; readonly from: number; readonly into: number }
  | { readonly kind: "mergeCopies"; readonly entry: number; readonly from: readonly number[]; readonly into: number }
  | {
      readonly kind: "regroup";
      readonly entry: number;
      readonly copy: number;
      readonly story: number;
      readonly pin: boolean;
    }
  | { readonly kind: "purge"; readonly before: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant("new" as const), entries: fc.array(small, { maxLength: 4 }) }),
  fc.record({ kind: fc.constant("revise" as const), entry: small, significant: fc.boolean() }),
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("decide" as const),
      entry: small,
      copy: small,
      story: small,
      lead: small,
    }),
  },
  fc.record({ kind: fc.constant("merge" as const), entry: small, from: small, into: small }),
  fc.record({
    kind: fc.constant("mergeCopies" as const),
    entry: small,
    from: fc.array(small, { maxLength: 3 }),
    into: small,
  }),
  fc.record({ kind: fc.constant("regroup" as const), entry: small, copy: small, story: small, pin: fc.boolean() }),
  fc.record({ kind: fc.constant("purge" as const), before: small }),
);

interface World {
  readonly store: Store;
  readonly feedId: number;
  readonly alive: Set<number>;
  readonly decided: Set<number>;
  /** Entries with significant revisions that the desk has not seen. */
  readonly news: Set<number>;
  now: number;
}

async function take(world: World, one: Step): Promise<void> {
  const { store, feedId } = world;
  world.now += 1000;
  switch (one.kind) {
    case "new": {
      const entries = one.entries.map((at) =>
        makeEntry({ guid: `g${at}`, firstSeenAt: noon + at * 1000, language: at % 2 === 0 ? "en" : "fr" }),
      );
      const saved = await store.saveFetched(
        fetchedOf(
          feedId,
          entries.map((entry) => ({ kind: "new", entry })),
        ),
      );
      for (const id of saved.newIds) world.alive.add(id);
      return;
    }
    case "revise": {
      const entry = makeEntry({ guid: `g${one.entry}`, title: `at ${world.now}`, language: "en" });
      const change = { kind: "revised", id: one.entry, entry, significant: one.significant } as const;
      const saved = await store.saveFetched(fetchedOf(feedId, [change], { now: world.now }));
      if (one.significant) world.news.add(one.entry);
      expect(saved.revisedIds).toEqual(world.alive.has(one.entry) ? [one.entry] : []);
      return;
    }
    case "decide":
      return decide(world, verdictOf(one.entry, one.copy, one.story, { leadEntryId: one.lead }));
    case "merge":
      return decide(
        world,
        verdictOf(one.entry, one.entry, one.into, { storyMerges: [{ from: one.from, into: one.into, reasons: [] }] }),
      );
    case "mergeCopies": {
      const copyMerges = one.from.map((from, at) => ({ from, into: one.from[at + 1] ?? one.into, reasons: [] }));
      return decide(world, verdictOf(one.entry, one.into, one.into, { copyMerges }));
    }
    case "regroup": {
      const entries = [{ entryId: one.entry, copyId: one.copy, storyId: one.story, reasons: [] }];
      await store.saveRegroup(
        { entries, leads: [{ copyId: one.copy, leadEntryId: one.entry }], pins: [] },
        deskState(),
      );
      if (world.alive.has(one.entry)) world.decided.add(one.entry);
      return;
    }
    case "purge": {
      await store.purge(noon + one.before * 1000, 3);
      for (const id of [...world.alive]) if ((await store.readEntry(id)) === null) forget(world, id);
    }
  }
}

async function decide(world: World, verdict: Verdict): Promise<void> {
  await world.store.saveVerdicts([verdict], deskState());
  if (world.alive.has(verdict.entryId)) world.decided.add(verdict.entryId);
}

function forget(world: World, id: number): void {
  world.alive.delete(id);
  world.decided.delete(id);
}

async function everyItem(store: Store, collapse: Collapse, languages: readonly string[] = []) {
  const items = [];
  for (let after = null, more = true; more; ) {
    const page = await store.readPage(pageOf({ collapse, limit: 2, after, filter: { languages } }));
    items.push(...page.items);
    after = page.next;
    more = after !== null;
  }
  return items;
}

/** The age of each group as shown to a reader. */
async function timesOf(store: Store, collapse: Collapse): Promise<ReadonlyMap<number, Times>> {
  const { items } = await store.readPage(pageOf({ collapse, limit: 50 }));
  return new Map(items.map((item) => [item.id, item]));
}

type Times = Pick<WireItem, "arrivedAt" | "significantAt">;

/**
 * Takes a step. A group that exists before and after it never becomes older. A copy becomes newer only when the desk
 * decides on a significantly revised entry. A story also becomes newer when a text joins it.
 */
async function takeWatched(world: World, one: Step): Promise<void> {
  const before = { copy: await timesOf(world.store, "copy"), story: await timesOf(world.store, "story") };
  const isNews = "entry" in one && one.kind !== "revise" && world.news.has(one.entry);
  await take(world, one);
  for (const collapse of ["copy", "story"] as const) {
    for (const [id, { arrivedAt, significantAt }] of await timesOf(world.store, collapse)) {
      const old = before[collapse].get(id) ?? { arrivedAt, significantAt };
      expect(arrivedAt).toBeLessThanOrEqual(old.arrivedAt);
      if (isNews || collapse === "story") expect(significantAt).toBeGreaterThanOrEqual(old.significantAt);
      else expect(significantAt).toBe(old.significantAt);
    }
  }
  if ("entry" in one && one.kind !== "revise") world.news.delete(one.entry);
}

async function check({ store, alive, decided }: World): Promise<void> {
  const ascending = (ids: Iterable<number>) => [...ids].sort((a, b) => a - b);
  const copies = await everyItem(store, "copy");
  const stories = await everyItem(store, "story");
  const entries = await everyItem(store, "none");
  for (const items of [copies, stories, entries]) {
    const carried = items.flatMap((item) => item.carriers.map((carrier) => carrier.entryId));
    expect(ascending(carried)).toEqual(ascending(decided));
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    expect(items.map(({ arrivedAt }) => arrivedAt)).toEqual(
      items.map(({ arrivedAt }) => arrivedAt).sort((a, b) => b - a),
    );
    for (const item of items) {
      expect(item.carriers[0]?.entryId).toBe(item.lead.id);
      // A group that lost its oldest carrier (purged or moved) keeps its place, because nothing new has arrived.
      expect(item.arrivedAt).toBeLessThanOrEqual(Math.min(...item.carriers.map(({ firstSeenAt }) => firstSeenAt)));
      expect(item.significantAt).toBeGreaterThanOrEqual(item.arrivedAt);
    }
  }
  for (const collapse of ["copy", "story"] as const) {
    // Under a filter the place of a group is the arrival of its earliest match, which may be later than the group's
    // own.
    const filtered = await everyItem(store, collapse, ["en", "fr"]);
    const all = collapse === "copy" ? copies : stories;
    expect(ascending(filtered.map(({ id }) => id))).toEqual(ascending(all.map(({ id }) => id)));
    for (const item of filtered) {
      expect(item.arrivedAt).toBe(Math.min(...item.carriers.map(({ firstSeenAt }) => firstSeenAt)));
    }
  }
  expect(stories.reduce((sum, { copyCount }) => sum + copyCount, 0)).toBe(copies.length);
  for (const story of stories) {
    const detail = await store.readStory(story.id);
    expect(detail?.copies.map(({ storyId }) => storyId)).toEqual(
      Array.from({ length: story.copyCount }, () => story.id),
    );
    expect(detail?.entries.map(({ id }) => id)).toHaveLength(story.carriers.length);
  }
  const revisions = await Promise.all([...alive].map((id) => store.readRevisions(id)));
  expect(await store.readCounts()).toMatchObject({
    entries: alive.size,
    copies: copies.length,
    stories: stories.length,
    revisions: revisions.flat().length,
  });
  for (let id = 1; id <= 9; id += 1) {
    const copy = await store.readCopy(id);
    if (copy !== null) expect(copies.map((item) => item.id)).toContain(copy.id);
    const story = await store.readStory(id);
    if (story !== null) expect(stories.map((item) => item.id)).toContain(story.id);
  }
}

test("after any steps, every decided entry is in one copy and one story, leads are members, and the counts agree", async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 25 }), async (steps) => {
      runs += 1;
      const store = await openStore(`sqlite:${join(folder, `${runs}.db`)}`, { now: noon });
      const feed = await store.addFeed(specOf("https://a.example/"), "added", noon);
      const world: World = {
        store,
        feedId: feed.id,
        alive: new Set(),
        decided: new Set(),
        news: new Set(),
        now: noon + 10_000,
      };
      for (const one of [{ kind: "new", entries: [1, 2, 3, 4, 5, 6, 7] } as const, ...steps])
        await takeWatched(world, one);
      await check(world);
      await store.close();
    }),
    { numRuns: runsOf(60) },
  );
});
