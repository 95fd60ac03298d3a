import { describe, expect, test } from "vitest";
import { parseQuery } from "../../src/domain/query/parse-query.ts";
import { makeEntry } from "../support/make-entry.ts";
import { deskState, fetchedOf, noon, verdictOf } from "../support/store-fixtures.ts";
import { type OpenStore, useStore } from "./use-store.ts";

/** What a purge removes, and what remains. */
export function describeRetention(open: OpenStore): void {
  describe("retention", () => {
    const use = useStore(open);
    const { addFeed, addEntries, addDecided, decide, listed } = use;

    test("purge() keeps identities, so that nothing old returns as news", async () => {
      const feedId = await addFeed();
      const [one = 0, two = 0] = await addDecided(feedId, [
        { guid: "http://n/1", title: "Volcano" },
        { guid: "urn:2" },
      ]);
      expect(await use.store.purge(noon + 1, 100)).toBe(1);
      expect(await use.store.readEntry(one)).toBeNull();
      expect(await use.store.readRevisions(one)).toEqual([]);
      expect(await use.store.readCopy(one)).toBeNull();
      expect(await use.store.readStory(one)).toBeNull();
      expect(await listed({})).toEqual([two]);
      expect(await listed({ query: parseQuery("volcano") })).toEqual([]);
      expect(await use.store.readCounts()).toMatchObject({ entries: 1, revisions: 1, copies: 1, stories: 1 });
      expect((await use.store.listFeeds())[0]?.entryCount).toBe(1);
      const known = await use.store.readKnown(feedId, [
        { guid: "http://n/1", guidKey: "?", urlKey: null },
        { guid: "https://n/1", guidKey: "n/1", urlKey: "n/1" },
        { guid: "?", guidKey: "?", urlKey: null },
      ]);
      expect(known).toMatchObject([{ id: one, purged: true, firstSeenAt: noon, guid: "http://n/1" }]);
      const healed = { guid: "urn:healed", guidKey: "urn:healed", urlKey: null };
      await use.store.saveFetched(fetchedOf(feedId, [{ kind: "unchanged", id: one, healed }]));
      expect(await use.store.readKnown(feedId, [healed])).toMatchObject([{ id: one, purged: true }]);
      expect((await addEntries(feedId, [makeEntry({ guid: "next" })]))[0]).toBeGreaterThan(two);
    });

    test("purge() keeps pinned stories, undecided entries, and groups with a younger member", async () => {
      const feedId = await addFeed();
      const [one = 0, two = 0, three = 0, four = 0] = await addDecided(feedId, [
        {},
        {},
        {},
        { firstSeenAt: noon + 9e8 },
      ]);
      const [open = 0] = await addEntries(feedId, [makeEntry({ guid: "open" })]);
      await decide([verdictOf(four, two, two, { leadEntryId: two })]);
      await use.store.saveRegroup({ entries: [], leads: [], pins: [{ storyId: one, pinned: true }] }, deskState());
      const asked = { before: [noon, noon + 8e8, noon + 1e9], since: noon + 1 };
      const figures = await use.store.readRetention(asked);
      expect(figures).toMatchObject({ entries: 5, due: [0, 2, 3], oldestStoredAt: noon, storedSince: 3 });
      expect(figures.bytes).toBeGreaterThan(10_000);
      expect(await use.store.purge(noon + 8e8, 1)).toBe(1);
      expect(await use.store.purge(noon + 8e8, 100)).toBe(1);
      expect(await use.store.readEntry(three)).toBeNull();
      expect(await use.store.readEntry(open)).not.toBeNull();
      expect((await use.store.readCopy(two))?.carriers.map(({ entryId }) => entryId)).toEqual([four]);
      expect((await use.store.readStory(one))?.pinned).toBe(true);
    });
  });
}
