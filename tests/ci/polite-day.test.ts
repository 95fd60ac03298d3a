import { expect, test } from "vitest";
import { hostKey } from "../../src/domain/feeds/host-key.ts";
import { dayMs, hourMs, type Instant, minuteMs, secondMs } from "../../src/domain/time.ts";
import { feedText } from "../ingest/poll/feed-text.ts";
import { noon } from "../ingest/poll/poll-examples.ts";
import { openPollerWorld, serve } from "../ingest/poll/poller-world.ts";
import type { Behaviour, SeenRequest } from "../support/loopback-host.ts";

/** What a host asked of its clients in its last answer. */
interface Asked {
  notBefore: Instant;
  why: string;
  etag: string | null;
}

/**
 * One simulated day of ticks over feeds that behave in different ways. It is checked only from the hosts' logs: each
 * request must agree with what the host had said before. One process polls until the evening and is killed; then two
 * processes continue with the same store.
 */
test("in 24 hours no host gets a request too early, two at once, or one without its validators", {
  timeout: 240_000,
}, async () => {
  const world = await openPollerWorld();
  const { hosts, clock } = world;
  const asked = new Map<string, Asked>();
  const broken: string[] = [];
  const judge = (seen: SeenRequest): Asked => {
    const key = `${seen.address}${seen.path}`;
    const before = asked.get(key);
    if (seen.parallel > 1) broken.push(`${key}: ${seen.parallel} at once`);
    if (before !== undefined && seen.at < before.notBefore) {
      broken.push(`${key}: ${(before.notBefore - seen.at) / secondMs} s before ${before.why}`);
    }
    if (before?.etag != null && seen.headers["if-none-match"] !== before.etag) broken.push(`${key}: unconditional`);
    const fresh = before ?? { notBefore: 0, why: "", etag: null };
    asked.set(key, fresh);
    return fresh;
  };
  const tell = (seen: SeenRequest, ms: number, why: string, etag?: string | null): void => {
    const state = judge(seen);
    state.notBefore = clock.now() + Math.max(ms, minuteMs);
    state.why = why;
    if (etag !== undefined) state.etag = etag;
  };
  const feed =
    (ms: number, why: string, text: () => string, headers: () => Record<string, string> = () => ({})): Behaviour =>
    (request, response, seen) => {
      tell(seen, ms, why);
      serve(text, headers)(request, response, seen);
      const etag = response.getHeader("etag");
      tellEtag(seen, typeof etag === "string" ? etag : null);
    };
  const tellEtag = (seen: SeenRequest, etag: string | null): void => {
    const state = asked.get(`${seen.address}${seen.path}`);
    if (state !== undefined) state.etag = etag;
  };
  /** Publishes `perHour` entries an hour and shows the last ten. */
  const growing =
    (perHour: number, extra = "") =>
    (): string => {
      const count = Math.floor(((clock.now() - noon + dayMs) * perHour) / hourMs);
      const items = Array.from({ length: 10 }, (_, index) => count - index).filter((n) => n > 0);
      return feedText(
        items.map((n) => [noon - dayMs + (n * hourMs) / perHour, `Number ${n} of ${perHour}`]),
        extra,
      );
    };
  const failing =
    (status: number, seconds: () => number): Behaviour =>
    (_request, response, seen) => {
      const wait = seconds();
      tell(seen, wait * secondMs, `Retry-After ${wait}`);
      response.writeHead(status, { "retry-after": String(wait) }).end("later");
    };
  let turn = 0;
  const urls: string[] = [];
  const at = (address: string, path: string, behaviour: Behaviour): void => {
    hosts.on(address, path, behaviour);
    urls.push(hosts.url(address, path));
  };
  at("127.0.8.1", "/busy", feed(0, "floor", growing(60)));
  at("127.0.8.1", "/calm", feed(0, "floor", growing(1)));
  at(
    "127.0.8.1",
    "/maxage",
    feed(20 * minuteMs, "max-age", growing(20), () => ({ "cache-control": "max-age=1200" })),
  );
  at("127.0.8.2", "/ttl", feed(45 * minuteMs, "ttl", growing(6, "<ttl>45</ttl>")));
  at(
    "127.0.8.2",
    "/expires",
    feed(30 * minuteMs, "Expires", growing(20), () => ({
      expires: new Date(clock.now() + 30 * minuteMs).toUTCString(),
      date: new Date(clock.now()).toUTCString(),
    })),
  );
  at(
    "127.0.8.3",
    "/limited",
    failing(429, () => 1000 + 137 * turn++),
  );
  at(
    "127.0.8.3",
    "/busy503",
    failing(503, () => 3671),
  );
  at("127.0.8.4", "/missing", (_q, r, seen) => {
    tell(seen, 0, "floor");
    r.writeHead(404).end();
  });
  at("127.0.8.7", "/reset", (_q, r, seen) => {
    tell(seen, 0, "floor");
    r.socket?.destroy();
  });
  const skippedHours = [0, 1, 2, 3, 13, 14];
  const skipped = `<skipHours>${skippedHours.map((hour) => `<hour>${hour}</hour>`).join("")}</skipHours>`;
  at("127.0.8.5", "/skip", (request, response, seen) => {
    const hour = new Date(seen.at).getUTCHours();
    if (seen.at > noon + minuteMs && skippedHours.includes(hour)) broken.push(`/skip: asked at ${hour} GMT`);
    feed(0, "floor", growing(3, skipped))(request, response, seen);
  });
  at("127.0.8.6", "/moved", (_q, r, seen) => {
    tell(seen, 0, "floor");
    r.writeHead(302, { location: hosts.url("127.0.8.1", "/target") }).end();
  });
  hosts.on("127.0.8.1", "/target", feed(0, "floor", growing(1)));
  await world.subscribe(...urls);

  const polled = [0, 0, 0];
  const process = (n: number) =>
    world.poller({
      random: () => 0.5,
      onPolled: () => {
        polled[n] = (polled[n] ?? 0) + 1;
      },
    });
  const pollers = [process(0)];
  for (let minute = 0; minute < 24 * 60; minute += 1) {
    const started = clock.now();
    await clock.runUntil(Promise.all(pollers.map((poller) => poller.tick())));
    pollers.reverse();
    await clock.advance(Math.max(0, started + minuteMs - clock.now()));
    if (minute === 700) pollers.splice(0, 1, process(1), process(2));
  }

  expect(broken).toEqual([]);
  const count = (path: string): number => hosts.seen.filter((seen) => seen.path === path).length;
  expect(count("/busy")).toBeGreaterThan(1300);
  expect(count("/calm")).toBeGreaterThan(60);
  expect(count("/maxage")).toBeGreaterThan(60);
  expect(count("/limited")).toBeGreaterThan(5);
  expect(count("/missing")).toBeLessThan(16);
  // Retry-After is kept to the second. A request is not earlier (checked above), and not later than the gap of its host
  // requires.
  const held = hosts.seen.filter((seen) => seen.path === "/busy503").map((seen) => seen.at);
  for (const [index, time] of held.slice(1).entries())
    expect(time - (held[index] ?? 0)).toBeLessThanOrEqual(3671 * secondMs + secondMs);
  expect(Math.min(...polled)).toBeGreaterThan(100);
  const conditional = hosts.seen.filter((seen) => seen.headers["if-none-match"] !== undefined).length;
  expect(conditional / hosts.seen.length).toBeGreaterThan(0.8);
  const gaps = hosts.seen.filter((seen) => hostKey(hosts.url(seen.address)) === "127.0.8.1").map((seen) => seen.at);
  for (const [index, time] of gaps.slice(1).entries())
    expect(time - (gaps[index] ?? 0)).toBeGreaterThanOrEqual(secondMs);
  expect((await world.store.readCounts()).entries).toBeGreaterThan(60 * 24);
  await world.close();
});
