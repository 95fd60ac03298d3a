import { describe, expect, test } from "vitest";
import { hostKey, shardOf, shardsMax } from "../../src/domain/feeds/host-key.ts";
import { noon } from "../support/store-fixtures.ts";
import { type OpenStore, useStore } from "./use-store.ts";

/** How pollers share the hosts. */
export function describeShards(open: OpenStore): void {
  describe("shards", () => {
    const use = useStore(open);
    const beat = async (owner: string, now = noon) => {
      const share = await use.store.beat({ owner, now, until: now + 20_000, quietUntil: now + 1000 });
      return share.shards.map(({ id }) => id);
    };
    const claim = async (owner: string, now = noon, shardsExcept: readonly number[] = []) => {
      const part = { now, leaseUntil: now + 60_000, limit: 100, dueOnly: true, exceptFeedIds: [], shardsExcept };
      return (await use.store.claimFeeds({ ...part, owner })).map(({ feed }) => feed.id);
    };

    test("a poller takes every shard; one that joins gets what the first gives away, and waits until the hosts rested", async () => {
      const all = await beat("a");
      expect(all).toHaveLength(shardsMax);
      expect(await beat("b")).toEqual([]);
      expect(await use.store.readShare("a", noon)).toEqual({ until: noon + 20_000, held: 1024, pollers: 2, free: 0 });
      const feed = await use.addFeed("https://wire.example/rss");
      const shard = shardOf(hostKey("https://wire.example/rss"));
      await use.store.giveShards({
        owner: "a",
        shards: [shard, ...all.filter((id) => id !== shard).slice(511)],
        quietUntil: noon + 1000,
      });
      expect(await beat("b")).toHaveLength(512);
      expect(await claim("a")).toEqual([]);
      expect(await claim("b", noon + 999)).toEqual([]);
      expect(await claim("b", noon + 1000, [shard])).toEqual([]);
      expect(await claim("b", noon + 1000)).toEqual([feed]);
    });

    test("three pollers have equal shares of all shards", async () => {
      for (const owner of ["a", "b", "c"]) await beat(owner);
      await use.store.giveShards({ owner: "a", shards: (await beat("a")).slice(342), quietUntil: noon });
      const shares = [await beat("a"), await beat("b"), await beat("c")];
      expect(shares.map(({ length }) => length)).toEqual([342, 342, 340]);
      expect(new Set(shares.flat()).size).toBe(shardsMax);
    });

    test("the shards and feeds of a poller that died go to the others when its heartbeat has ended", async () => {
      const feed = await use.addFeed();
      await beat("dead");
      expect(await claim("dead")).toEqual([feed]);
      expect(await beat("b", noon + 19_999)).toEqual([]);
      expect(await use.store.readShare("b", noon + 20_000)).toMatchObject({ free: shardsMax });
      expect(await claim("dead", noon + 20_000)).toEqual([]);
      expect(await beat("b", noon + 20_000)).toHaveLength(shardsMax);
      expect(await claim("b", noon + 20_000)).toEqual([]);
      expect(await claim("b", noon + 21_000)).toEqual([feed]);
    });

    test("a poller that stops gives up everything at once", async () => {
      const feed = await use.addFeed();
      await beat("a");
      expect(await claim("a")).toEqual([feed]);
      expect(await use.store.listLeaseOwners()).toEqual(["a"]);
      await use.store.releaseLeases("a", noon + 500);
      expect(await use.store.listLeaseOwners()).toEqual([]);
      expect(await beat("b")).toHaveLength(shardsMax);
      expect(await claim("b", noon + 499)).toEqual([]);
      expect(await claim("b", noon + 500)).toEqual([feed]);
    });

    test("a feed belongs to the host at which it will be asked, also after a move and after a hand-over", async () => {
      const feed = await use.addFeed("https://feeds.wire.example/rss");
      const claims = async (host: string) => {
        const shards = await beat("a");
        return claim(
          "a",
          noon,
          shards.filter((id) => id !== shardOf(host)),
        );
      };
      const poll = (await use.store.listFeeds())[0]!.poll;
      const remember = async (memory: object) =>
        use.store.savePoll(feed, { state: { ...poll, memory: { ...memory } }, feed: null });
      expect(await claims("wire.example")).toEqual([feed]);
      await remember({ moved: { to: "https://new.example/rss", at: noon } });
      expect(await claims("wire.example")).toEqual([]);
      expect(await claims("new.example")).toEqual([feed]);
      await remember({ continueAt: { to: "https://www.third.example/rss", hops: [] } });
      expect(await claims("third.example")).toEqual([feed]);
      await use.store.renameFeed(feed, "https://fourth.example/rss");
      await remember({});
      expect(await claims("fourth.example")).toEqual([feed]);
    });
  });
}
