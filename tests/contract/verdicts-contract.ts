import { describe, expect, test } from "vitest";
import { makeEntry } from "../support/make-entry.ts";
import { deskState, fetchedOf, noon, pageOf, verdictOf } from "../support/store-fixtures.ts";
import { because, daily, type OpenStore, useStore, wire } from "./use-store.ts";

/** What verdicts make of entries, copies and stories. */
export function describeVerdicts(open: OpenStore): void {
  describe("verdicts", () => {
    const use = useStore(open);
    const { addFeed, addEntries, addDecided, decide, listed } = use;

    test("entries wait for a decision by arrival and id, revised ones with their membership", async () => {
      const feedId = await addFeed();
      const [late = 0, early = 0, same = 0] = await addEntries(feedId, [
        makeEntry({ guid: "a", firstSeenAt: noon + 1 }),
        makeEntry({ guid: "b", firstSeenAt: noon }),
        makeEntry({ guid: "c", firstSeenAt: noon }),
      ]);
      const pending = await use.store.readPending(10);
      expect(pending.map(({ item, membership }) => [item.id, membership])).toEqual([
        [early, null],
        [same, null],
        [late, null],
      ]);
      expect(await use.store.readPending(1)).toHaveLength(1);
      await decide([verdictOf(early, 7, 8), verdictOf(same, 9, 8)]);
      await use.store.saveFetched(
        fetchedOf(feedId, [
          { kind: "revised", id: early, entry: makeEntry({ guid: "b", title: "New" }), significant: true },
        ]),
      );
      expect(
        (await use.store.readPending(10)).map(({ item, membership }) => [item.id, item.title, membership]),
      ).toEqual([
        [early, "New", { copyId: 7, storyId: 8 }],
        [late, "Report a", null],
      ]);
    });

    test("an entry that is revised while the desk decides stays pending", async () => {
      const feedId = await addFeed();
      const [id = 0] = await addEntries(feedId, [makeEntry()]);
      await use.store.readPending(10);
      const change = { kind: "revised", id, entry: makeEntry({ title: "Newer" }), significant: true } as const;
      await use.store.saveFetched(fetchedOf(feedId, [change]));
      await decide([verdictOf(id, 1, 1)]);
      const pending = await use.store.readPending(10);
      expect(pending).toMatchObject([{ item: { title: "Newer" }, membership: { copyId: 1, storyId: 1 } }]);
      await decide([verdictOf(id, 1, 1)]);
      expect(await use.store.readPending(10)).toEqual([]);
    });

    test("arrivals give the time of an entry's first decision, and keep it through later decisions", async () => {
      const feedId = await addFeed();
      const [id = 0, other = 0] = await addEntries(feedId, [
        makeEntry({ guid: "a", firstSeenAt: noon, publishedAt: noon - 60_000 }),
        makeEntry({ guid: "b", firstSeenAt: noon - 1, publishedAt: noon - 1 }),
      ]);
      expect(await use.store.readArrivals(0, 10)).toEqual([]);
      await use.store.saveVerdicts([verdictOf(id, 1, 1)], deskState(), noon + 500);
      await use.store.saveVerdicts([verdictOf(id, 1, 2), verdictOf(other, 3, 3)], deskState());
      await use.store.saveRegroup(
        { entries: [{ entryId: id, copyId: 1, storyId: 3, reasons: [] }], leads: [], pins: [] },
        deskState(),
      );
      expect(await use.store.readArrivals(0, 10)).toEqual([
        { feedId, firstSeenAt: noon, publishedAt: noon - 60_000, decidedAt: noon + 500 },
        { feedId, firstSeenAt: noon - 1, publishedAt: noon - 1, decidedAt: null },
      ]);
      expect(await use.store.readArrivals(noon, 10)).toHaveLength(1);
    });

    test("an entry is not in lists until the desk has decided on it", async () => {
      const feedId = await addFeed();
      const [id = 0] = await addEntries(feedId, [makeEntry()]);
      for (const collapse of ["copy", "story", "none"] as const) {
        expect(await listed({}, { collapse })).toEqual([]);
        expect(await listed({ feedId }, { collapse })).toEqual([]);
      }
      await decide([verdictOf(id, 5, 6)]);
      expect(await listed({})).toEqual([5]);
      expect(await listed({ feedId }, { collapse: "story" })).toEqual([6]);
      expect(await listed({}, { collapse: "none" })).toEqual([id]);
      expect(await use.store.readCounts()).toMatchObject({ copies: 1, stories: 1, pending: 0 });
    });

    test("verdicts make copies with their carriers, lead first, and keep the reasons", async () => {
      const [a, b] = [await addFeed(wire), await addFeed(daily)];
      const [reprint = 0] = await addEntries(b, [makeEntry({ guid: "r" })]);
      const [own = 0] = await addEntries(a, [makeEntry({ guid: "o", firstSeenAt: noon + 1000 })]);
      await decide([verdictOf(reprint, 1, 1)]);
      await decide([verdictOf(own, 1, 1, { leadEntryId: own, reasons: [because] })]);
      const item = await use.store.readCopy(1);
      expect(item?.lead.id).toBe(own);
      expect(item?.carriers.map(({ entryId, source }) => [entryId, source.name])).toEqual([
        [own, "wire.example"],
        [reprint, "daily.example"],
      ]);
      expect(item).toMatchObject({ arrivedAt: noon, significantAt: noon, copyCount: 1, storyId: 1 });
      const text = "Same headline and text as daily.example 12:00.";
      const told = { code: "same-text", text, score: 0.98, with: 1, times: [noon] };
      expect((await use.store.readEntry(own))?.reasons).toEqual([told]);
    });

    test("a revised lead and a joining update are news of the copy; a new carrier and a minor change are not", async () => {
      const feedId = await addFeed();
      const [lead = 0, carrier = 0] = await addEntries(feedId, [
        makeEntry({ guid: "1" }),
        makeEntry({ guid: "2", firstSeenAt: noon + 10 }),
      ]);
      await decide([verdictOf(lead, 1, 1), verdictOf(carrier, 1, 1, { leadEntryId: lead })]);
      const significantAt = async () => (await use.store.readCopy(1))?.significantAt;
      const revise = async (id: number, guid: string, now: number, significant: boolean) => {
        const change = { kind: "revised", id, entry: makeEntry({ guid, title: `at ${now}` }), significant } as const;
        await use.store.saveFetched(fetchedOf(feedId, [change], { now }));
        await decide([verdictOf(id, 1, 1, { leadEntryId: lead })]);
      };
      expect(await significantAt()).toBe(noon);
      await revise(carrier, "2", noon + 20, true);
      await revise(lead, "1", noon + 30, false);
      expect(await significantAt()).toBe(noon);
      await revise(lead, "1", noon + 40, true);
      expect(await significantAt()).toBe(noon + 40);
      const [update = 0] = await addEntries(feedId, [
        makeEntry({
          guid: "3",
          firstSeenAt: noon + 50,
          cue: { kind: "correction", number: null, raw: "CORRECTED-" },
        }),
      ]);
      await decide([verdictOf(update, 1, 1, { leadEntryId: lead })]);
      expect(await significantAt()).toBe(noon + 50);
      expect((await use.store.readStory(1))?.copies[0]?.arrivedAt).toBe(noon);
    });

    test("merged stories are one story; the old id leads to it, over several merges", async () => {
      const ids = await addDecided(await addFeed(), [{}, {}, {}]);
      const [one = 0, two = 0, three = 0] = ids;
      const merge = (from: number, into: number) => ({ from, into, reasons: [because] });
      await decide([verdictOf(two, two, two, { storyMerges: [merge(one, two)] })]);
      await decide([verdictOf(three, three, three, { storyMerges: [merge(two, three)], reasons: [because] })]);
      for (const id of ids) {
        const story = await use.store.readStory(id);
        expect(story?.id).toBe(three);
        expect(story?.copies.map((copy) => copy.id)).toEqual([one, two, three]);
        expect(story?.entries.map((entry) => entry.storyId)).toEqual([three, three, three]);
      }
      expect(await listed({}, { collapse: "story" })).toEqual([three]);
      expect(await use.store.readCounts()).toMatchObject({ copies: 3, stories: 1 });
      for (const id of [two, three])
        expect((await use.store.readEntry(id))?.reasons).toMatchObject([{ code: because.code, with: 1 }]);
      const [item] = (await use.store.readPage(pageOf({ collapse: "story" }))).items;
      expect(item).toMatchObject({ copyCount: 3, lead: { id: one }, arrivedAt: noon });
    });

    test("merged copies are one item with all carriers, and keep the place, the times and the id of the remaining one; the old ids lead to it", async () => {
      const ids = await addDecided(await addFeed(), [{}, {}, {}, {}]);
      const [one = 0, two = 0, three = 0, proof = 0] = ids;
      const before = await use.store.readCopy(one);
      const merge = (from: number, into: number) => ({ from, into, reasons: [{ ...because, code: "copy-merge" }] });
      // The copy in the middle is stored first: references to it must follow on to the last copy.
      await decide([
        verdictOf(two, two, two, { copyMerges: [merge(three, two)] }),
        verdictOf(proof, one, one, { leadEntryId: one, reasons: [because], copyMerges: [merge(two, one)] }),
      ]);
      for (const id of ids) expect((await use.store.readCopy(id))?.id).toBe(one);
      expect((await use.store.readCopy(one))?.carriers.map(({ entryId }) => entryId)).toEqual(ids);
      expect(await use.store.readCopy(one)).toMatchObject({
        lead: { id: one },
        arrivedAt: before?.arrivedAt,
        significantAt: before?.significantAt,
      });
      for (const id of ids) expect((await use.store.readStory(id))?.id).toBe(one);
      expect(await listed({})).toEqual([one]);
      expect(await listed({}, { collapse: "story" })).toEqual([one]);
      expect(await use.store.readCounts()).toMatchObject({ copies: 1, stories: 1 });
      const codes = async (id: number) => (await use.store.readEntry(id))?.reasons.map(({ code }) => code);
      expect(await codes(three)).toEqual(["copy-merge", "copy-merge"]);
      expect(await codes(proof)).toEqual([because.code, "copy-merge"]);
      expect(await codes(one)).toEqual([]);
    });

    test("a story with other copies stays when one of its copies merges into another story", async () => {
      const [one = 0, two = 0, three = 0, proof = 0] = await addDecided(await addFeed(), [{}, {}, {}, {}]);
      await decide([verdictOf(three, three, two)]);
      await decide([verdictOf(proof, one, one, { copyMerges: [{ from: two, into: one, reasons: [] }] })]);
      expect((await use.store.readStory(one))?.copies.map(({ id }) => id)).toEqual([one]);
      expect((await use.store.readStory(two))?.copies.map(({ id }) => id)).toEqual([three]);
      expect((await use.store.readEntry(two))?.storyId).toBe(one);
    });

    test("an entry that is decided again moves; the groups that it left empty lead to its new groups", async () => {
      const [one = 0, two = 0] = await addDecided(await addFeed(), [{}, {}]);
      await decide([verdictOf(one, two, two, { leadEntryId: two, reasons: [because] })]);
      expect((await use.store.readCopy(one))?.id).toBe(two);
      expect((await use.store.readStory(one))?.id).toBe(two);
      expect((await use.store.readCopy(two))?.carriers.map(({ entryId }) => entryId)).toEqual([two, one]);
      expect(await listed({})).toEqual([two]);
      expect(await use.store.readCounts()).toMatchObject({ copies: 1, stories: 1 });
      await decide([verdictOf(one, one, one)]);
      expect((await use.store.readCopy(one))?.id).toBe(one);
      expect(await use.store.readCounts()).toMatchObject({ copies: 2, stories: 2 });
    });

    test("a copy moves to another story with all its carriers, and a lead that left is replaced", async () => {
      const [one = 0, two = 0, three = 0] = await addDecided(await addFeed(), [{}, {}, {}]);
      await decide([verdictOf(two, one, one, { leadEntryId: two })]);
      await decide([verdictOf(two, one, three, { leadEntryId: two })]);
      expect((await use.store.readEntry(one))?.storyId).toBe(three);
      await decide([verdictOf(two, two, three)]);
      expect((await use.store.readCopy(one))?.lead.id).toBe(one);
    });

    test("a verdict names the new lead of the copy that its entry left", async () => {
      const [one = 0, two = 0, three = 0] = await addDecided(await addFeed(), [{}, {}, {}]);
      await decide([two, three].map((id) => verdictOf(id, one, one, { leadEntryId: one })));
      await decide([verdictOf(one, 90, 90, { leftCopy: { copyId: one, leadEntryId: three } })]);
      expect((await use.store.readCopy(90))?.lead.id).toBe(one);
      expect((await use.store.readCopy(one))?.carriers.map(({ entryId }) => entryId)).toEqual([three, two]);
    });
  });
}
