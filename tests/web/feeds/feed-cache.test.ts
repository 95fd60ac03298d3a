import { describe, expect, test, vi } from "vitest";
import { WireError } from "../../../src/domain/errors.ts";
import { cacheHarness, request, settle } from "./cache-harness.ts";

describe("createFeedCache()", () => {
  test("renders once for many simultaneous requests", async () => {
    const { cache, asked } = cacheHarness();
    const feeds = await Promise.all(Array.from({ length: 50 }, () => cache.load("k", request)));
    expect(asked.length).toBe(1);
    expect(new Set(feeds).size).toBe(1);
  });

  test("does not render again while the store's change mark is the same, however long", async () => {
    const { cache, asked, state } = cacheHarness();
    const first = await cache.load("k", request);
    state.time += 3_600_000;
    expect(cache.peek("k")).toBeNull();
    expect(await cache.load("k", request)).toBe(first);
    expect(asked.length).toBe(1);
  });

  test("keeps the same bytes when the mark moved but the content did not", async () => {
    const { cache, asked, state } = cacheHarness();
    const first = await cache.load("k", request);
    state.mark += 1;
    state.time += 1_000;
    expect(await cache.load("k", request)).toBe(first);
    expect(asked.map((one) => one.knownEtag)).toEqual([null, '"one"']);
  });

  test("during constant changes a document is rendered every 400 ms, the earlier bytes are served meanwhile, and no request waits", async () => {
    const { cache, asked, state } = cacheHarness();
    await cache.load("k", request);
    const seen = new Set<string | undefined>();
    for (let ms = 0; ms < 4_000; ms += 10) {
      state.time += 10;
      state.mark += 1;
      state.content = `at ${ms}`;
      seen.add(cache.peek("k")?.etag);
      await settle();
    }
    expect(asked.length).toBe(1 + 10);
    expect(seen.has(undefined)).toBe(false);
    // Only the first ten versions: every answer comes from one rendering.
    expect(seen.size).toBe(10);
  });

  test("the last change of a burst is rendered, although no other change follows it", async () => {
    const { cache, state, hold, release } = cacheHarness();
    await cache.load("k", request);
    state.time += 401;
    state.mark += 1;
    hold();
    cache.peek("k");
    await settle();
    // Requests that arrive during that rendering, which shows an earlier state of the store.
    state.mark += 1;
    state.content = "last";
    await release();
    expect(cache.peek("k")?.etag).toBe('"one"');
    state.time += 401;
    cache.peek("k");
    await settle();
    expect(cache.peek("k")?.etag).toBe('"last"');
  });

  test("a request after a long pause waits for the rendering, unless the rendering is queued", async () => {
    const { cache, asked, state, hold, release } = cacheHarness();
    const first = await cache.load("k", request);
    state.mark += 1;
    state.content = "two";
    state.time += 801;
    hold();
    expect(cache.peek("k")).toBeNull();
    const waiting = [cache.load("k", request)];
    state.time += 99;
    expect(cache.peek("k")).toBeNull();
    waiting.push(cache.load("k", request));
    state.time += 1;
    expect(cache.peek("k")).toBe(first);
    await release();
    expect((await Promise.all(waiting)).map(({ etag }) => etag)).toEqual(['"two"', '"two"']);
    expect(asked.length).toBe(2);
  });

  test("a request waits a second at most for a store that does not answer, and then gets the earlier bytes", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    const { cache, state, hold, release } = cacheHarness();
    const first = await cache.load("k", request);
    state.mark += 1;
    state.content = "two";
    state.time += 801;
    hold();
    const waiting = cache.load("k", request);
    vi.advanceTimersByTime(1000);
    expect(await waiting).toBe(first);
    vi.useRealTimers();
    await release();
    expect(cache.peek("k")?.etag).toBe('"two"');
  });

  test("a request sees a change after at most 801 ms", async () => {
    const { cache, state } = cacheHarness();
    await cache.load("k", request);
    state.mark += 1;
    state.content = "two";
    state.time += 801;
    expect((cache.peek("k") ?? (await cache.load("k", request))).etag).toBe('"two"');
  });

  test("after expire(), bytes that were read before are not served, nor those of a rendering that began before", async () => {
    const { cache, state, hold, release } = cacheHarness();
    await cache.load("k", request);
    state.time += 401;
    state.mark += 1;
    hold();
    cache.peek("k");
    await settle();
    state.time += 10;
    cache.expire();
    state.mark += 1;
    state.content = "decided";
    expect(cache.peek("k")).toBeNull();
    const asked = cache.load("k", request);
    state.time += 10;
    await release();
    expect((await asked).etag).toBe('"decided"');
    expect(cache.peek("k")?.etag).toBe('"decided"');
  });

  test("the age of a document begins when the store is read for it, not when it is requested", async () => {
    const { cache, asked, state, hold, release } = cacheHarness();
    await cache.load("k", request);
    state.time += 401;
    state.mark += 1;
    hold("in the queue");
    cache.peek("k");
    await settle();
    state.time += 5_000;
    state.mark += 1;
    state.content = "two";
    await release();
    state.time += 400;
    expect(cache.peek("k")?.etag).toBe('"two"');
    expect(asked.length).toBe(2);
  });

  test("a change is not counted as sent when its Last-Modified cannot be read", async () => {
    const { cache, state } = cacheHarness();
    await cache.load("k", request);
    state.time += 801;
    state.mark += 1;
    state.content = "two";
    state.stampFailure = new WireError("store-locked", "locked");
    expect((await cache.load("k", request)).etag).toBe('"one"');
    state.stampFailure = null;
    state.time += 801;
    expect((await cache.load("k", request)).etag).toBe('"two"');
  });

  test("Last-Modified comes from the content, and moves when content changes without a newer time", async () => {
    const { cache, state } = cacheHarness();
    expect((await cache.load("k", request)).lastModified).toBe(500_000);
    state.mark += 1;
    state.content = "two";
    state.time += 1_000;
    expect((await cache.load("k", request)).lastModified).toBe(501_000);
    state.mark += 1;
    state.content = "three";
    state.changedAt = 900_999;
    state.time += 1_000;
    expect((await cache.load("k", request)).lastModified).toBe(900_000);
  });

  test("a failure is returned to requests without earlier bytes, and the next request tries again", async () => {
    const { cache, state } = cacheHarness();
    state.failure = new WireError("store-locked", "locked");
    await expect(Promise.all([cache.load("k", request), cache.load("k", request)])).rejects.toThrow("locked");
    state.failure = null;
    expect((await cache.load("k", request)).etag).toBe('"one"');
  });

  test("a failure while earlier bytes are served is logged once for each attempt", async () => {
    const { cache, state, logged } = cacheHarness();
    const first = await cache.load("k", request);
    state.failure = new WireError("store-locked", "locked");
    state.mark += 1;
    state.time += 500;
    for (let index = 0; index < 20; index += 1) expect(cache.peek("k")).toBe(first);
    await settle();
    expect(logged).toEqual(["could not make a feed document; the last one is served"]);
  });

  test("keeps a limited number of variants: those that have been requested longest", async () => {
    const { cache, asked, state } = cacheHarness();
    await cache.load("hot", request);
    for (let index = 0; index < 4_000; index += 1) {
      await cache.load(`hostile-${index}`, request);
      if (index % 500 === 0) {
        state.time += 500;
        cache.peek("hot");
        await settle();
      }
    }
    const before = asked.length;
    state.time += 400;
    await cache.load("hot", request);
    expect(asked.length).toBe(before);
    await cache.load("hostile-1", request);
    expect(asked.length).toBe(before + 1);
  });

  test("when no rendering place is free, the earlier bytes are served and the document is rendered later", async () => {
    const { cache, asked, state, hold, release } = cacheHarness();
    const keys = Array.from({ length: 200 }, (_, index) => `k${index}`);
    for (const key of keys) await cache.load(key, request);
    const before = asked.length;
    state.time += 5_000;
    state.mark += 1;
    state.content = "two";
    hold();
    const sent = keys.map((key) => cache.load(key, request));
    await settle();
    expect(asked.length - before).toBe(128);
    await release();
    expect(new Set((await Promise.all(sent)).map(({ etag }) => etag))).toEqual(new Set(['"one"', '"two"']));
    const last = keys.at(-1) ?? "";
    expect((cache.peek(last) ?? (await cache.load(last, request))).etag).toBe('"two"');
  });

  test("while several are made, recent bytes are sent rather than waited for; older ones, and those of before a decision, wait", async () => {
    const { cache, state, hold, release } = cacheHarness();
    for (const key of ["a", "b", "c", "d"]) await cache.load(key, request);
    state.mark += 1;
    state.content = "two";
    state.time += 801;
    hold();
    const queued = ["a", "b", "c"].map((key) => cache.load(key, request));
    expect((await cache.load("d", request)).etag).toBe('"one"');
    state.time += 50_000;
    expect((await cache.load("d", request)).etag).toBe('"one"');
    cache.expire();
    state.time += 1;
    const late = cache.load("d", request);
    await release();
    expect((await late).etag).toBe('"two"');
    await Promise.all(queued);
  });

  test("while many are made, a store that is lost ends nothing: recent bytes are sent, and the failure has a reader", async () => {
    const { cache, state, hold, release } = cacheHarness();
    const keys = Array.from({ length: 20 }, (_, index) => `k${index}`);
    for (const key of [...keys, "last"]) await cache.load(key, request);
    state.mark += 1;
    state.time += 801;
    hold("in the queue");
    const queued = Promise.allSettled(keys.map((key) => cache.load(key, request)));
    expect((await cache.load("last", request)).etag).toBe('"one"');
    state.failure = new WireError("store-lost", "gone");
    await release();
    await queued;
    // A rejection that nobody handles would fail the run here.
    await settle();
    await expect(cache.load("last", request)).rejects.toThrow("gone");
  });

  test("a clock that was set back does not keep old bytes", async () => {
    const { cache, state } = cacheHarness();
    await cache.load("k", request);
    state.mark += 1;
    state.content = "two";
    state.time -= 3_600_000;
    expect(cache.peek("k")).toBeNull();
    expect((await cache.load("k", request)).etag).toBe('"two"');
  });
});
