import { parseFeed } from "feedsmith";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { emptyFilter } from "../../src/domain/section.ts";
import { dayMs, hourMs, minuteMs } from "../../src/domain/time.ts";
import { eventually } from "../support/cli.ts";
import { noon } from "../support/store-fixtures.ts";
import { isSignedWith, type Subscriber, startSubscriber } from "../support/websub-subscriber.ts";
import { baseUrl, createHubWorld, type HubWorld } from "./hub-world.ts";

/**
 * Conversations between our hub and a subscriber over real HTTP. Each test names the section of the W3C Recommendation (23 January 2018)
 * whose MUSTs it holds both sides to; the subscriber's own MUSTs are kept by tests/support/websub-subscriber.ts, and asserted where seen.
 */
let world: HubWorld;
let subscriber: Subscriber;
const topic = `${baseUrl}/feeds/all.atom`;

beforeEach(async () => {
  world = await createHubWorld();
  subscriber = await startSubscriber();
  subscriber.wishes = new Set([`subscribe ${topic}`, `unsubscribe ${topic}`]);
});
afterEach(async () => {
  await world.close();
  await subscriber.close();
});

const form = (more: Record<string, string> = {}) => ({
  "hub.mode": "subscribe",
  "hub.topic": topic,
  "hub.callback": subscriber.callback(),
  ...more,
});

/** Subscribes and waits until the hub has it. */
async function subscribe(more: Record<string, string> = {}): Promise<void> {
  const before = subscriber.gets.length;
  const confirmed = () => world.log.filter(({ message }) => message === "hub: confirmed").length;
  const had = confirmed();
  expect((await world.ask(form(more))).status).toBe(202);
  await eventually(
    async () => confirmed(),
    (count) => count > had,
  );
  expect(subscriber.gets.length).toBe(before + 1);
}

const subscriptions = () => world.store.listSubscriptions(topic);
const posts = (count: number) =>
  eventually(
    async () => subscriber.posts,
    (seen) => seen.length >= count,
  );
const logged = (message: string) =>
  eventually(
    async () => world.log.filter((line) => line.message === message),
    (lines) => lines.length > 0,
  );

function titlesOf(body: Buffer): string[] {
  const { feed } = parseFeed(body.toString("utf8")) as {
    feed: { entries?: { title?: { value?: string } | string }[] };
  };
  return (feed.entries ?? []).map(({ title }) => (typeof title === "string" ? title : (title?.value ?? "")));
}

describe("section 4, discovery", () => {
  test.each(["rss", "atom", "json"])(
    "a publisher MUST advertise by at least one mechanism: Link headers, on GET and HEAD, and elements in %s",
    async (format) => {
      await world.publish();
      for (const method of ["GET", "HEAD"]) {
        const { headers } = await world.app.ask(`/feeds/all.${format}?limit=20`, { method });
        const self = `${baseUrl}/feeds/all.${format}?limit=20`;
        expect(headers.link).toBe(`<${baseUrl}/hub>; rel="hub", <${self}>; rel="self"`);
      }
      const { text } = await world.app.ask(`/feeds/all.${format}`);
      const hubs =
        format === "json"
          ? JSON.parse(text).hubs
          : [...text.matchAll(/<(?:atom:)?link rel="hub" href="([^"]+)"/g)].map(([, url]) => url);
      expect(hubs).toEqual(format === "json" ? [{ type: "WebSub", url: `${baseUrl}/hub` }] : [`${baseUrl}/hub`]);
      if (format !== "json")
        expect(text).toMatch(new RegExp(`rel="self"[^>]*all.${format}|all.${format}"[^>]*rel="self"`));
    },
  );

  test("older pages do not change, so they are no topics", async () => {
    await world.publish();
    const { headers, text } = await world.app.ask(`/feeds/all.rss?after=${noon * 2}-5`);
    expect(headers.link).not.toContain("hub");
    expect(text).not.toContain('rel="hub"');
  });
});

