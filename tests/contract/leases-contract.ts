import { describe, expect, test } from "vitest";
import { fetchedOf, noon, outcomeOf } from "../support/store-fixtures.ts";
import { daily, type OpenStore, useStore, wire } from "./use-store.ts";

/** Who may poll a feed, and who may decide. */
export function describeLeases(open: OpenStore): void {
  describe("leases", () => {
    const use = useStore(open);
    const { addFeed } = use;

    const claim = { owner: "a", now: noon, leaseUntil: noon + 1000, limit: 10, dueOnly: true, exceptFeedIds: [] };

    test("claimFeeds() gives each due feed to one owner, longest due first", async () => {
      const first = await addFeed(wire);
      const second = await addFeed(daily);
      await use.store.savePoll(first, outcomeOf({ nextPollAt: noon - 1 }));
      await use.store.savePoll(second, outcomeOf({ nextPollAt: noon - 2 }));
      const claimed = await use.store.claimFeeds({ ...claim, limit: 1 });
      expect(claimed.map(({ feed }) => feed.id)).toEqual([second]);
      const other = await use.store.claimFeeds({ ...claim, owner: "b" });
      expect(other.map(({ feed, poll }) => [feed.id, poll.nextPollAt])).toEqual([[first, noon - 1]]);
      expect(await use.store.listLeaseOwners()).toEqual(["a", "b"]);
    });

    test("claimFeeds() skips feeds that are not due, not active or excluded", async () => {
      const due = await addFeed(wire);
      const later = await addFeed(daily);
      const paused = await addFeed("https://paused.example/");
      await use.store.savePoll(later, outcomeOf({ nextPollAt: noon + 1 }));
      await use.store.setFeedState(paused, "paused");
      expect(await use.store.claimFeeds({ ...claim, exceptFeedIds: [due] })).toEqual([]);
      const all = await use.store.claimFeeds({ ...claim, dueOnly: false });
      expect(all.map(({ feed }) => feed.id)).toEqual([due, later]);
    });

    test("a lease ends when the poll is saved, when it is released, and when it runs out", async () => {
      const id = await addFeed();
      await use.store.claimFeeds(claim);
      expect(await use.store.claimFeeds({ ...claim, owner: "b" })).toEqual([]);
      await use.store.savePoll(id, outcomeOf({ nextPollAt: noon }));
      expect(await use.store.claimFeeds({ ...claim, owner: "b" })).toHaveLength(1);
      expect(await use.store.claimFeeds({ ...claim, owner: "c", now: noon + 999 })).toEqual([]);
      expect(
        await use.store.claimFeeds({ ...claim, owner: "c", now: noon + 1000, leaseUntil: noon + 5000 }),
      ).toHaveLength(1);
      await use.store.releaseLeases("c");
      expect(await use.store.listLeaseOwners()).toEqual([]);
      expect(await use.store.claimFeeds(claim)).toHaveLength(1);
      await use.store.saveFetched(fetchedOf(id, [], { poll: outcomeOf({ nextPollAt: noon }) }));
      expect(await use.store.listLeaseOwners()).toEqual([]);
    });

    test("claimFeeds() gives no feed of a host while another owner polls a feed of that host", async () => {
      const hosts = { max: 9, held: new Map<string, number>() };
      const urls = ["https://a.example/1", "https://a.example/2", "https://b.example/1"];
      const [first = 0, second = 0, third = 0] = await Promise.all(urls.map((url) => addFeed(url)));
      for (const [index, id] of [first, second, third].entries())
        await use.store.savePoll(id, outcomeOf({ nextPollAt: noon - 9 + index }));
      const ids = async (owner: string, limit: number, now = noon) =>
        (await use.store.claimFeeds({ ...claim, owner, limit, hosts, now })).map(({ feed }) => feed.id);
      expect(await ids("a", 1)).toEqual([first]);
      expect(await ids("b", 9)).toEqual([third]);
      expect(await ids("a", 9)).toEqual([first, second]);
      await use.store.releaseLeases("a");
      expect(await ids("b", 9)).toEqual([first, second, third]);
      // No more than `max` feeds of a host, those included that the owner has already.
      const ofB = { ...claim, owner: "b", hosts: { max: 2, held: new Map([["a.example", 1]]) } };
      expect((await use.store.claimFeeds(ofB)).map(({ feed }) => feed.id)).toEqual([first, third]);
      expect(await ids("c", 9, claim.leaseUntil)).toHaveLength(3);
    });

    test("renewLeases() extends running leases; anybody may claim an ended one", async () => {
      const [kept = 0, ended = 0] = await Promise.all([addFeed(wire), addFeed(daily)]);
      await use.store.claimFeeds({ ...claim, leaseUntil: noon + 5000, exceptFeedIds: [ended] });
      await use.store.claimFeeds({ ...claim, exceptFeedIds: [kept] });
      await use.store.renewLeases({ owner: "a", now: noon + 2000, renewBy: noon + 6000, until: noon + 9000 });
      const { owner, what, feeds, until } = (await use.store.listLeases(noon + 2000))[0] ?? {};
      expect([owner, what, feeds, until]).toEqual(["a", "feeds", 1, noon + 9000]);
      const taken = await use.store.claimFeeds({ ...claim, owner: "b", now: noon + 6000, leaseUntil: noon + 7000 });
      expect(taken.map(({ feed }) => feed.id)).toEqual([ended]);
    });

    test("takeDesk() lets one owner decide at a time; its fence rises with each change of owner", async () => {
      expect(await use.store.takeDesk("a", noon, noon + 1000)).toBe(1);
      expect(await use.store.takeDesk("b", noon + 999, noon + 2000)).toBeNull();
      expect(await use.store.takeDesk("a", noon + 999, noon + 2000)).toBe(1);
      expect(await use.store.readDeskOwner(noon + 1999)).toBe("a");
      expect(await use.store.readDeskOwner(noon + 2000)).toBeNull();
      expect(await use.store.takeDesk("b", noon + 2000, noon + 3000)).toBe(2);
      await use.store.releaseDesk("a");
      expect(await use.store.readDeskOwner(noon + 2000)).toBe("b");
      await use.store.releaseDesk("b");
      expect(await use.store.readDeskOwner(noon + 2000)).toBeNull();
      expect(await use.store.takeDesk("a", noon + 2000, noon + 3000)).toBe(3);
    });
  });
}
