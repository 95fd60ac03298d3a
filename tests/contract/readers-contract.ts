import { describe, expect, test } from "vitest";
import { makeEntry } from "../support/make-entry.ts";
import { fetchedOf, noon, outcomeOf, pageOf, verdictOf } from "../support/store-fixtures.ts";
import { type OpenStore, useStore } from "./use-store.ts";

/** Second connections. */
export function describeReaders(open: OpenStore): void {
  describe("readers", () => {
    const use = useStore(open);
    const { addFeed, addEntries, decide } = use;

    test("the change mark moves with changes that a second connection sees, and not with a routine poll", async () => {
      const feedId = await addFeed();
      const reader = await use.opened.openReader();
      const mark = () => reader.readChangeMark();
      const before = await mark();
      await use.store.savePoll(feedId, outcomeOf());
      await use.store.claimFeeds({
        owner: "a",
        now: noon,
        leaseUntil: noon + 1,
        limit: 1,
        dueOnly: false,
        exceptFeedIds: [],
      });
      await use.store.saveFetched(fetchedOf(feedId, [], { poll: outcomeOf() }));
      expect(await mark()).toBe(before);
      const [id = 0] = await addEntries(feedId, [makeEntry()]);
      const saved = await mark();
      expect(saved).toBeGreaterThan(before);
      await decide([verdictOf(id, 1, 1)]);
      expect(await mark()).toBeGreaterThan(saved);
      expect((await reader.readPage(pageOf())).items.map((item) => item.lead.id)).toEqual([id]);
      await reader.close();
    });

    test("two writers share one store", async () => {
      const other = await use.opened.openWriter();
      const feedId = await addFeed();
      await other.saveFetched(fetchedOf(feedId, [{ kind: "new", entry: makeEntry() }]));
      expect(await addEntries(feedId, [makeEntry({ guid: "two" })])).toHaveLength(1);
      expect((await other.readCounts()).entries).toBe(2);
      await other.close();
    });

    test("a new store has a base for ids that stays the same", async () => {
      const base = await use.store.readIdBase();
      expect(base).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      await use.store.keepIdBase("https://wire.example");
      expect(await use.store.readIdBase()).toBe(base);
    });
  });
}