describe("section 5.1, subscription requests", () => {
  test("the hub MUST answer 202, whatever the verification brings, and MUST then verify", async () => {
    subscriber.wishes = new Set();
    expect((await world.ask(form())).status).toBe(202);
    await logged("hub: not confirmed");
    expect(subscriber.gets).toHaveLength(1);
    expect(await subscriptions()).toEqual([]);
  });

  test.each([
    ["no callback", { "hub.callback": "" }],
    ["a callback that is no web address", { "hub.callback": "ftp://a.example/" }],
    ["a callback with credentials", { "hub.callback": "http://user:pass@a.example/" }],
    ["an unknown mode", { "hub.mode": "publish" }],
    ["no topic", { "hub.topic": "" }],
    ["a topic of another server", { "hub.topic": "https://elsewhere.example/feeds/all.atom" }],
    ["a section that is not there", { "hub.topic": `${baseUrl}/feeds/none.atom` }],
    ["an address that rel=self does not name", { "hub.topic": `${baseUrl}/feeds/all.atom?limit=50` }],
    ["an older page", { "hub.topic": `${baseUrl}/feeds/all.atom?after=1-1` }],
    ["a broken query", { "hub.topic": `${baseUrl}/feeds/all.atom?q=%22` }],
    ["a lease that is no number", { "hub.lease_seconds": "soon" }],
    ["a lease of nothing", { "hub.lease_seconds": "0" }],
    ["a secret of 200 bytes (MUST be less)", { "hub.secret": "é".repeat(100) }],
  ])("errors MUST be answered with 4xx, and SHOULD be described: %s", async (_what, wrong) => {
    const answer = await world.ask(form(wrong));
    expect(Math.floor(answer.status / 100)).toBe(4);
    expect(answer.headers["content-type"]).toContain("text/plain");
    expect(answer.text.length).toBeGreaterThan(10);
    expect(subscriber.calls).toEqual([]);
  });

  test("a request MUST be a form; what is too long is refused; other methods are", async () => {
    expect((await world.ask(form(), { "Content-Type": "application/json" })).status).toBe(400);
    expect((await world.ask(form({ x: "x".repeat(20_000) }))).status).toBe(413);
    const get = await world.app.ask("/hub");
    expect([get.status, get.headers.allow]).toEqual([405, "POST"]);
  });

  test("additional parameters MUST be ignored; a secret of 199 bytes is taken", async () => {
    await subscribe({ "hub.unknown": "1", "x.y": "2", "hub.secret": "s".repeat(199) });
    expect(await subscriptions()).toMatchObject([{ callback: subscriber.callback(), secret: "s".repeat(199) }]);
  });

  test("the callback's query MUST be preserved, ours appended with &, names that overlap left as they are", async () => {
    const callback = subscriber.callback("/c?hub.mode=mine&a=%20b+c&=&x");
    await subscribe({ "hub.callback": callback });
    const [question] = subscriber.gets;
    expect(question?.target.startsWith("/c?hub.mode=mine&a=%20b+c&=&x&hub.mode=subscribe&")).toBe(true);
    await world.publish();
    await posts(1);
    expect(subscriber.posts[0]?.target).toBe("/c?hub.mode=mine&a=%20b+c&=&x");
  });

  test("a callback without a query gets one", async () => {
    await subscribe({ "hub.callback": subscriber.callback("/plain") });
    expect(subscriber.gets[0]?.target).toMatch(/^\/plain\?hub\.mode=subscribe&/);
  });

  test("a subscription MUST be renewable; the new state MUST override the old once verified, secret and lease included", async () => {
    await subscribe({ "hub.secret": "first", "hub.lease_seconds": "3600" });
    const [before] = await subscriptions();
    await subscribe({ "hub.secret": "second", "hub.lease_seconds": "86400" });
    const after = await subscriptions();
    expect(after).toHaveLength(1);
    expect(after[0]).toMatchObject({ id: before!.id, secret: "second" });
    expect(after[0]!.leaseUntil - before!.leaseUntil).toBe(23 * hourMs);
    await subscribe();
    expect((await subscriptions())[0]!.secret).toBeNull();
  });

  test("if verification fails the subscription state MUST be left unchanged, for a renewal and an unsubscription", async () => {
    await subscribe({ "hub.secret": "kept" });
    const before = await subscriptions();
    subscriber.wishes = new Set();
    await world.ask(form({ "hub.secret": "other" }));
    await world.ask(form({ "hub.mode": "unsubscribe" }));
    await eventually(
      async () => world.log.filter(({ message }) => message === "hub: not confirmed").length,
      (count) => count === 2,
    );
    expect(await subscriptions()).toEqual(before);
  });
});

