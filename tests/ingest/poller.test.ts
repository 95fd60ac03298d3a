import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { dayMs, hourMs, minuteMs, secondMs } from "../../src/domain/time.ts";
import type { Ingest } from "../../src/ingest/poll-types.ts";
import { feedText } from "./plain-ingest.ts";
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

describe("createPoller(): one feed", () => {
  test("fetches, stores entries and outcome, and tells it in one log line", async () => {
    const url = world.hosts.url(a, "/feed");
    world.hosts.on(
      a,
      "/feed",
      serve(() => story),
    );
    await world.subscribe(url);
    const report = await world.poller().tick();
    expect(report).toMatchObject({ polledCount: 1, modifiedCount: 1, failedCount: 0, newCount: 1, joined: false });
    const { poll, entryCount } = await world.status(url);
    expect(entryCount).toBe(1);
    expect(poll).toMatchObject({ lastStatus: 200, lastPollAt: noon, lastSuccessAt: noon, failure: null });
    expect(poll.nextPollAt).toBeGreaterThan(noon);
    expect(world.lines).toHaveLength(1);
    expect(world.lines[0]).toMatchObject({
      level: "info",
      message: "polled",
      fields: { feed: url, status: 200, new: 1, revised: 0, reason: poll.nextPollReason },
    });
  });

  test("asks again with the validators, and a 304 keeps everything", async () => {
    const url = world.hosts.url(a, "/feed");
    world.hosts.on(
      a,
      "/feed",
      serve(() => story),
    );
    await world.subscribe(url);
    const poller = world.poller();
    await poller.tick();
    await world.clock.advance(dayMs);
    expect(await poller.tick()).toMatchObject({ polledCount: 1, notModifiedCount: 1 });
    expect(world.hosts.seen.map(({ status }) => status)).toEqual([200, 304]);
    expect(world.lines[1]).toMatchObject({ level: "info", message: "unchanged" });
  });

  test("polls nothing early, not even after a restart", async () => {
    world.hosts.on(
      a,
      "/feed",
      serve(() => story),
    );
    await world.subscribe(world.hosts.url(a, "/feed"));
    await world.poller().tick();
    const again = await world.poller().tick();
    expect(again.polledCount).toBe(0);
    expect(world.hosts.seen).toHaveLength(1);
  });

  test("an HTML page is a failure that names the feed it advertises, and nothing is stored of it", async () => {
    const url = world.hosts.url(a, "/");
    world.hosts.on(a, "/", (_q, r) =>
      r.end('<!doctype html><link rel="alternate" type="application/rss+xml" href="/wire.xml">'),
    );
    await world.subscribe(url);
    expect(await world.poller().tick()).toMatchObject({ failedCount: 1, newCount: 0 });
    const { failure } = (await world.status(url)).poll;
    expect(failure).toMatchObject({ code: "not-a-feed", count: 1 });
    expect(failure?.message).toContain(world.hosts.url(a, "/wire.xml"));
  });

  test("an unreadable document is a recorded failure, told once", async () => {
    const url = world.hosts.url(a, "/odd");
    world.hosts.on(a, "/odd", (_q, r) => r.end("<nothing/>"));
    await world.subscribe(url);
    const poller = world.poller();
    await poller.tick();
    await world.clock.advance(hourMs);
    await poller.tick();
    expect((await world.status(url)).poll.failure).toMatchObject({ code: "not-a-feed", count: 2, firstAt: noon });
    expect(world.lines.map(({ level }) => level)).toEqual(["warn", "warn"]);
  });

  test("one recovery clears the failures", async () => {
    const url = world.hosts.url(a, "/feed");
    let up = false;
    world.hosts.on(a, "/feed", (request, response, seen) =>
      up ? serve(() => story)(request, response, seen) : response.writeHead(500).end(),
    );
    await world.subscribe(url);
    const poller = world.poller();
    await poller.tick();
    expect((await world.status(url)).poll.failure?.count).toBe(1);
    up = true;
    await world.clock.advance(hourMs);
    await poller.tick();
    expect((await world.status(url)).poll.failure).toBeNull();
  });

  test("three 410 over a day end the polling; before that it goes on", async () => {
    const url = world.hosts.url(a, "/gone");
    world.hosts.on(a, "/gone", (_q, r) => r.writeHead(410).end());
    await world.subscribe(url);
    const poller = world.poller();
    for (let day = 0; day < 4; day += 1) {
      await poller.tick();
      await world.clock.advance(dayMs / 2);
    }
    expect(world.hosts.seen).toHaveLength(3);
    expect((await world.status(url)).feed.state).toBe("gone");
    expect(JSON.stringify(world.lines)).toContain("polling stops");
  });

  test("a permanent move is asked at its new address after a day, and undone when that fails", async () => {
    const url = world.hosts.url(a, "/old");
    world.hosts.on(a, "/old", (_q, r) => r.writeHead(301, { location: world.hosts.url(b, "/new") }).end());
    world.hosts.on(
      b,
      "/new",
      serve(() => story),
    );
    await world.subscribe(url);
    const poller = world.poller();
    for (let day = 0; day < 3; day += 1) {
      await world.clock.runUntil(poller.tick());
      await world.clock.advance(dayMs);
    }
    expect(world.hosts.seen.map(({ address }) => address)).toEqual([a, b, a, b, b]);
    expect(
      world.hosts.seen
        .slice(1)
        .filter(({ address }) => address === b)
        .map(({ status }) => status),
    ).toEqual([200, 304, 304]);
    world.hosts.on(b, "/new", (_q, r) => r.writeHead(404).end());
    world.hosts.seen.length = 0;
    for (let day = 0; day < 4; day += 1) {
      await world.clock.runUntil(poller.tick());
      await world.clock.advance(dayMs);
    }
    expect(world.hosts.seen.map(({ address }) => address)).toEqual([b, b, b, a, b]);
  });

  test("an address that another feed has is reported as the same feed twice", async () => {
    world.hosts.on(a, "/old", (_q, r) => r.writeHead(301, { location: world.hosts.url(b, "/new") }).end());
    world.hosts.on(
      b,
      "/new",
      serve(() => story),
    );
    await world.subscribe(world.hosts.url(a, "/old"), world.hosts.url(b, "/new"));
    await world.clock.runUntil(world.poller().tick());
    expect(JSON.stringify(world.lines)).toContain("the same feed twice");
  });

  test("secrets of a feed are sent to it and never told", async () => {
    const url = world.hosts.url(a, "/feed?token=hush").replace("http://", "http://wire:word@");
    world.hosts.on(
      a,
      "/feed",
      serve(() => story),
    );
    await world.subscribe(url);
    await world.poller({ headersFor: (feedUrl) => ({ "x-key": feedUrl === url ? "sesame" : "wrong" }) }).tick();
    expect(world.hosts.seen[0]?.headers).toMatchObject({ "x-key": "sesame" });
    expect(world.hosts.seen[0]?.headers.authorization).toMatch(/^Basic /);
    expect(JSON.stringify(world.lines)).not.toMatch(/hush|word@|sesame/);
    expect(world.lines).toHaveLength(1);
  });
});

