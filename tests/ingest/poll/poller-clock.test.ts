import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hourMs, type Instant, minuteMs, secondMs } from "../../../src/domain/time.ts";
import type { Behaviour } from "../../support/loopback-host.ts";
import { openSubscriberWorld } from "../upstream-hub/subscriber-world.ts";
import { feedText } from "./feed-text.ts";
import { noon } from "./poll-examples.ts";
import { openPollerWorld, type PollerWorld, serve } from "./poller-world.ts";

let world: PollerWorld;
let items: [Instant, string][];
const address = "127.0.4.1";
const jumps = [
  ["back", -hourMs],
  ["forward", hourMs],
] as const;

beforeEach(async () => {
  world = await openPollerWorld();
  items = [[noon - hourMs, "Ferry resumes"]];
});
afterEach(() => world.close());

/** Serves a feed and subscribes to it. The hosts log real time, which clock changes do not affect. */
async function publish(path: string, behaviour: Behaviour = serve(() => feedText(items))): Promise<string> {
  world.hosts.on(address, path, behaviour);
  const url = world.hosts.url(address, path);
  await world.subscribe(url);
  return url;
}

/** The times of requests for a path, in minutes of real time since the start of the test. */
function minutes(path: string): number[] {
  return times.filter(([asked]) => asked === path).map(([, at]) => at / minuteMs);
}
const times: [string, number][] = [];
function timed(path: string, behaviour: Behaviour): Behaviour {
  return (request, response, seen) => {
    times.push([path, world.clock.elapsed?.() ?? 0]);
    return behaviour(request, response, seen);
  };
}
beforeEach(() => void times.splice(0));

/** Ticks once a minute of real time. */
async function beat(count: number, poller = world.poller()): Promise<void> {
  for (let minute = 0; minute < count; minute += 1) {
    const started = world.clock.elapsed?.() ?? 0;
    await world.clock.runUntil(poller.tick());
    await world.clock.advance(Math.max(0, started + minuteMs - (world.clock.elapsed?.() ?? 0)));
  }
}