describe("section 5.2, denial", () => {
  test("a subscription that is denied, at any point, MUST be told to the subscriber with mode, topic and reason", async () => {
    const gone = `${baseUrl}/feeds/world.rss`;
    world.sections = [{ id: "world", title: "World", filter: emptyFilter }];
    await world.restartHub();
    subscriber.wishes = new Set([`subscribe ${gone}`]);
    await world.store.saveSubscription(
      { mode: "subscribe", topic: gone, callback: subscriber.callback(), secret: null, leaseSeconds: 9_999 },
      { etag: '"x"', newest: null },
      noon + hourMs,
    );
    await world.publish();
    await posts(1);
    world.sections = [];
    await world.restartHub();
    await eventually(
      async () => subscriber.gets,
      (gets) => gets.length === 1,
    );
    const { query, target } = subscriber.gets[0]!;
    expect([query.get("hub.mode"), query.get("hub.topic")]).toEqual(["denied", gone]);
    expect(query.get("hub.reason")).toBeTruthy();
    expect(target.startsWith("/news?user=7&sign=%C3%A9&hub.mode=denied&")).toBe(true);
    expect(await world.store.listTopics()).toEqual([]);
  });
});

describe("section 5.3, verification of intent", () => {
  test("asks with mode, topic, a random challenge of safe characters, and MUST supply the lease for a subscription", async () => {
    await subscribe({ "hub.lease_seconds": "7200" });
    await subscribe({ "hub.mode": "unsubscribe" });
    const [first, second] = subscriber.gets.map(({ query }) => query);
    expect([first!.get("hub.mode"), first!.get("hub.topic"), first!.get("hub.lease_seconds")]).toEqual([
      "subscribe",
      topic,
      "7200",
    ]);
    expect([second!.get("hub.mode"), second!.get("hub.topic")]).toEqual(["unsubscribe", topic]);
    const challenges = [first!.get("hub.challenge")!, second!.get("hub.challenge")!];
    for (const challenge of challenges) expect(challenge).toMatch(/^[+\-./0-9:=A-Z_a-z]{16,}$/);
    expect(new Set(challenges).size).toBe(2);
    expect(await subscriptions()).toEqual([]);
  });

  test.each([
    ["another body", { status: 200, body: "yes" }],
    ["an empty body", { status: 200, body: "" }],
    ["a redirect, which MUST NOT be followed", { status: 302, body: "", location: "/elsewhere" }],
    ["404", { status: 404, body: "" }],
    ["500", { status: 500, body: "" }],
    ["a body without end", { status: 200, body: "x".repeat(3_000_000) }],
  ])("MUST consider %s a failure", async (_what, answer) => {
    subscriber.getAnswer = () => answer;
    await world.ask(form());
    await logged("hub: not confirmed");
    expect(await subscriptions()).toEqual([]);
    expect(subscriber.gets).toHaveLength(1);
  });

  test("the challenge beside another status MUST NOT do", async () => {
    subscriber.getAnswer = ({ query }) => ({ status: 400, body: query.get("hub.challenge") ?? "" });
    await world.ask(form());
    await logged("hub: not confirmed");
    expect(await subscriptions()).toEqual([]);
  });

  test("leases MUST be enforced and MUST NOT be perpetual", async () => {
    await subscribe({ "hub.lease_seconds": "999999999999" });
    expect(subscriber.gets[0]!.query.get("hub.lease_seconds")).toBe(String((30 * dayMs) / 1000));
    await subscribe({ "hub.callback": subscriber.callback("/short"), "hub.lease_seconds": "1" });
    expect(subscriber.gets[1]!.query.get("hub.lease_seconds")).toBe("3600");
    await subscribe({ "hub.callback": subscriber.callback("/default") });
    expect(subscriber.gets[2]!.query.get("hub.lease_seconds")).toBe(String((10 * dayMs) / 1000));
    world.pass(2 * hourMs);
    await world.publish();
    await posts(2);
    expect(new Set(subscriber.posts.map(({ target }) => target.split("?")[0]))).toEqual(new Set(["/news", "/default"]));
    expect(await subscriptions()).toHaveLength(2);
  });
});

