import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { dayMs, hourMs } from "../../../src/domain/time.ts";
import type { Ingest } from "../../../src/ingest/ingest-types.ts";
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

describe("createPoller(): one feed", () => {
  test("fetches, stores entries and outcome, and writes one log line", async () => {
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

  test("a move that the operator undoes is forgotten: the next request goes to the feed's own address", async () => {
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
    await world.store.undoMove((await world.status(url)).feed.id, world.clock.now());
    await world.clock.runUntil(poller.tick());
    expect(world.hosts.seen.map(({ address }) => address)).toEqual([a, b, a, b, b, a, b]);
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
});

describe("createPoller(): many feeds", () => {
  test("one host gets one request at a time, with a gap, whatever the number of its feeds", async () => {
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

  test("a host with its own settings is polled by them", async () => {
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

  test("a slow host delays only its own feeds, and a tick meanwhile joins the pass and polls the due feeds", async () => {
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

  test("an exception in one feed is logged once and recorded as its failure, and the others continue", async () => {
    const urls = [1, 2, 3].map((n) => world.hosts.url(`127.0.5.${n}`, "/feed"));
    for (const n of [1, 2, 3])
      world.hosts.on(
        `127.0.5.${n}`,
        "/feed",
        serve(() => story),
      );
    await world.subscribe(...urls);
    const ingest: Ingest = async (feed, fetched, decide) => {
      if (feed.url === urls[1]) throw new TypeError("undefined is not a headline");
      return world.ingest(feed, fetched, decide);
    };
    expect(await world.poller({ ingest }).tick()).toMatchObject({ polledCount: 3, modifiedCount: 2, failedCount: 1 });
    const errors = world.lines.filter(({ level }) => level === "error");
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toContain("undefined is not a headline");
    expect((await world.status(urls[1] ?? "")).poll.failure).toMatchObject({ code: "io-failed", count: 1 });
  });

  test("when the store cannot save an outcome, only that outcome is lost, and one log line says so", async () => {
    const urls = [1, 2].map((n) => world.hosts.url(`127.0.6.${n}`, "/feed"));
    await world.subscribe(...urls);
    let calls = 0;
    const store = {
      ...world.store,
      savePoll: async (...args: Parameters<typeof world.store.savePoll>) => {
        calls += 1;
        if (calls === 1) throw new Error("disk full");
        return world.store.savePoll(...args);
      },
    };
    expect(await world.poller({ store }).tick()).toMatchObject({ polledCount: 1 });
    expect(world.lines.filter(({ level }) => level === "error").map(({ message }) => message)).toEqual([
      "could not store the poll: disk full",
    ]);
  });

  test("pollAll() polls every feed once, due or not, and reports each when it ends", async () => {
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
