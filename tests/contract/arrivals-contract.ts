import { describe, expect, test } from "vitest";
import { hourMs } from "../../src/domain/time.ts";
import { makeEntry } from "../support/make-entry.ts";
import { deskState, fetchedOf, noon, pageOf, verdictOf } from "../support/store-fixtures.ts";
import { daily, type OpenStore, useStore, wire } from "./use-store.ts";

/** When an entry arrives, if several processes save at the same time. */
export function describeArrivals(open: OpenStore): void {
  describe("arrivals", () => {
    const use = useStore(open);

    async function save(feedId: number, now: number, partial: Parameters<typeof makeEntry>[0] = {}): Promise<number> {
      const entry = makeEntry({ guid: `${feedId}/${now}`, firstSeenAt: now, publishedAt: now - hourMs, ...partial });
      const { newIds } = await use.store.saveFetched(fetchedOf(feedId, [{ kind: "new", entry }], { now }));
      return newIds[0] ?? 0;
    }

    async function decideAll(): Promise<void> {
      const pending = await use.store.readPending(10);
      const verdicts = pending.map(({ item }) => verdictOf(item.id, item.id, item.id));
      await use.store.saveVerdicts(verdicts, deskState({ nextCopyId: 100, nextStoryId: 100 }), noon);
    }

    test("an entry whose document was fetched earlier and saved later never lands behind a place that was read", async () => {
      const [slow, quick] = [await use.addFeed(wire), await use.addFeed(daily)];
      const first = await save(quick, noon + 1000);
      await decideAll();
      const read = await use.store.readPage(pageOf());
      const at = { at: read.items[0]?.arrivedAt ?? 0, id: read.items[0]?.id ?? 0 };
      // This document was fetched a second before the other one, and its writer is only now ready.
      const late = await save(slow, noon, { publishedAt: noon });
      await decideAll();
      expect((await use.store.readPage(pageOf())).items.map(({ id }) => id)).toEqual([late, first]);
      const { filter, collapse } = pageOf();
      const newer = await use.store.readPlaces({ filter, collapse, from: at, direction: "newer", limit: 10 });
      expect(newer).toEqual([{ at: noon + 1000, id: late }]);
      const stored = await use.store.readEntry(late);
      expect([stored?.firstSeenAt, stored?.publishedAt]).toEqual([noon + 1000, noon + 1000]);
    });

    test("an entry keeps the date that its feed states, and an archived entry its own arrival", async () => {
      const feed = await use.addFeed(wire);
      await save(feed, noon + 1000);
      const late = await save(feed, noon);
      expect((await use.store.readEntry(late))?.publishedAt).toBe(noon - hourMs);
      const archived = makeEntry({ guid: "archived", firstSeenAt: noon - hourMs });
      const { newIds } = await use.store.saveFetched(
        fetchedOf(feed, [{ kind: "new", entry: archived }], { now: noon }),
      );
      expect((await use.store.readEntry(newIds[0] ?? 0))?.firstSeenAt).toBe(noon - hourMs);
    });

    test("a clock that was more than an hour ahead does not keep later entries in the future", async () => {
      const feed = await use.addFeed(wire);
      await save(feed, noon + 2 * hourMs);
      const id = await save(feed, noon);
      expect((await use.store.readEntry(id))?.firstSeenAt).toBe(noon);
    });
  });
}
