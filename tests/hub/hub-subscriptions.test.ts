import { describe, expect, test } from "vitest";
import { emptyFilter } from "../../src/domain/section.ts";
import { hourMs } from "../../src/domain/time.ts";
import { eventually } from "../support/cli.ts";
import { noon } from "../support/store-fixtures.ts";
import { useHub } from "./hub-conversation.ts";
import { baseUrl } from "./hub-world.ts";

const hub = useHub();

describe("section 4, discovery", () => {
  test.each(["rss", "atom", "json"])(
    "a publisher MUST advertise by at least one mechanism: Link headers, on GET and HEAD, and elements in %s",
    async (format) => {
      await hub.world.publish();
      for (const method of ["GET", "HEAD"]) {
        const { headers } = await hub.world.app.ask(`/feeds/all.${format}?limit=50`, { method });
        const self = `${baseUrl}/feeds/all.${format}`;
        expect(headers.link).toBe(`<${baseUrl}/hub>; rel="hub", <${self}>; rel="self"`);
      }
      const { text } = await hub.world.app.ask(`/feeds/all.${format}`);
      const hubs =
        format === "json"
          ? JSON.parse(text).hubs
          : [...text.matchAll(/<(?:atom:)?link rel="hub" href="([^"]+)"/g)].map(([, url]) => url);
      expect(hubs).toEqual(format === "json" ? [{ type: "WebSub", url: `${baseUrl}/hub` }] : [`${baseUrl}/hub`]);
      if (format !== "json")
        expect(text).toMatch(new RegExp(`rel="self"[^>]*all.${format}|all.${format}"[^>]*rel="self"`));
    },
  );

  test.each([
    ["an older page", `after=${noon * 2}-5`],
    ["a query", "q=Story"],
    ["another number of items", "limit=20"],
    ["the stories", "collapse=story"],
    ["another order", "sort=published"],
    ["a language", "lang=en"],
  ])("what is no topic names no hub: %s", async (_what, query) => {
    await hub.world.publish();
    for (const format of ["rss", "atom", "json"]) {
      const { status, headers, text } = await hub.world.app.ask(`/feeds/all.${format}?${query}`);
      expect(status).toBe(200);
      expect(headers.link).not.toContain("hub");
      expect(text).not.toContain('rel="hub"');
      expect(text).not.toContain('"hubs"');
    }
  });
});

describe("section 5.1, subscription requests", () => {
  test("the hub MUST answer 202, whatever the result of the verification, and MUST then verify", async () => {
    hub.subscriber.wishes = new Set();
    expect((await hub.world.ask(hub.form())).status).toBe(202);
    await hub.logged("hub: not confirmed");
    expect(hub.subscriber.gets).toHaveLength(1);
    expect(await hub.subscriptions()).toEqual([]);
  });

  test.each([
    ["no callback", { "hub.callback": "" }],
    ["a callback that is no web address", { "hub.callback": "ftp://a.example/" }],
    ["a callback with credentials", { "hub.callback": "http://user:pass@a.example/" }],
    ["an unknown mode", { "hub.mode": "publish" }],
    ["no topic", { "hub.topic": "" }],
    ["a topic of another server", { "hub.topic": "https://elsewhere.example/feeds/all.atom" }],
    ["a section that is not there", { "hub.topic": `${baseUrl}/feeds/none.atom` }],
    ["a path that does not decode", { "hub.topic": `${baseUrl}/feeds/%E0.atom` }],
    ["a lease that is no number", { "hub.lease_seconds": "soon" }],
    ["a lease of nothing", { "hub.lease_seconds": "0" }],
    ["a secret of 200 bytes (MUST be less)", { "hub.secret": "é".repeat(100) }],
  ])("errors MUST be answered with 4xx, and SHOULD be described: %s", async (_what, wrong) => {
    const answer = await hub.world.ask(hub.form(wrong));
    expect(Math.floor(answer.status / 100)).toBe(4);
    expect(answer.headers["content-type"]).toContain("text/plain");
    expect(answer.text.length).toBeGreaterThan(10);
    expect(hub.subscriber.calls).toEqual([]);
  });

  test.each([
    "?q=Story",
    "?q=%22",
    "?limit=50",
    "?limit=20",
    "?collapse=story",
    "?sort=published",
    "?after=1-1",
    "?key=secret",
    "?x=1",
    "?",
  ])("every address below a feed's own would be a topic that costs work at each change: 403 for %s", async (query) => {
    for (const feed of ["all.rss", "source/1.atom", "feed/1.json"]) {
      const own = `${baseUrl}/feeds/${feed}`;
      const answer = await hub.world.ask(hub.form({ "hub.topic": `${own}${query}` }));
      expect(answer.status).toBe(403);
      expect(answer.text).toContain(own);
    }
    expect(hub.subscriber.calls).toEqual([]);
  });

  test("sections, sources and feeds are topics, in each format", async () => {
    await hub.world.publish();
    const topics = ["all.rss", "source/1.atom", "feed/1.json"].map((feed) => `${baseUrl}/feeds/${feed}`);
    hub.subscriber.wishes = new Set(topics.map((topic) => `subscribe ${topic}`));
    for (const topic of topics) await hub.subscribe({ "hub.topic": topic });
    await hub.world.publish();
    await hub.posts(3);
    expect(await hub.world.store.listTopics()).toEqual([...topics].sort());
  });

  test("a request MUST be a form; requests that are too long and other methods are refused", async () => {
    expect((await hub.world.ask(hub.form(), { "Content-Type": "application/json" })).status).toBe(400);
    expect((await hub.world.ask(hub.form({ x: "x".repeat(20_000) }))).status).toBe(413);
    const get = await hub.world.app.ask("/hub");
    expect([get.status, get.headers.allow]).toEqual([405, "POST"]);
  });

  test("additional parameters MUST be ignored; a secret of 199 bytes is accepted", async () => {
    await hub.subscribe({ "hub.unknown": "1", "x.y": "2", "hub.secret": "s".repeat(199) });
    expect(await hub.subscriptions()).toMatchObject([{ callback: hub.subscriber.callback(), secret: "s".repeat(199) }]);
  });

  test("the callback's query MUST be preserved: ours is appended with &, and equal names are left as they are", async () => {
    const callback = hub.subscriber.callback("/c?hub.mode=mine&a=%20b+c&=&x");
    await hub.subscribe({ "hub.callback": callback });
    const [question] = hub.subscriber.gets;
    expect(question?.target.startsWith("/c?hub.mode=mine&a=%20b+c&=&x&hub.mode=subscribe&")).toBe(true);
    await hub.world.publish();
    await hub.posts(1);
    expect(hub.subscriber.posts[0]?.target).toBe("/c?hub.mode=mine&a=%20b+c&=&x");
  });

  test("a callback without a query gets one", async () => {
    await hub.subscribe({ "hub.callback": hub.subscriber.callback("/plain") });
    expect(hub.subscriber.gets[0]?.target).toMatch(/^\/plain\?hub\.mode=subscribe&/);
  });

  test("a subscription MUST be renewable; after verification the new state MUST replace the old, including secret and lease", async () => {
    await hub.subscribe({ "hub.secret": "first", "hub.lease_seconds": "3600" });
    const [before] = await hub.subscriptions();
    await hub.subscribe({ "hub.secret": "second", "hub.lease_seconds": "86400" });
    const after = await hub.subscriptions();
    expect(after).toHaveLength(1);
    expect(after[0]).toMatchObject({ id: before!.id, secret: "second" });
    expect(after[0]!.leaseUntil - before!.leaseUntil).toBe(23 * hourMs);
    await hub.subscribe();
    expect((await hub.subscriptions())[0]!.secret).toBeNull();
  });

  test("if verification fails the subscription state MUST be left unchanged, for a renewal and an unsubscription", async () => {
    await hub.subscribe({ "hub.secret": "kept" });
    const before = await hub.subscriptions();
    hub.subscriber.wishes = new Set();
    await hub.world.ask(hub.form({ "hub.secret": "other" }));
    await hub.world.ask(hub.form({ "hub.mode": "unsubscribe" }));
    await eventually(
      async () => hub.world.log.filter(({ message }) => message === "hub: not confirmed").length,
      (count) => count === 2,
    );
    expect(await hub.subscriptions()).toEqual(before);
  });
});

