import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hourMs } from "../../../src/domain/time.ts";
import { feedText } from "../poll/plain-ingest.ts";
import { noon } from "../poll/poll-examples.ts";
import { openSubscriberWorld, type SubscriberWorld, topic } from "./subscriber-world.ts";

let world: SubscriberWorld;

beforeEach(async () => {
  world = await openSubscriberWorld();
});
afterEach(() => world.close());

describe("a hub that a feed names", () => {
  test("is asked once for a subscription with a secret and a callback that nobody can guess", async () => {
    await world.poll();
    await world.tick();
    await world.tick();
    expect(world.asked.map((form) => Object.fromEntries(form))).toEqual([
      {
        "hub.mode": "subscribe",
        "hub.topic": topic,
        "hub.callback": `${world.web.url}/websub/key-1`,
        "hub.secret": "key-2",
        "hub.lease_seconds": "864000",
      },
    ]);
    expect(await world.hub()).toMatchObject({ state: "asked", attempts: 1 });
  });

  test("is confirmed with its challenge, and the lease is the one that it names", async () => {
    await world.poll();
    await world.tick();
    const right = await world.verify({ "hub.mode": "subscribe", "hub.topic": topic, "hub.lease_seconds": "3600" });
    expect([right.status, right.text]).toEqual([200, "prove it"]);
    expect(await world.hub()).toMatchObject({ state: "on", leaseUntil: world.world.clock.now() + hourMs });
  });

  test("makes polls the backup, leaves their state alone, and the rhythm learns what it brought", async () => {
    await world.subscribe();
    await world.deliver(feedText([[noon, "Bridge closed"]]));
    expect((await world.world.status(world.feedUrl)).poll.validators.etag).not.toBeNull();
    world.items.push([noon, "Bridge closed"]);
    await world.poll();
    const { poll } = await world.world.status(world.feedUrl);
    expect(poll.nextPollReason).toBe("hub on: a poll is the backup");
    expect(poll.nextPollAt - world.world.clock.now()).toBeGreaterThanOrEqual(hourMs);
    expect(poll.lastNewEntryAt).not.toBeNull();
    const { rhythm } = poll.memory as { rhythm: { counts: number[] } };
    expect(rhythm.counts.reduce((sum, count) => sum + count, 0)).toBe(2);
    expect((await world.hub())?.arrivals).toEqual([]);
  });

  test("is called by its host in figures, but for that of licensed copy", async () => {
    await world.subscribe();
    await world.deliver(feedText([[noon, "Bridge closed"]]));
    expect([...world.heardOf]).toEqual(["127.0.5.2"]);
    const { feed } = await world.world.status(world.feedUrl);
    const spec = { ...feed, source: { ...feed.source, isPrivate: true } };
    await world.world.store.syncFeeds([spec], noon);
    await world.deliver(feedText([[noon, "Dam cracks"]]));
    expect([...world.heardOf]).toEqual(["127.0.5.2", "licensed"]);
  });

  test("is given its subscription back when the feed is not polled any more", async () => {
    await world.subscribe(3600);
    const { feed } = await world.world.status(world.feedUrl);
    await world.world.store.setFeedState(feed.id, "paused");
    await world.world.clock.advance(hourMs);
    await world.tick();
    expect(world.asked.at(-1)?.get("hub.mode")).toBe("unsubscribe");
    expect((await world.verify({ "hub.mode": "unsubscribe", "hub.topic": topic })).status).toBe(200);
  });
});