describe("section 7, content distribution", () => {
  test("the POST MUST hold the topic's whole content, its Content-Type, and Link headers of hub and self", async () => {
    await world.publish();
    await subscribe();
    await world.publish();
    await posts(1);
    const served = await world.app.ask("/feeds/all.atom");
    const [call] = subscriber.posts;
    expect(call!.body.equals(served.body)).toBe(true);
    expect(call!.headers["content-type"]).toBe(served.headers["content-type"]);
    expect(call!.headers.link).toBe(`<${baseUrl}/hub>; rel="hub", <${topic}>; rel="self"`);
    expect(call!.headers["x-hub-signature"]).toBeUndefined();
    expect(call!.target).toBe("/news?user=7&sign=%C3%A9");
  });

  test("with a secret the hub MUST sign the body: method=hex, HMAC under the secret", async () => {
    await subscribe({ "hub.secret": "schlüssel" });
    await world.publish();
    await posts(1);
    const [call] = subscriber.posts;
    expect(call!.headers["x-hub-signature"]).toMatch(/^sha256=[0-9a-f]{64}$/);
    expect(isSignedWith("schlüssel", call!)).toBe(true);
    expect(isSignedWith("schlussel", call!)).toBe(false);
  });

  test("nothing is sent while nothing changes, and every change is", async () => {
    await world.publish();
    await subscribe();
    await world.publish({ title: "Second" });
    await posts(1);
    await world.publish({ title: "Third" });
    await posts(2);
    expect(titlesOf(subscriber.posts[0]!.body)).toEqual(["Second", "Story 1"]);
    expect(titlesOf(subscriber.posts[1]!.body)).toEqual(["Third", "Second", "Story 1"]);
    await subscribe();
    expect(subscriber.posts).toHaveLength(2);
  });

  test("410 ends the subscription; any other answer than 2xx is a failure, tried again, and the body of the answer means nothing", async () => {
    await subscribe();
    subscriber.postStatus = 302;
    await world.publish();
    await logged("hub: delivery failed");
    expect(await subscriptions()).toHaveLength(1);
    subscriber.postStatus = 410;
    world.pass(minuteMs);
    await world.publish();
    await logged("hub: the subscriber has gone");
    expect(await subscriptions()).toEqual([]);
  });

  test("a failing delivery is tried for 48 hours at growing distances, then dropped with a record; the subscription MUST stay, and get the next version", async () => {
    await subscribe({ "hub.lease_seconds": String((20 * dayMs) / 1000) });
    subscriber.postStatus = 503;
    await world.publish({ title: "Lost on the way" });
    let hours = 0;
    for (; (await world.store.readDroppedDeliveries(1)).length === 0; hours += 3) {
      expect(hours).toBeLessThan(60);
      const tries = subscriber.posts.length;
      await eventually(
        async () => world.log.filter(({ message }) => /delivery (failed|given up)/.test(message)).length,
        (count) => count > tries || count >= subscriber.posts.length,
      );
      world.pass(3 * hourMs);
      await world.restartHub();
      await eventually(
        async () => subscriber.posts.length,
        (count) => count > tries,
      );
    }
    expect(hours).toBeGreaterThanOrEqual(45);
    const [dropped] = await world.store.readDroppedDeliveries(5);
    expect(dropped).toMatchObject({ topic, callback: subscriber.callback(), lastError: "the subscriber answered 503" });
    expect(dropped!.attempts).toBeGreaterThan(10);
    subscriber.postStatus = null;
    const tries = subscriber.posts.length;
    await world.publish({ title: "Next" });
    await posts(tries + 1);
    expect(titlesOf(subscriber.posts.at(-1)!.body)[0]).toBe("Next");
    expect(await world.store.readDueDeliveries(everything())).toEqual([]);
  });
});

function everything() {
  return { now: noon + 9 * dayMs, limit: 99, exceptIds: [], exceptHosts: [], firstTriesOnly: false };
}

