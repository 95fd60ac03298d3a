import { describe, expect, test } from "vitest";
import { openSqlite } from "../contract/open-sqlite.ts";
import { daily, useStore, wire } from "../contract/use-store.ts";
import { noon, outcomeOf } from "../support/store-fixtures.ts";

// With PostgreSQL the pollers may be on machines whose clocks differ, so only SQLite's follows a clock.
describe("a store of one machine", () => {
  const use = useStore(openSqlite);
  const { addFeed } = use;
  const claim = { owner: "a", now: noon, leaseUntil: noon + 1000, limit: 9, dueOnly: true, exceptFeedIds: [] };

  test("after the clock was set back, claimFeeds() neither delays a feed nor claims one sooner", async () => {
    const [polled, added, leased] = [await addFeed(wire), await addFeed(daily), await addFeed("https://c.example/")];
    const [minute, hour] = [60_000, 3_600_000];
    await use.store.claimFeeds({ ...claim, owner: "dead", exceptFeedIds: [polled, added], leaseUntil: noon + hour });
    await use.store.savePoll(polled, outcomeOf({ lastPollAt: noon, nextPollAt: noon + 5 * minute }));
    await use.store.pollSoon(added, noon);
    const due = async (now: number, exceptFeedIds: number[]) => {
      const claimed = await use.store.claimFeeds({ ...claim, now, leaseUntil: now, exceptFeedIds });
      return claimed.map(({ feed }) => feed.id);
    };
    const back = noon - hour;
    expect(await due(back, [])).toEqual([added]);
    expect(await due(back + 5 * minute - 1, [added])).toEqual([]);
    expect(await due(back + 5 * minute, [added])).toEqual([polled]);
    expect(await due(back + hour - 1, [polled, added])).toEqual([]);
    expect(await due(back + hour, [polled, added])).toEqual([leased]);
  });

  test("a poll that ran while the clock was set back, and was saved after it, does not delay its feed", async () => {
    const feed = await addFeed(wire);
    const [second, hour] = [1_000, 3_600_000];
    const due = async (now: number) => (await use.store.claimFeeds({ ...claim, now, leaseUntil: now })).length;
    await use.store.claimFeeds({ ...claim, leaseUntil: noon + hour });
    const back = noon - hour;
    await use.store.claimFeeds({ ...claim, now: back, leaseUntil: back + 30 * second, exceptFeedIds: [feed] });
    await use.store.savePoll(feed, outcomeOf({ lastPollAt: noon, nextPollAt: noon + 15 * second }));
    expect(await due(back + second)).toBe(0);
    expect(await due(back + 15 * second)).toBe(0);
    expect(await due(back + 16 * second)).toBe(1);
  });
});
