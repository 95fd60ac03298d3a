import { describe, expect, test } from "vitest";
import { WireError } from "../../../src/domain/errors.ts";
import { cacheHarness, request, settle } from "./cache-harness.ts";

describe("createFeedCache()", () => {
  test("renders once however many ask at the same time", async () => {
    const { cache, asked } = cacheHarness();
    const feeds = await Promise.all(Array.from({ length: 50 }, () => cache.load("k", request)));
    expect(asked.length).toBe(1);
    expect(new Set(feeds).size).toBe(1);
  });

  test("does not render again while the store's mark stands still, however long", async () => {
    const { cache, asked, state } = cacheHarness();
    const first = await cache.load("k", request);
    state.time += 3_600_000;
    expect(cache.peek("k")).toBeNull();
    expect(await cache.load("k", request)).toBe(first);
    expect(asked.length).toBe(1);
  });

  test("keeps the very bytes when the mark moved and the content did not", async () => {
    const { cache, asked, state } = cacheHarness();
    const first = await cache.load("k", request);
    state.mark += 1;
    state.time += 1_000;
    expect(await cache.load("k", request)).toBe(first);
    expect(asked.map((one) => one.knownEtag)).toEqual([null, '"one"']);
  });

  test("under changes without end a document is made again every 400 ms, behind the bytes of before, and nobody waits", async () => {
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
    // The first ten versions and no others: what goes out is always what one rendering made.
    expect(seen.size).toBe(10);
  });

  test("the last change of a burst is not passed over, though no other follows it", async () => {
    const { cache, state, hold, release } = cacheHarness();
    await cache.load("k", request);
    state.time += 401;
    state.mark += 1;
    hold();
    cache.peek("k");
    await settle();
    // While that rendering is under way, of what the store held before.
    state.mark += 1;
    state.content = "last";
    await release();
    expect(cache.peek("k")?.etag).toBe('"one"');
    state.time += 401;
    cache.peek("k");
    await settle();
    expect(cache.peek("k")?.etag).toBe('"last"');
  });

  test("who asks seldom waits for the rendering; one that stands in a queue is not waited for", async () => {
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

  test("a change is seen by a request 801 ms later at the latest", async () => {
    const { cache, state } = cacheHarness();
    await cache.load("k", request);
    state.mark += 1;
    state.content = "two";
    state.time += 801;
    expect((cache.peek("k") ?? (await cache.load("k", request))).etag).toBe('"two"');
  });

  test("once expired, bytes that were read before go out no more, nor those of a rendering that began before", async () => {
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

  test("a document counts as old from when the store was read for it, not from when it was asked for", async () => {
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

  test("a change whose Last-Modified cannot be read is not taken for sent", async () => {
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

  test("Last-Modified comes from the content, and moves on when content changes without a newer time", async () => {
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

  test("a failure goes to those who have nothing, and is tried again by the next", async () => {
    const { cache, state } = cacheHarness();
    state.failure = new WireError("store-locked", "locked");
    await expect(Promise.all([cache.load("k", request), cache.load("k", request)])).rejects.toThrow("locked");
    state.failure = null;
    expect((await cache.load("k", request)).etag).toBe('"one"');
  });

  test("a failure behind bytes that are there is logged once a look, and the bytes go on", async () => {
    const { cache, state, logged } = cacheHarness();
    const first = await cache.load("k", request);
    state.failure = new WireError("store-locked", "locked");
    state.mark += 1;
    state.time += 500;
    for (let index = 0; index < 20; index += 1) expect(cache.peek("k")).toBe(first);
    await settle();
    expect(logged).toEqual(["could not make a feed document; the last one is served"]);
  });

  test("keeps a bounded number of variants, and those that are asked for longest", async () => {
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

  test("no more renderings are begun than there is room for: the bytes of before go on, and the turn of a document comes later", async () => {
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
    state.time += 5_000;
    cache.expire();
    state.time += 1;
    const late = cache.load("d", request);
    await release();
    expect((await late).etag).toBe('"two"');
    await Promise.all(queued);
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
