import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hourMs } from "../../../src/domain/time.ts";
import { feedText } from "../poll/feed-text.ts";
import { noon } from "../poll/poll-examples.ts";
import { openSubscriberWorld, type SubscriberWorld, sign, topic } from "./subscriber-world.ts";

let world: SubscriberWorld;

beforeEach(async () => {
  world = await openSubscriberWorld();
});
afterEach(() => world.close());

describe("a hub that a feed names", () => {
  test("gets one subscription request, with a secret and an unguessable callback", async () => {
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

  test.each([307, 308])("that answers %d gets the same request at the address that it names", async (status) => {
    const { hosts } = world.world;
    const moved: string[] = [];
    hosts.on("127.0.5.3", "/moved", async (request, response) => {
      let form = "";
      for await (const piece of request) form += piece;
      moved.push(form);
      response.writeHead(202).end();
    });
    hosts.on("127.0.5.2", "/hub", (_request, response) =>
      response.writeHead(status, { location: hosts.url("127.0.5.3", "/moved") }).end(),
    );
    await world.poll();
    await world.tick();
    const [form] = moved.map((one) => new URLSearchParams(one));
    expect(moved).toHaveLength(1);
    expect([form?.get("hub.mode"), form?.get("hub.topic")]).toEqual(["subscribe", topic]);
    const callback = form?.get("hub.callback") ?? "";
    const asks = { "hub.mode": "subscribe", "hub.topic": topic, "hub.lease_seconds": "3600" };
    expect((await world.verify(asks, callback)).text).toBe("prove it");
    expect(await world.hub()).toMatchObject({ state: "on" });
  });

  test.each([
    [302, "/moved"],
    [307, ""],
    [308, "ftp://127.0.5.2/hub"],
    [307, "/hub"],
  ])("that answers %d to %s has failed, and is asked at most four times", async (status, location) => {
    const { hosts } = world.world;
    let count = 0;
    hosts.on("127.0.5.2", "/hub", (_request, response) => {
      count += 1;
      response.writeHead(status, location === "" ? {} : { location }).end();
    });
    await world.poll();
    await world.tick();
    expect(count).toBe(location === "/hub" ? 4 : 1);
    expect(await world.hub()).toMatchObject({ state: "asked", attempts: 1 });
  });

  test("gets its challenge back, and its lease applies", async () => {
    await world.poll();
    await world.tick();
    const right = await world.verify({ "hub.mode": "subscribe", "hub.topic": topic, "hub.lease_seconds": "3600" });
    expect([right.status, right.text]).toEqual([200, "prove it"]);
    expect(await world.hub()).toMatchObject({ state: "on", leaseUntil: world.world.clock.now() + hourMs });
  });

  test("turns polls into a backup, keeps their state, and its entries count for the rhythm", async () => {
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

  test.each([
    ["gzip", gzipSync],
    ["x-gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
  ])("may deliver in %s, and sign what it sends or what is in it", async (encoding, encode) => {
    await world.subscribe();
    const [first, second] = ["Bridge closed", "Dam cracks"].map((title) => feedText([[noon, title]]));
    const encoded = (text: string) => new Uint8Array(encode(text));
    expect(await world.deliver(encoded(first!), { encoding })).toBe(204);
    expect(await world.deliver(encoded(second!), { encoding, header: sign(second!) })).toBe(204);
    expect([world.heard, await world.storedCount()]).toEqual([[true, true], 3]);
    expect(await world.deliver(encoded(first!), { encoding, header: sign("another body") })).toBe(204);
    expect(world.heard).toEqual([true, true, false]);
  });

  test.each([
    ["of a coding that is not known", "zstd", "what ever", 415],
    ["that does not decode", "gzip", "no gzip at all", 415],
    ["cut off", "gzip", new Uint8Array(gzipSync("x".repeat(9_000)).subarray(0, 20)), 415],
    ["in more layers than any hub uses", "gzip, gzip, gzip", "x", 415],
    ["that grows beyond all bounds", "gzip", new Uint8Array(gzipSync(Buffer.alloc(9_000_000))), 413],
  ])("is told when its delivery cannot be read: one %s", async (_what, encoding, body, status) => {
    await world.subscribe();
    expect(await world.deliver(body, { encoding })).toBe(status);
    expect([world.heard, await world.storedCount()]).toEqual([[], 1]);
  });

  test("appears in metrics by its host, except for licensed copy", async () => {
    await world.subscribe();
    await world.deliver(feedText([[noon, "Bridge closed"]]));
    expect([...world.heardOf]).toEqual(["127.0.5.2"]);
    const { feed } = await world.world.status(world.feedUrl);
    const spec = { ...feed, source: { ...feed.source, isPrivate: true } };
    await world.world.store.syncFeeds([spec], noon);
    await world.deliver(feedText([[noon, "Dam cracks"]]));
    expect([...world.heardOf]).toEqual(["127.0.5.2", "licensed"]);
  });

  test("gets an unsubscription when the feed is no longer polled", async () => {
    await world.subscribe(3600);
    const { feed } = await world.world.status(world.feedUrl);
    await world.world.store.setFeedState(feed.id, "paused");
    await world.world.clock.advance(hourMs);
    await world.tick();
    expect(world.asked.at(-1)?.get("hub.mode")).toBe("unsubscribe");
    expect((await world.verify({ "hub.mode": "unsubscribe", "hub.topic": topic })).status).toBe(200);
  });
});
