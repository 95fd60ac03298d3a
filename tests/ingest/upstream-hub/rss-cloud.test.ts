import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hourMs, minuteMs, secondMs } from "../../../src/domain/time.ts";
import { hubLinks } from "../../../src/ingest/upstream-hub/hub-links.ts";
import { parseFeed } from "../../../src/parse/parse-feed.ts";
import { wire } from "../../support/answers.ts";
import { openSubscriberWorld, type SubscriberWorld } from "./subscriber-world.ts";

let subscriber: SubscriberWorld;
/** The requests that the cloud received, and how it answers them. */
let asked: Record<string, string>[];
let verdict: string;
let challenged: [number, string][];

beforeEach(async () => {
  asked = [];
  challenged = [];
  verdict = "true";
  subscriber = await openSubscriberWorld(
    ({ hosts: { port } }) =>
      `<cloud domain="127.0.5.2" port="${port}" path="/notify" registerProcedure="" protocol="http-post"/>`,
  );
  subscriber.world.hosts.on("127.0.5.2", "/notify", async (request, response) => {
    let form = "";
    for await (const piece of request) form += piece;
    const wish = Object.fromEntries(new URLSearchParams(form));
    asked.push(wish);
    await challenge(wish.url1 ?? "");
    response.end(`<?xml version="1.0"?><notifyResult success="${verdict}" msg="so it is" />`);
  });
});
afterEach(() => subscriber.close());

/** Tests the callback as a cloud does: requests the address that it was given, with the feed and a challenge. */
async function challenge(url: string): Promise<void> {
  const { domain, port, path } = asked.at(-1) ?? {};
  const answer = await fetch(`http://${domain}:${port}${path}?${new URLSearchParams({ url, challenge: "prove it" })}`);
  challenged.push([answer.status, await answer.text()]);
}

async function notify(form: Record<string, string>, path = "/websub/key-1"): Promise<number> {
  return (await fetch(`${subscriber.web.url}${path}`, { method: "POST", body: new URLSearchParams(form) })).status;
}

const feed = async () => (await subscriber.world.status(subscriber.feedUrl)).poll;

async function register(): Promise<void> {
  await subscriber.poll();
  await subscriber.tick();
}

describe("a feed with a cloud", () => {
  test("is registered for when the cloud can reach us, and the challenge is answered", async () => {
    await register();
    const { hostname, port } = new URL(subscriber.web.url);
    expect(asked).toEqual([
      {
        notifyProcedure: "",
        domain: hostname,
        port,
        path: "/websub/key-1",
        protocol: "http-post",
        url1: subscriber.feedUrl,
      },
    ]);
    expect(challenged).toEqual([[200, "prove it"]]);
    expect(await subscriber.hub()).toMatchObject({ state: "on", protocol: "rsscloud" });
    await subscriber.poll();
    expect((await feed()).nextPollReason).toBe("hub on: a poll is the backup");
  });

  test("is registered for again before 25 hours have passed, also after a restart", async () => {
    await register();
    await subscriber.world.clock.advance(16 * hourMs);
    await subscriber.tick();
    expect(asked).toHaveLength(1);
    await subscriber.restart();
    await subscriber.world.clock.advance(hourMs);
    await subscriber.tick();
    expect(asked).toHaveLength(2);
    expect((await subscriber.hub())?.leaseUntil).toBe(subscriber.world.clock.now() + 25 * hourMs);
  });

  test("is polled when the cloud notifies us, but not before the floor after the last poll, and the new entries are not reported as missed", async () => {
    await register();
    await subscriber.poll();
    const polledAt = subscriber.world.clock.now();
    await subscriber.world.clock.advance(20 * secondMs);
    expect(await notify({ url: subscriber.feedUrl })).toBe(204);
    expect([(await feed()).nextPollAt, subscriber.polls]).toEqual([polledAt + minuteMs, 1]);
    await subscriber.world.clock.advance(2 * hourMs);
    await notify({ url: subscriber.feedUrl });
    subscriber.items.push([subscriber.world.clock.now(), "Bridge closed"]);
    await subscriber.poll();
    expect(await subscriber.storedCount()).toBe(2);
    expect(await subscriber.hub()).toMatchObject({ state: "on", missedCount: 0 });
    expect(subscriber.heard).toEqual([true, true]);
  });

  test("is not polled before Retry-After ends, whatever the cloud says", async () => {
    await register();
    subscriber.world.hosts.on("127.0.5.1", "/wire.xml", (_request, response) => {
      response.writeHead(429, { "retry-after": "3600" }).end();
    });
    await subscriber.poll();
    const asks = subscriber.world.hosts.seen.length;
    await subscriber.world.clock.advance(10 * minuteMs);
    await notify({ url: subscriber.feedUrl });
    await subscriber.world.clock.runUntil(subscriber.world.poller({ hubs: subscriber.hubs }).tick());
    expect(subscriber.world.hosts.seen).toHaveLength(asks);
  });
});

