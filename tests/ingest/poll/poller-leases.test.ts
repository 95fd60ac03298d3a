import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WireError } from "../../../src/domain/errors.ts";
import { hourMs, minuteMs, secondMs } from "../../../src/domain/time.ts";
import { feedText } from "./feed-text.ts";
import { noon } from "./poll-examples.ts";
import { openPollerWorld, type PollerWorld, serve } from "./poller-world.ts";

let world: PollerWorld;
const a = "127.0.4.1";
const b = "127.0.4.2";

beforeEach(async () => {
  world = await openPollerWorld();
});
afterEach(() => world.close());

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

const story = feedText([[noon - hourMs, "Ferry resumes"]]);

describe("createPoller(): leases and stopping", () => {
  test("a feed that another poller has leased is not polled until its lease runs out", async () => {
    const url = world.hosts.url(a, "/feed");
    world.hosts.on(
      a,
      "/feed",
      serve(() => story),
    );
    await world.subscribe(url);
    const leaseUntil = noon + 10 * minuteMs;
    await world.store.claimFeeds({ owner: "dead", now: noon, leaseUntil, limit: 1, dueOnly: true, exceptFeedIds: [] });
    const poller = world.poller();
    expect(await poller.tick()).toMatchObject({ polledCount: 0 });
    await world.clock.advance(10 * minuteMs + secondMs);
    expect(await poller.tick()).toMatchObject({ polledCount: 1 });
  });

  test("a feed whose server takes minutes stays with its poller, which renews its two-minute lease", async () => {
    const url = world.hosts.url(a, "/slow");
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    world.hosts.on(a, "/slow", (...exchange) => void answered.then(() => serve(() => story)(...exchange)));
    await world.subscribe(url);
    const poller = world.poller();
    const tick = poller.tick();
    await until(() => world.hosts.seen.length === 1);
    for (let beat = 0; beat < 30; beat += 1) {
      await world.clock.advance(10 * secondMs);
      await poller.renewLeases();
      const [held] = await world.store.listLeases(world.clock.now());
      expect(held?.until).toBeLessThanOrEqual(world.clock.now() + 2 * minuteMs);
      expect(await world.poller({ owner: "other" }).tick()).toMatchObject({ polledCount: 0 });
    }
    answer();
    expect(await world.clock.runUntil(tick)).toMatchObject({ polledCount: 1 });
  });

  test("feeds that a killed process had leased are polled at the next tick, and the host of a running process is left to it", async () => {
    const urls = [world.hosts.url(a, "/theirs"), world.hosts.url(a, "/feed"), world.hosts.url(b, "/dead")];
    for (const host of [a, b])
      world.hosts.on(
        host,
        "*",
        serve(() => story),
      );
    await world.subscribe(...urls);
    const lease = { now: noon, leaseUntil: noon + hourMs, limit: 1, dueOnly: true };
    await world.store.claimFeeds({ ...lease, owner: "running", exceptFeedIds: [] });
    const { feed } = await world.status(urls[1] ?? "");
    await world.store.claimFeeds({ ...lease, owner: "dead", exceptFeedIds: [feed.id] });
    const poller = world.poller({ isAlive: (owner) => owner === "running" });
    expect(await poller.tick()).toMatchObject({ polledCount: 1 });
    expect(world.hosts.seen.map(({ path }) => path)).toEqual(["/dead"]);
    await world.store.releaseLeases("running");
    expect(await world.clock.runUntil(poller.tick())).toMatchObject({ polledCount: 2 });
  });

  test("two processes on one store share the work, poll each feed once, and never make requests to one host at the same time", async () => {
    const places = Array.from({ length: 24 }, (_, n) => [`127.0.4.${1 + (n % 6)}`, `/feed${n}`] as const);
    for (const [host] of places)
      world.hosts.on(host, "*", async (request, response, seen) => {
        for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        serve(() => story)(request, response, seen);
      });
    await world.subscribe(...places.map(([host, path]) => world.hosts.url(host, path)));
    const polled = [0, 0];
    const pollers = polled.map((_, n) => {
      const onPolled = () => {
        polled[n] = (polled[n] ?? 0) + 1;
      };
      return world.poller({ onPolled }, { claimedMax: 4, hostGapMs: 0 });
    });
    for (let beat = 0; beat < 20; beat += 1)
      await world.clock.runUntil(Promise.all(pollers.map((poller) => poller.tick())));
    expect(world.hosts.seen).toHaveLength(24);
    expect(Math.max(...world.hosts.seen.map(({ parallel }) => parallel))).toBe(1);
    expect(Math.min(...polled)).toBeGreaterThanOrEqual(4);
  });

  test("a tick claims the feeds that are due before the next tick and polls them at their second", async () => {
    const url = world.hosts.url(a, "/feed");
    world.hosts.on(
      a,
      "/feed",
      serve(() => story),
    );
    await world.subscribe(url);
    const { poll } = await world.status(url);
    const { feed } = await world.status(url);
    await world.store.savePoll(feed.id, { state: { ...poll, nextPollAt: noon + 37 * secondMs }, feed: null });
    const pass = world.poller().tick();
    await world.clock.advance(36 * secondMs);
    expect(world.hosts.seen).toEqual([]);
    await world.clock.runUntil(pass);
    expect(world.hosts.seen.map(({ at }) => at)).toEqual([noon + 37 * secondMs]);
  });

  test("no more feeds are leased while enough of them wait for a place, and all are polled in the end", async () => {
    const feedCount = 600;
    await world.subscribe(...Array.from({ length: feedCount }, (_, n) => `http://host${n}.example/feed`));
    let claimed = 0;
    const claimFeeds: typeof world.store.claimFeeds = async (claim) => {
      const feeds = await world.store.claimFeeds(claim);
      claimed += feeds.length;
      return feeds;
    };
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    let asked = 0;
    const http: PollerWorld["http"] = {
      async fetch({ url }) {
        asked += 1;
        await answered;
        const error = new WireError("reset", "broken off");
        const told = { hops: [], finalUrl: url, fetchedAt: noon, durationMs: 1 };
        return { kind: "failed", error, status: null, headers: {}, ...told };
      },
      close: () => Promise.resolve(),
    };
    const ticked = world
      .poller({ store: { ...world.store, claimFeeds }, http }, { concurrency: 4, lookAheadMs: 0 })
      .tick();
    await until(() => asked === 4);
    expect(claimed).toBeLessThan(feedCount / 2);
    answer();
    expect(await world.clock.runUntil(ticked)).toMatchObject({ polledCount: feedCount, failedCount: feedCount });
  });

  test("Retry-After applies to pollAll() too, and a skipped hour to a late tick", async () => {
    const urls = ["/limited", "/skip"].map((path) => world.hosts.url(a, path));
    world.hosts.on(a, "/limited", (_q, r) => r.writeHead(429, { "retry-after": "3600" }).end());
    world.hosts.on(
      a,
      "/skip",
      serve(() => feedText([[noon - hourMs, "Ferry"]], "<skipHours><hour>13</hour></skipHours>")),
    );
    await world.subscribe(...urls);
    const poller = world.poller();
    await world.clock.runUntil(poller.tick());
    await world.clock.advance(hourMs - minuteMs);
    expect(await world.clock.runUntil(poller.pollAll({ dueOnly: false }))).toMatchObject({ polledCount: 1 });
    await world.clock.advance(30 * minuteMs);
    await world.clock.runUntil(poller.tick());
    expect(world.hosts.seen.map(({ path }) => path)).toEqual(["/limited", "/skip", "/skip", "/limited"]);
    expect((await world.status(urls[1] ?? "")).poll.nextPollReason).toContain("14:00:00");
    expect(await world.store.listLeaseOwners()).toEqual([]);
  });

  test("stop() lets running polls end, cuts off slow ones, starts nothing new and releases the leases", async () => {
    world.hosts.on(a, "*", () => undefined);
    await world.subscribe(...[1, 2, 3].map((n) => world.hosts.url(a, `/mute${n}`)));
    const poller = world.poller({}, { stopMsMax: 5000 });
    const pass = poller.tick();
    await until(() => world.hosts.seen.length === 1);
    const stopping = poller.stop();
    await world.clock.advance(4000);
    const early = await Promise.race([stopping.then(() => true), Promise.resolve(false)]);
    expect(early).toBe(false);
    await world.clock.advance(2000);
    await stopping;
    expect(await pass).toMatchObject({ polledCount: 0 });
    expect(world.hosts.seen).toHaveLength(1);
    expect(world.lines).toEqual([]);
    expect(await world.store.listLeaseOwners()).toEqual([]);
    expect((await world.status(world.hosts.url(a, "/mute1"))).poll).toMatchObject({ lastPollAt: null, failure: null });
  });

  test("stop() waits for an answer that is being received", async () => {
    let answer: () => void = () => undefined;
    world.hosts.on(a, "/feed", async (request, response, seen) => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      serve(() => story)(request, response, seen);
    });
    await world.subscribe(world.hosts.url(a, "/feed"));
    const poller = world.poller();
    const pass = poller.tick();
    await until(() => world.hosts.seen.length === 1);
    const stopping = poller.stop();
    answer();
    await stopping;
    expect(await pass).toMatchObject({ polledCount: 1, newCount: 1 });
  });
});