describe.each(jumps)("a clock that is set %s an hour", (way, jumpMs) => {
  test("between polls: no feed waits longer than without it, and each is polled at most once for it", async () => {
    const wishes = ["<ttl>10</ttl>", "<ttl>90</ttl>"];
    for (const [index, wish] of wishes.entries())
      await publish(
        `/${index}`,
        timed(
          `/${index}`,
          serve(() => feedText(items, wish)),
        ),
      );
    await beat(5);
    world.clock.jump(jumpMs);
    await beat(200);
    const [often, seldom] = [minutes("/0"), minutes("/1")];
    // A clock that is set back is noticed at the next tick. After a clock is set forward, each feed is polled once,
    // because the machine may have slept.
    expect(often.slice(0, 3).map(Math.round)).toEqual(way === "back" ? [0, 11, 21] : [0, 5, 15]);
    const waits = often.slice(2).map((at, index) => at - (often[index + 1] ?? 0));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...waits)).toBeLessThanOrEqual(25);
    expect(seldom.map(Math.round)).toEqual(way === "back" ? [0, 91, 181] : [0, 30, 120]);
  });

  test("across a restart: future times move in the same way", async () => {
    await publish(
      "/feed",
      timed(
        "/feed",
        serve(() => feedText(items, "<ttl>30</ttl>")),
      ),
    );
    await beat(2);
    world.clock.jump(jumpMs);
    await beat(60, world.poller());
    expect(minutes("/feed").map(Math.round)).toEqual(way === "back" ? [0, 31, 61] : [0, 2, 32, 62]);
  });

  test("during a poll: it succeeds, and its entries are stored once", async () => {
    const url = await publish("/feed", (request, response, seen) => {
      world.clock.jump(jumpMs);
      serve(() => feedText(items, "<ttl>10</ttl>"))(request, response, seen);
    });
    await world.clock.runUntil(world.poller().tick());
    const { poll, entryCount } = await world.status(url);
    expect([entryCount, poll.failure, poll.nextPollAt - world.clock.now()]).toEqual([1, null, 10 * minuteMs]);
    expect(world.lines.map(({ level }) => level)).toEqual(["info"]);
  });

  test("between an answer and the decision on it: Retry-After counts from the answer", async () => {
    const url = await publish("/feed", (_request, response) => {
      response.writeHead(429, { "retry-after": "600" }).end();
    });
    const random = () => {
      world.clock.jump(jumpMs);
      return 0;
    };
    await world.clock.runUntil(world.poller({ random }).tick());
    expect((await world.status(url)).poll.nextPollAt - world.clock.now()).toBe(10 * minuteMs);
  });

  test("while a feed waits for the second that Retry-After named: it is polled at most one tick late", async () => {
    const limited: Behaviour = (_request, response) => response.writeHead(429, { "retry-after": "100" }).end();
    await publish("/feed", timed("/feed", limited));
    const poller = world.poller();
    await beat(1, poller);
    const pass = poller.tick();
    await world.clock.advance(20 * secondMs);
    world.clock.jump(jumpMs);
    // A tick in between moves the stored times with the clock.
    await poller.tick();
    await world.clock.advance(40 * secondMs);
    await world.clock.runUntil(pass);
    await beat(2, poller);
    expect((minutes("/feed")[1] ?? 0) * 60).toBeGreaterThanOrEqual(100);
    expect((minutes("/feed")[1] ?? 0) * 60).toBeLessThanOrEqual(180);
  });

  test("while a feed waits for its second or its host: it is polled at most one tick late", async () => {
    await publish(
      "/slow",
      timed(
        "/slow",
        serve(() => feedText(items)),
      ),
    );
    await publish(
      "/next",
      timed(
        "/next",
        serve(() => feedText(items)),
      ),
    );
    const { feed, poll } = await world.status(world.hosts.url(address, "/next"));
    await world.store.savePoll(feed.id, { state: { ...poll, nextPollAt: noon + 40 * secondMs }, feed: null });
    const poller = world.poller();
    const pass = poller.tick();
    await world.clock.advance(10 * secondMs);
    world.clock.jump(jumpMs);
    await world.clock.advance(50 * secondMs);
    await world.clock.runUntil(pass);
    await beat(2, poller);
    expect(minutes("/next")[0]).toBeGreaterThanOrEqual(40 / 60);
    expect(minutes("/next")[0]).toBeLessThanOrEqual(2);
  });

  test("while Retry-After applies: it is kept, also when a person polls every feed", async () => {
    await publish(
      "/feed",
      timed("/feed", (_request, response) => response.writeHead(503, { "retry-after": "5400" }).end()),
    );
    const poller = world.poller();
    await beat(1, poller);
    world.clock.jump(jumpMs);
    await beat(10, poller);
    await world.clock.runUntil(poller.pollAll({ dueOnly: false }));
    await beat(100, poller);
    // After the clock is set forward, the wait ends an hour sooner, as on a machine that slept.
    expect(minutes("/feed").slice(0, 2)).toEqual(way === "back" ? [0, 91] : [0, 30]);
  });

  test("while a dead process holds leases: they end no later than without it", async () => {
    await publish(
      "/feed",
      timed(
        "/feed",
        serve(() => feedText(items)),
      ),
    );
    const leaseUntil = noon + 15 * minuteMs;
    await world.store.claimFeeds({ owner: "x", now: noon, leaseUntil, limit: 9, dueOnly: true, exceptFeedIds: [] });
    const poller = world.poller();
    await beat(1, poller);
    world.clock.jump(jumpMs);
    await beat(20, poller);
    expect(minutes("/feed")[0]).toBe(way === "back" ? 16 : 1);
  });

  test("while a hub's lease runs: it is renewed in time, and no delivery in between is lost", async () => {
    const hub = await openSubscriberWorld();
    await hub.subscribe(3 * 3600);
    hub.world.clock.jump(jumpMs);
    expect(await hub.deliver(feedText([[noon, "Bridge closed"]]))).toBe(204);
    await hub.tick();
    expect(hub.asked).toHaveLength(way === "back" ? 2 : 1);
    await hub.verify({ "hub.mode": "subscribe", "hub.topic": "http://wire.example/self.xml" });
    await hub.world.clock.advance(hourMs + minuteMs);
    await hub.tick();
    expect(await hub.hub()).toMatchObject({ state: "on" });
    expect([await hub.storedCount(), hub.asked.length]).toEqual([2, 2]);
    await hub.close();
  });
});