describe("strangers", () => {
  test("cannot cause repeated polls of a failing feed with notices", async () => {
    await register();
    subscriber.world.hosts.on("127.0.5.1", "/wire.xml", (_request, response) => response.writeHead(500).end());
    await subscriber.world.clock.advance(minuteMs);
    await subscriber.poll();
    const polledAt = subscriber.world.clock.now();
    for (let word = 0; word < 5; word += 1) {
      await subscriber.world.clock.advance(5 * secondMs);
      await notify({ url: subscriber.feedUrl });
      expect((await feed()).nextPollAt).toBeGreaterThanOrEqual(polledAt + minuteMs);
    }
  });

  test("cannot cause a poll: not of another feed, not without a registration, not under another address", async () => {
    await register();
    const before = await feed();
    expect(await notify({ url: "http://victim.example/" })).toBe(204);
    expect(await notify({ url: subscriber.feedUrl }, "/websub/key-9")).toBe(410);
    expect(await feed()).toEqual(before);
    expect([subscriber.polls, subscriber.heard]).toEqual([0, [false]]);
  });

  test("get no answer to a challenge for another feed, nor after we left the cloud", async () => {
    verdict = "false";
    await register();
    await challenge("http://other.example/");
    expect(challenged.at(-1)).toEqual([404, ""]);
    for (let round = 0; round < 12; round += 1) {
      await subscriber.world.clock.advance(6 * hourMs);
      await subscriber.tick();
    }
    expect(asked).toHaveLength(5);
    expect(await subscriber.hub()).toMatchObject({ state: "dropped", reason: "the cloud refused" });
    await challenge(subscriber.feedUrl);
    expect(challenged.at(-1)).toEqual([404, ""]);
    expect(await notify({ url: subscriber.feedUrl })).toBe(410);
  });

  test("learn no key: a feed with a query in its address is registered by its self link, or not at all", () => {
    const parsed = { hubUrls: [], selfUrl: null, rssCloud: "http://cloud.example/notify" };
    expect(hubLinks({}, parsed, "http://wire.example/feed?key=hush")).toBeNull();
    const self = "http://wire.example/feed";
    const links = { protocol: "rsscloud", hubUrl: "http://cloud.example/notify", topic: self };
    expect(hubLinks({}, { ...parsed, selfUrl: self }, "http://wire.example/feed?key=hush")).toEqual(links);
    const hub = { hubUrls: ["http://hub.example/"], selfUrl: self, rssCloud: parsed.rssCloud };
    expect(hubLinks({}, hub, self)).toMatchObject({ protocol: "websub" });
  });
});

test.each([
  ["http-post", "80", "http://cloud.example/notify?a=1"],
  ["http-post", "5337", "http://cloud.example:5337/notify?a=1"],
  ["https-post", "443", "https://cloud.example/notify?a=1"],
  ["http-post", "443", "https://cloud.example/notify?a=1"],
  ["xml-rpc", "80", null],
])("the cloud element with protocol %s and port %s is read as %s", async (protocol, port, url) => {
  const cloud = `<cloud domain="cloud.example" port="${port}" path="/notify?a=1" registerProcedure="" protocol="${protocol}"/>`;
  const bytes = Buffer.from(wire([1], cloud));
  const parsed = await parseFeed({ bytes, url: "http://wire.example/", contentType: null });
  expect(parsed.rssCloud).toBe(url);
});