describe("the outbox", () => {
  test("a change while the hub was away reaches its subscribers after a restart", async () => {
    await subscribe();
    await world.stopHub();
    await world.publish({ title: "While away" });
    await world.restartHub();
    await posts(1);
    expect(titlesOf(subscriber.posts[0]!.body)).toEqual(["While away"]);
  });

  test("a subscriber that was away gets every item it missed: the older pages first, then the topic", async () => {
    subscriber.wishes = new Set([`subscribe ${baseUrl}/feeds/all.atom?limit=5`]);
    await world.publish({ title: "Known" });
    await subscribe({ "hub.topic": `${baseUrl}/feeds/all.atom?limit=5` });
    subscriber.postStatus = 500;
    await world.publish();
    await posts(1);
    for (let count = 0; count < 16; count += 1) await world.publish();
    subscriber.postStatus = null;
    world.pass(hourMs);
    await world.restartHub();
    await eventually(
      async () => world.store.readDueDeliveries(everything()),
      (due) => due.length === 0,
    );
    const bodies = subscriber.posts.slice(1).map(({ body }) => titlesOf(body));
    expect(bodies.at(-1)).toEqual([18, 17, 16, 15, 14].map((number) => `Story ${number}`));
    const seen = new Set(bodies.flat());
    for (let number = 2; number <= 18; number += 1) expect(seen).toContain(`Story ${number}`);
    expect(bodies.length).toBeLessThanOrEqual(5);
  });

  test("one subscriber that is slow holds up no other", async () => {
    const slow = await startSubscriber();
    try {
      slow.wishes = new Set([`subscribe ${topic}`]);
      for (let number = 0; number < 12; number += 1) await subscribeAt(slow, slow.callback(`/slow-${number}`));
      await subscribe();
      let open: () => void = () => undefined;
      slow.postGate = new Promise((resolve) => {
        open = resolve;
      });
      await world.publish();
      await posts(1);
      await eventually(
        async () => slow.posts.length,
        (count) => count === 4,
      );
      await world.publish();
      await posts(2);
      expect(slow.posts).toHaveLength(4);
      open();
      slow.postGate = null;
      await eventually(
        async () => world.store.readDueDeliveries(everything()),
        (due) => due.length === 0,
      );
      expect(new Set(slow.posts.map(({ target }) => target)).size).toBe(12);
    } finally {
      await slow.close();
    }
  });

  test("a hub that is stopped in the middle of a delivery ends at once, and the delivery is still owed", async () => {
    await subscribe();
    subscriber.postGate = new Promise(() => undefined);
    await world.publish({ title: "Cut off" });
    await posts(1);
    await world.stopHub();
    expect(await world.store.readDueDeliveries(everything())).toMatchObject([{ attempts: 0 }]);
    subscriber.postGate = null;
    await world.restartHub();
    await posts(2);
    expect(titlesOf(subscriber.posts[1]!.body)).toEqual(["Cut off"]);
  });

  async function subscribeAt(who: Subscriber, callback: string): Promise<void> {
    const before = who.gets.length;
    await world.ask(form({ "hub.callback": callback }));
    await eventually(
      async () => subscriptions(),
      (list) => list.some((one) => one.callback === callback),
    );
    expect(who.gets.length).toBe(before + 1);
  }
});

describe("abuse", () => {
  test("a callback inside our own network is never asked", async () => {
    const guarded = await createHubWorld(false);
    try {
      expect((await guarded.ask(form())).status).toBe(202);
      await eventually(
        async () => guarded.log.filter(({ message }) => message === "hub: not confirmed"),
        (lines) => lines.length === 1,
      );
      expect(JSON.stringify(guarded.log)).toContain("loopback");
      expect(subscriber.calls).toEqual([]);
    } finally {
      await guarded.close();
    }
  });

  test("one host is asked no more than sixty times a minute, whoever asks for it", async () => {
    subscriber.wishes = new Set();
    const statuses: number[] = [];
    for (let number = 0; number < 65; number += 1)
      statuses.push((await world.ask(form({ "hub.callback": subscriber.callback(`/${number}`) }))).status);
    expect(statuses.slice(0, 60)).toEqual(Array.from({ length: 60 }, () => 202));
    expect(statuses.slice(60)).toEqual(Array.from({ length: 5 }, () => 503));
    world.pass(minuteMs);
    expect((await world.ask(form())).status).toBe(202);
  });
});