describe("createPoller(): many feeds", () => {
  test("one host is asked by one request at a time, a gap apart, whatever the number of its feeds", async () => {
    const urls = Array.from({ length: 5 }, (_, index) => world.hosts.url(a, `/feed${index}`));
    for (const url of urls)
      world.hosts.on(
        a,
        new URL(url).pathname,
        serve(() => story),
      );
    await world.subscribe(...urls);
    await world.clock.runUntil(world.poller({}, { hostGapMs: 2000 }).tick());
    expect(world.hosts.seen).toHaveLength(5);
    expect(Math.max(...world.hosts.seen.map(({ parallel }) => parallel))).toBe(1);
    const times = world.hosts.seen.map(({ at }) => at);
    for (const [index, at] of times.slice(1).entries()) expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(2000);
  });

  test("a host with settings of its own is asked as they say", async () => {
    const urls = Array.from({ length: 4 }, (_, index) => world.hosts.url(a, `/feed${index}`));
    let open = 0;
    let openMax = 0;
    world.hosts.on(a, "*", async (request, response, seen) => {
      open += 1;
      openMax = Math.max(openMax, open);
      if (world.hosts.seen.length < 4) await until(() => world.hosts.seen.length >= 4);
      open -= 1;
      serve(() => story)(request, response, seen);
    });
    await world.subscribe(...urls);
    await world.poller({}, { hosts: { [a]: { gapMs: 0, parallel: 4 } } }).tick();
    expect(openMax).toBe(4);
  });

  test("a slow host holds only its own feeds, and a tick meanwhile joins the pass and polls what fell due", async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    world.hosts.on(a, "*", async (request, response, seen) => {
      await held;
      serve(() => story)(request, response, seen);
    });
    world.hosts.on(
      b,
      "/feed",
      serve(() => story),
    );
    const slow = Array.from({ length: 40 }, (_, index) => world.hosts.url(a, `/slow${index}`));
    await world.subscribe(...slow);
    await world.subscribe(world.hosts.url(b, "/feed"));
    const poller = world.poller({}, { concurrency: 4 });
    const pass = poller.tick();
    await until(() => world.lines.length === 1);
    expect(world.lines[0]?.fields).toMatchObject({ feed: world.hosts.url(b, "/feed") });
    await world.clock.advance(dayMs);
    expect(await poller.tick()).toMatchObject({ joined: true, polledCount: 0 });
    await until(() => world.lines.length === 2);
    expect(world.hosts.seen.filter(({ address }) => address === a)).toHaveLength(1);
    release();
    await world.clock.runUntil(pass);
    expect(Math.max(...world.hosts.seen.map(({ parallel }) => parallel))).toBe(1);
  });

  test("a redirect to another host waits for that host's turn, and two hosts that redirect to each other do not wait for ever", async () => {
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      world.hosts.on(from, "/moved", (_q, r) => r.writeHead(302, { location: world.hosts.url(to, "/feed") }).end());
      world.hosts.on(
        from,
        "/feed",
        serve(() => story),
      );
    }
    const urls = [a, b].flatMap((host) =>
      ["/moved", "/feed", "/moved?2", "/feed?2"].map((path) => world.hosts.url(host, path)),
    );
    await world.subscribe(...urls);
    const report = await world.clock.runUntil(world.poller().tick());
    expect(report).toMatchObject({ polledCount: 8, modifiedCount: 8 });
    expect(Math.max(...world.hosts.seen.map(({ parallel }) => parallel))).toBe(1);
  });

  test("an exception in one feed is logged once, recorded as its failure, and the others go on", async () => {
    const urls = [1, 2, 3].map((n) => world.hosts.url(`127.0.5.${n}`, "/feed"));
    for (const n of [1, 2, 3])
      world.hosts.on(
        `127.0.5.${n}`,
        "/feed",
        serve(() => story),
      );
    await world.subscribe(...urls);
    const ingest: Ingest = async (claimed, result, decide) => {
      if (claimed.feed.url === urls[1]) throw new TypeError("undefined is not a headline");
      return world.ingest(claimed, result, decide);
    };
    expect(await world.poller({ ingest }).tick()).toMatchObject({ polledCount: 3, modifiedCount: 2, failedCount: 1 });
    const errors = world.lines.filter(({ level }) => level === "error");
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toContain("undefined is not a headline");
    expect((await world.status(urls[1] ?? "")).poll.failure).toMatchObject({ code: "io-failed", count: 1 });
  });

  test("a store that cannot save one outcome costs that outcome, told once", async () => {
    const urls = [1, 2].map((n) => world.hosts.url(`127.0.6.${n}`, "/feed"));
    await world.subscribe(...urls);
    let calls = 0;
    const store = {
      claimFeeds: world.store.claimFeeds,
      releaseLeases: world.store.releaseLeases,
      listLeaseOwners: world.store.listLeaseOwners,
      findFeed: world.store.findFeed,
      savePoll: async (...args: Parameters<typeof world.store.savePoll>) => {
        calls += 1;
        if (calls === 1) throw new Error("disk full");
        return world.store.savePoll(...args);
      },
    };
    expect(await world.poller({ store }).tick()).toMatchObject({ polledCount: 1 });
    expect(world.lines.filter(({ level }) => level === "error").map(({ message }) => message)).toEqual([
      "poll not stored: disk full",
    ]);
  });

  test("pollAll() polls every feed once, due or not, and tells each as it ends", async () => {
    const urls = Array.from({ length: 7 }, (_, n) => world.hosts.url(`127.0.7.${n + 1}`, "/feed"));
    await world.subscribe(...urls);
    const poller = world.poller({}, { claimedMax: 3 });
    await poller.pollAll({ dueOnly: true });
    const told: string[] = [];
    const all = poller.pollAll({ dueOnly: false, onPolled: (report) => void told.push(report.feedUrl) });
    await world.clock.runUntil(all);
    expect(told.toSorted()).toEqual(urls.toSorted());
    expect(world.hosts.seen).toHaveLength(14);
  });
});