describe("section 5.2, denial", () => {
  test("the subscriber MUST be told of a denial, at any time, with mode, topic and reason", async () => {
    const gone = `${baseUrl}/feeds/world.rss`;
    hub.world.sections = [{ id: "world", title: "World", filter: emptyFilter }];
    await hub.world.restartHub();
    hub.subscriber.wishes = new Set([`subscribe ${gone}`]);
    await hub.world.store.saveSubscription(
      { mode: "subscribe", topic: gone, callback: hub.subscriber.callback(), secret: null, leaseSeconds: 9_999 },
      { etag: '"x"', newest: null },
      noon + hourMs,
    );
    await hub.world.publish();
    await hub.posts(1);
    hub.world.sections = [];
    await hub.world.restartHub();
    await eventually(
      async () => hub.subscriber.gets,
      (gets) => gets.length === 1,
    );
    const { query, target } = hub.subscriber.gets[0]!;
    expect([query.get("hub.mode"), query.get("hub.topic")]).toEqual(["denied", gone]);
    expect(query.get("hub.reason")).toBeTruthy();
    expect(target.startsWith("/news?user=7&sign=%C3%A9&hub.mode=denied&")).toBe(true);
    expect(await hub.world.store.listTopics()).toEqual([]);
  });

  test("subscriptions of an earlier build to addresses that are not topics end at the start, and each subscriber is told", async () => {
    await hub.world.publish();
    await hub.subscribe();
    await hub.world.stopHub();
    const queries = Array.from({ length: 30 }, (_, number) => `${baseUrl}/feeds/all.rss?q=${number}`);
    for (const topic of queries)
      await hub.world.store.saveSubscription(
        { mode: "subscribe", topic, callback: hub.subscriber.callback(), secret: null, leaseSeconds: 9_999 },
        { etag: '"x"', newest: null },
        noon + hourMs,
      );
    const before = hub.subscriber.gets.length;
    await hub.world.restartHub();
    await eventually(
      async () => hub.subscriber.gets,
      (gets) => gets.length === before + queries.length,
    );
    const denials = hub.subscriber.gets.slice(before).map(({ query }) => query);
    expect(new Set(denials.map((query) => query.get("hub.mode")))).toEqual(new Set(["denied"]));
    expect(denials.map((query) => query.get("hub.topic")).sort()).toEqual([...queries].sort());
    expect(await hub.world.store.listTopics()).toEqual([`${baseUrl}/feeds/all.atom`]);
    await hub.world.publish();
    await hub.posts(1);
    const lines = hub.world.log.filter(({ message }) => message.includes("addresses that are not topics"));
    expect(lines.map(({ fields }) => fields)).toEqual([{ topics: 30, subscriptions: 30 }]);
  });
});
