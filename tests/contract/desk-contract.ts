import { describe, expect, test } from "vitest";
import { makeEntry } from "../support/make-entry.ts";
import { deskState, noon, specOf, verdictOf } from "../support/store-fixtures.ts";
import { because, type OpenStore, useStore } from "./use-store.ts";

/** What the desk reads back, and the editors' word. */
export function describeDesk(open: OpenStore): void {
  describe("the desk's window and the editors' word", () => {
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

    test("readWindow() goes through decided entries by arrival and id, page by page", async () => {
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

    test("readExact() and readDecided() answer with decided entries alone", async () => {
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

    test("renameFeed() gives a feed its proper address, never another's", async () => {
      const one = await use.store.addFeed(specOf("https://a.example/#A"), "ingested", noon);
      await use.store.addFeed(specOf("https://b.example/feed"), "ingested", noon);
      await use.store.renameFeed(one.id, "https://a.example/feed");
      expect((await use.store.findFeed("https://a.example/feed"))?.id).toBe(one.id);
      await expect(use.store.renameFeed(one.id, "https://b.example/feed")).rejects.toThrow(/another feed's address/);
    });

    test("editors' words are kept in order", async () => {
      const together = { kind: "together", level: "copy", entryA: 1, entryB: 2 } as const;
      const pin = { kind: "pin", storyId: 3, pinned: true } as const;
      const first = await use.store.saveEditorRuling(together, "ana", noon);
      const second = await use.store.saveEditorRuling(pin, "ben", noon + 1);
      expect(first).toEqual({ id: first.id, ruling: together, by: "ana", at: noon, carriedOut: false });
      expect(await use.store.readEditorRulings(0)).toEqual([first, second]);
      await use.store.saveRegroup({ entries: [], leads: [], pins: [] }, deskState(), first.id);
      expect((await use.store.readEditorRulings(0)).map((record) => record.carriedOut)).toEqual([true, false]);
    });

    test("readWordsAbout() tells what was said of a story, of its entries and of what it took in, newest first", async () => {
      const [one = 0, two = 0, three = 0] = await addDecided(await addFeed(), [
        { guid: "a" },
        { guid: "b" },
        { guid: "c" },
      ]);
      const pin = await use.store.saveEditorRuling({ kind: "pin", storyId: two, pinned: true }, "ana", noon);
      const word = { kind: "together", level: "story", entryA: one, entryB: two } as const;
      const together = await use.store.saveEditorRuling(word, "ben", noon + 1);
      expect(await use.store.readWordsAbout(one)).toEqual([together]);
      expect(await use.store.readWordsAbout(two)).toEqual([together, pin]);
      expect(await use.store.readWordsAbout(three)).toEqual([]);
      await use.store.saveRegroup(
        { entries: [{ entryId: two, copyId: two, storyId: one, reasons: [] }], leads: [], pins: [] },
        deskState(),
      );
      expect(await use.store.readWordsAbout(one)).toEqual([together, pin]);
    });

    test("readArrivals() gives the newest arrivals of a time, with what their feeds claim", async () => {
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
