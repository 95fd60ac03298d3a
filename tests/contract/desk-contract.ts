import { describe, expect, test } from "vitest";
import { makeEntry } from "../support/make-entry.ts";
import { askRulings, deskState, fetchedOf, noon, saveRulings, specOf, verdictOf } from "../support/store-fixtures.ts";
import { because, type OpenStore, useStore } from "./use-store.ts";

/** What the desk reads back, and editors' rulings. */
export function describeDesk(open: OpenStore): void {
  describe("the desk's window and editors' rulings", () => {
    const use = useStore(open);
    const { addFeed, addEntries, addDecided, decide, listed } = use;

    test("saveRegroup() splits, sets leads and pins; pins survive a merge", async () => {
      const [one = 0, two = 0] = await addDecided(await addFeed(), [{}, {}]);
      await decide([verdictOf(two, one, one, { leadEntryId: one })]);
      await use.store.saveRegroup(
        {
          entries: [{ entryId: two, copyId: 90, storyId: 91, reasons: [because] }],
          leads: [{ copyId: 90, leadEntryId: two }],
          pins: [{ storyId: 91, pinned: true }],
        },
        deskState({ nextCopyId: 92, nextStoryId: 93 }),
      );
      expect(await listed({})).toEqual([90, one]);
      expect((await use.store.readStory(91))?.pinned).toBe(true);
      expect(await use.store.readDeskState()).toEqual({ nextCopyId: 92, nextStoryId: 93, statistics: null });
      await decide([verdictOf(one, one, one, { storyMerges: [{ from: 91, into: one, reasons: [] }] })]);
      expect((await use.store.readStory(91))?.pinned).toBe(true);
    });

    test("the desk's counters never go back and its statistics stay", async () => {
      expect(await use.store.readDeskState()).toEqual({ nextCopyId: 1, nextStoryId: 1, statistics: null });
      await use.store.saveVerdicts([], { nextCopyId: 5, nextStoryId: 6, statistics: new Uint8Array([1, 2]) });
      await use.store.saveVerdicts([], { nextCopyId: 4, nextStoryId: 7, statistics: null });
      const state = await use.store.readDeskState();
      expect([state.nextCopyId, state.nextStoryId, [...(state.statistics ?? [])]]).toEqual([5, 7, [1, 2]]);
    });

    test("readWindow() returns decided entries by arrival and id, page by page", async () => {
      const feedId = await addFeed();
      const ids = await addDecided(feedId, [{}, {}, { firstSeenAt: noon }, {}]);
      await addEntries(feedId, [makeEntry({ guid: "undecided" })]);
      const window = { from: noon, to: noon + 60_000, limit: 2 };
      const first = await use.store.readWindow({ ...window, after: null });
      expect(first.map(({ item }) => item.id)).toEqual([ids[0], ids[2]]);
      const rest = await use.store.readWindow({ ...window, after: { at: noon, id: ids[2] ?? 0 } });
      expect(rest).toMatchObject([{ item: { id: ids[1] }, membership: { copyId: ids[1] }, leadEntryId: ids[1] }]);
      expect(await use.store.readWindow({ ...window, from: noon + 1, to: noon + 2, after: null })).toEqual([]);
    });

    test("readWindowFacts() returns what readWindow() does, with empty texts and the present revision", async () => {
      const feedId = await addFeed();
      const [one = 0] = await addDecided(feedId, [{}, {}, {}]);
      const entry = makeEntry({ guid: "told again", title: "Told again" });
      await use.store.saveFetched(fetchedOf(feedId, [{ kind: "revised", id: one, entry, significant: true }]));
      const window = { from: 0, to: noon * 2, after: null, limit: 2 };
      const rows = await use.store.readWindow(window);
      const emptied = rows.map((row) => ({ ...row, item: { ...row.item, title: "", headline: "", text: "" } }));
      const revisions = rows.map(({ item }) => (item.id === one ? 2 : 1));
      expect(await use.store.readWindowFacts(window)).toEqual(
        emptied.map((row, at) => ({ ...row, revision: revisions[at] })),
      );
    });

    test("readPlaced() returns the groups of decided entries", async () => {
      const [one = 0, two = 0] = await addDecided(await addFeed(), [{}, {}]);
      await decide([verdictOf(two, two, one)]);
      const places = await use.store.readPlaced([two, one, 99]);
      expect(places).toEqual([
        { entryId: two, copyId: two, storyId: one },
        { entryId: one, copyId: one, storyId: one },
      ]);
    });

    test("readExact() and readDecided() return only decided entries", async () => {
      const feedId = await addFeed();
      const [one = 0, two = 0] = await addDecided(feedId, [
        { urlKey: "u/1", textKey: "t1" },
        { urlKey: "u/2", textKey: "t1" },
      ]);
      const [open = 0] = await addEntries(feedId, [makeEntry({ guid: "x", urlKey: "u/1", textKey: "t1" })]);
      const exact = (urlKeys: string[], textKeys: string[]) => use.store.readExact({ urlKeys, textKeys });
      expect((await exact(["u/1"], [])).map(({ item }) => item.id)).toEqual([one]);
      expect((await exact(["u/1"], ["t1"])).map(({ item }) => item.id)).toEqual([one, two]);
      expect(await exact(["?"], ["?"])).toEqual([]);
      expect((await use.store.readDecided([two, open, one, 99])).map(({ item }) => item.id)).toEqual([two, one]);
    });

    test("renameFeed() gives a feed its own address, never another feed's", async () => {
      const one = await use.store.addFeed(specOf("https://a.example/#A"), "ingested", noon);
      await use.store.addFeed(specOf("https://b.example/feed"), "ingested", noon);
      await use.store.renameFeed(one.id, "https://a.example/feed");
      expect((await use.store.findFeed("https://a.example/feed"))?.id).toBe(one.id);
      await expect(use.store.renameFeed(one.id, "https://b.example/feed")).rejects.toThrow(/address of another feed/);
    });

    test("editors' rulings are stored in order, and their command is answered in the transaction that regroups", async () => {
      const together = { kind: "together", level: "copy", entryA: 1, entryB: 2 } as const;
      const apart = { kind: "apart", level: "story", entryA: 3, entryB: 4 } as const;
      await saveRulings(use.store, [together], "ana", noon);
      const id = await askRulings(use.store, [apart, together], "ben", noon + 1);
      expect(await use.store.readEditorRulings()).toHaveLength(1);
      const ruled = { rulings: [apart, together], by: "ben", askedAt: noon + 1, command: { id, answeredAt: noon + 2 } };
      await use.store.saveRegroup({ entries: [], leads: [], pins: [] }, deskState(), ruled);
      expect(await use.store.readEditorRulings()).toEqual([
        { ruling: together, by: "ana", at: noon, carriedOut: true },
        { ruling: apart, by: "ben", at: noon + 1, carriedOut: true },
        { ruling: together, by: "ben", at: noon + 1, carriedOut: true },
      ]);
      expect(await use.store.readCommandAnswer(id)).toEqual({ kind: "done", result: null });
    });

    test("a decision that fails half-way has no effect: no ruling, no regrouping, no answer", async () => {
      const [one = 0, two = 0] = await addDecided(await addFeed(), [{}, {}]);
      const rulings = [
        { kind: "together", level: "story", entryA: one, entryB: two },
        { kind: "pin", storyId: 99, pinned: true },
      ] as const;
      const id = await askRulings(use.store, rulings);
      const regroup = {
        entries: [{ entryId: two, copyId: two, storyId: one, reasons: [] }],
        leads: [],
        pins: [{ storyId: 99, pinned: true }],
      };
      const ruled = { rulings, by: "ana", askedAt: noon, command: { id, answeredAt: noon } };
      await expect(use.store.saveRegroup(regroup, deskState(), ruled)).rejects.toMatchObject({ code: "not-found" });
      expect(await use.store.readEditorRulings()).toEqual([]);
      expect((await use.store.readEntry(two))?.storyId).toBe(two);
      expect(await use.store.readCommandAnswer(id)).toBeNull();
    });

    test("a decision that another desk has answered meanwhile is not carried out again", async () => {
      const rulings = [{ kind: "apart", level: "copy", entryA: 1, entryB: 2 }] as const;
      const id = await askRulings(use.store, rulings);
      const ruled = { rulings, by: "ana", askedAt: noon, command: { id, answeredAt: noon } };
      const carryOut = () => use.store.saveRegroup({ entries: [], leads: [], pins: [] }, deskState(), ruled);
      await carryOut();
      await expect(carryOut()).rejects.toMatchObject({ code: "conflict" });
      expect(await use.store.readEditorRulings()).toHaveLength(1);
    });

    test("a desk whose lease went to another writes nothing: no verdict, no regrouping, no refusal", async () => {
      const [one = 0] = await addEntries(await addFeed(), [makeEntry({})]);
      const fence = await use.store.takeDesk("one", noon, noon + 1_000);
      await use.store.takeDesk("two", noon + 2_000, noon + 3_000);
      const id = await askRulings(use.store, [{ kind: "apart", level: "copy", entryA: 1, entryB: 2 }]);
      const empty = { entries: [], leads: [], pins: [] };
      const ruled = { rulings: [], by: "ana", askedAt: noon, command: { id, answeredAt: noon } };
      const refused = { kind: "refused", code: null, message: "no" } as const;
      const state = deskState({ nextCopyId: 50 });
      for (const write of [
        () => use.store.saveVerdicts([verdictOf(one, one, one)], state, noon, fence),
        () => use.store.saveRegroup(empty, state, ruled, fence),
        () => use.store.refuseCommand(id, refused, noon, fence),
      ])
        await expect(write()).rejects.toMatchObject({ code: "store-locked", message: expect.stringContaining("two") });
      expect((await use.store.readEntry(one))?.copyId).toBeNull();
      expect((await use.store.readDeskState()).nextCopyId).toBe(1);
      expect(await use.store.readCommandAnswer(id)).toBeNull();
    });

    test("readRulingsNaming() tells what was ruled on pairs with an entry, in the order in which it was ruled", async () => {
      const apart = { kind: "apart", level: "story", entryA: 1, entryB: 2 } as const;
      const together = { kind: "together", level: "copy", entryA: 2, entryB: 3 } as const;
      await saveRulings(use.store, [apart, { kind: "pin", storyId: 2, pinned: true }]).catch(() => undefined);
      await saveRulings(use.store, [together, apart]);
      const naming = async (id: number) => (await use.store.readRulingsNaming([id])).map(({ ruling }) => ruling);
      expect(await naming(3)).toEqual([together]);
      expect((await naming(2)).slice(-2)).toEqual([together, apart]);
      expect(await naming(4)).toEqual([]);
      const [record] = await use.store.readRulingsNaming([3]);
      expect(record).toMatchObject({ by: expect.any(String), at: expect.any(Number), carriedOut: true });
    });

    test("readRulingsAbout() tells of a story, of its entries and of what it took in, what waits before what is done", async () => {
      const [one = 0, two = 0, three = 0] = await addDecided(await addFeed(), [
        { guid: "a" },
        { guid: "b" },
        { guid: "c" },
      ]);
      const pin = { kind: "pin", storyId: two, pinned: true } as const;
      const together = { kind: "together", level: "story", entryA: one, entryB: two } as const;
      const [pinned, joined] = [
        { ruling: pin, by: "ana", at: noon, carriedOut: true },
        { ruling: together, by: "ben", at: noon + 1, carriedOut: true },
      ];
      await saveRulings(use.store, [pin], "ana", noon);
      await saveRulings(use.store, [together], "ben", noon + 1);
      expect(await use.store.readRulingsAbout(one)).toEqual([joined]);
      expect(await use.store.readRulingsAbout(two)).toEqual([joined, pinned]);
      expect(await use.store.readRulingsAbout(three)).toEqual([]);
      await use.store.saveRegroup(
        { entries: [{ entryId: two, copyId: two, storyId: one, reasons: [] }], leads: [], pins: [] },
        deskState(),
      );
      expect(await use.store.readRulingsAbout(one)).toEqual([joined, pinned]);
      const apart = { kind: "apart", level: "story", entryA: three, entryB: two } as const;
      await askRulings(use.store, [apart], "eve", noon + 2);
      const waiting = { ruling: apart, by: "eve", at: noon + 2, carriedOut: false };
      expect(await use.store.readRulingsAbout(one)).toEqual([waiting, joined, pinned]);
      expect(await use.store.readRulingsAbout(three)).toEqual([waiting]);
    });

    test("readArrivals() returns the newest arrivals of a period, with the times that their feeds claim", async () => {
      const feedId = await addFeed();
      await addDecided(feedId, [
        { guid: "a", firstSeenAt: noon - 1 },
        { guid: "b", firstSeenAt: noon, publishedAt: noon - 500 },
        { guid: "c", firstSeenAt: noon + 1 },
      ]);
      const arrivals = await use.store.readArrivals(noon, 10);
      expect(arrivals.map(({ firstSeenAt }) => firstSeenAt)).toEqual([noon + 1, noon]);
      expect(arrivals[1]).toMatchObject({ feedId, firstSeenAt: noon, publishedAt: noon - 500 });
      expect(await use.store.readArrivals(noon, 1)).toHaveLength(1);
    });
  });
}