describe("createPoller(): leases and stopping", () => {
  test("a feed that another poller has is left alone until its lease runs out", async () => {
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

  test("what a killed process had leased is polled at the next tick, and the host of a running one is left to it", async () => {
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

  test("a tick claims what falls due before the next and polls it on the second", async () => {
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

  test("Retry-After holds against pollAll() too, and a skipped hour against a late beat", async () => {
    const urls = ["/limited", "/skip"].map((path) => world.hosts.url(a, path));
    world.hosts.on(a, "/limited", (_q, r) => r.writeHead(429, { "retry-after": "3600" }).end());
    world.hosts.on(
      a,
      "/skip",
      serve(() => feedText([[noon - hourMs, "Ferry"]], "skipHours 13")),
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

  test("stop() lets polls in flight end, cuts what takes too long, starts nothing new and gives the leases back", async () => {
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

  test("stop() waits for an answer that is on its way", async () => {
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

describe("a clock that jumps", () => {
  test.each([-hourMs, hourMs])(
    "by %d ms breaks nothing: the feed is polled again soon, and its entries are kept once",
    async (jumpMs) => {
      const url = world.hosts.url(a, "/feed");
      const items: [number, string][] = [[noon - hourMs, "Ferry resumes"]];
      world.hosts.on(
        a,
        "/feed",
        serve(() => feedText(items)),
      );
      await world.subscribe(url);
      const poller = world.poller();
      await world.clock.runUntil(poller.tick());
      world.clock.jump(jumpMs);
      items.push([world.clock.now(), "Bridge closed"]);
      // Late by the jump and one interval at most, whichever way the clock went.
      for (let minute = 0; minute < 180 && world.hosts.seen.length < 2; minute += 1) {
        await world.clock.runUntil(poller.tick());
        await world.clock.advance(minuteMs);
      }
      expect(world.hosts.seen).toHaveLength(2);
      const { poll, entryCount } = await world.status(url);
      expect(entryCount).toBe(2);
      expect(poll).toMatchObject({ failure: null });
      expect(poll.nextPollAt).toBeGreaterThan(poll.lastPollAt ?? Number.POSITIVE_INFINITY);
      expect(world.lines.filter(({ level }) => level !== "info")).toEqual([]);
    },
  );
});
