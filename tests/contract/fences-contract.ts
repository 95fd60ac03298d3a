import { describe, expect, test } from "vitest";
import type { Store } from "../../src/domain/store.ts";
import { makeEntry } from "../support/make-entry.ts";
import { deskState, fetchedOf, noon, outcomeOf, verdictOf } from "../support/store-fixtures.ts";
import { type OpenStore, useStore } from "./use-store.ts";

/** What a process may still write after it lost its lease. */
export function describeFences(open: OpenStore): void {
  describe("fences", () => {
    const use = useStore(open);
    const claim = { now: noon, leaseUntil: noon + 1000, limit: 10, dueOnly: true, exceptFeedIds: [] };
    const fenceOf = async (store: Store, owner: string, now = noon) =>
      (await store.claimFeeds({ ...claim, owner, now, leaseUntil: now + 1000 }))[0]?.fence ?? -1;

    test("a poller that was stopped past its lease saves nothing, and the poll of its successor counts", async () => {
      const feed = await use.addFeed();
      const stopped = await use.opened.openWriter();
      const lost = await fenceOf(stopped, "stopped");
      const fence = await fenceOf(use.store, "successor", noon + 1000);
      const late = { kind: "new", entry: makeEntry({ guid: "late" }) } as const;
      const poll = { ...outcomeOf({ lastStatus: 500, nextPollAt: noon }), fence: lost };
      await expect(stopped.saveFetched(fetchedOf(feed, [late], { poll }))).rejects.toMatchObject({
        code: "store-locked",
      });
      await expect(stopped.savePoll(feed, poll)).rejects.toMatchObject({ code: "store-locked" });
      expect(await use.store.readPending(10)).toEqual([]);
      await use.store.savePoll(feed, { ...outcomeOf({ lastStatus: 304 }), fence });
      expect((await use.store.listFeeds())[0]?.poll.lastStatus).toBe(304);
      await stopped.close();
    });

    test("a poll is saved under its lease once, and not after the lease was given up", async () => {
      const feed = await use.addFeed();
      const fence = await fenceOf(use.store, "a");
      await use.store.savePoll(feed, { ...outcomeOf({ nextPollAt: noon }), fence });
      await expect(use.store.savePoll(feed, { ...outcomeOf(), fence })).rejects.toMatchObject({ code: "store-locked" });
      const next = await fenceOf(use.store, "a");
      expect(next).toBe(fence + 1);
      await use.store.releaseLeases("a");
      await expect(use.store.savePoll(feed, { ...outcomeOf(), fence: next })).rejects.toMatchObject({
        code: "store-locked",
      });
    });

    test("of two desks only the one with the lease decides, and the other one changes nothing", async () => {
      const feed = await use.addFeed();
      const [first = 0, second = 0] = await use.addEntries(feed, [makeEntry({ guid: "1" }), makeEntry({ guid: "2" })]);
      const stopped = await use.opened.openWriter();
      const old = await stopped.takeDesk("stopped", noon, noon + 1000);
      expect(await use.store.takeDesk("other", noon + 999, noon + 2000)).toBeNull();
      const fence = await use.store.takeDesk("other", noon + 1000, noon + 2000);
      const decide = (store: Store, id: number, held: number | null) =>
        store.saveVerdicts([verdictOf(id, id, id)], deskState({ nextCopyId: 9, nextStoryId: 9 }), noon, held);
      await expect(decide(stopped, first, old)).rejects.toMatchObject({ code: "store-locked" });
      await decide(use.store, second, fence);
      expect((await use.store.readPending(10)).map(({ item }) => item.id)).toEqual([first]);
      await stopped.close();
    });
  });
}
