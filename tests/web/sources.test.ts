import { expect, test } from "vitest";
import type { Command } from "../../src/domain/commands.ts";
import { WireError } from "../../src/domain/errors.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";
import type { ServedApp } from "../support/serve-app.ts";
import { fetchedOf, noon, outcomeOf, specOf } from "../support/store-fixtures.ts";
import { add, post, served } from "./desk-world.ts";

const token = "s3cret-token";

async function signIn(app: ServedApp) {
  const login = await post(app, "/login", { name: "Ada", token });
  const Cookie = String(login.headers["set-cookie"]).split(";")[0] ?? "";
  const page = (await app.ask("/sources", { headers: { Cookie } })).text;
  return { headers: { Cookie }, csrf: /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? "" };
}

/** Commands that answer as the given table says, and remember what they were asked. */
function answering(answers: Partial<Record<Command["kind"], unknown>>) {
  const ran: Command[] = [];
  const commands: WebDeps["commands"] = {
    async run(command) {
      ran.push(command);
      const answer = answers[command.kind] ?? null;
      if (answer instanceof Error) throw answer;
      return answer as never;
    },
  };
  return { ran, commands };
}

test("the page looks at an address before anybody subscribes, and takes the feed's title as the source's name", async () => {
  const found = {
    url: "https://bay.example/rss",
    finalUrl: "https://bay.example/rss",
    title: "Bay News",
    itemCount: 30,
  };
  const items = { siteUrl: null, selfUrl: null, headlines: ["Tide turns", "Pier closed"] };
  const { ran, commands } = answering({ findFeed: { ...found, ...items }, addFeed: { feedId: 7 } });
  const { app } = await served({ adminToken: token, commands });
  const { headers, csrf } = await signIn(app);
  const preview = await post(app, "/sources/find", { url: "bay.example", csrf }, headers);
  expect(preview.status).toBe(200);
  expect(preview.text).toContain("Tide turns");
  expect(preview.text).toMatch(/name="source"[^>]*value="Bay News"/);
  const form = { url: found.url, source: "Bay News", title: "Bay News", kind: "outlet", rank: "100", csrf };
  expect((await post(app, "/sources/feeds", form, headers)).headers.location).toBe("/sources/feeds/7");
  expect(ran.map(({ kind }) => kind)).toEqual(["findFeed", "addFeed"]);
});

test("an address without a feed, or with one that is subscribed already, is said so and not added", async () => {
  const refused = new WireError("not-a-feed", "the answer is an HTML page that advertises no feed");
  const bad = answering({ findFeed: refused });
  const first = await served({ adminToken: token, commands: bad.commands });
  const one = await signIn(first.app);
  const Accept = "text/html";
  const told = await post(
    first.app,
    "/sources/find",
    { url: "bay.example", csrf: one.csrf },
    { ...one.headers, Accept },
  );
  expect(told.status).toBe(400);
  expect(told.text).toContain("advertises no feed");
  expect(told.text).toContain("Back to the sources");
  const url = "https://north.example/rss?key=secret";
  const known = { url, finalUrl: url, title: "North", siteUrl: null, selfUrl: null, headlines: [], itemCount: 0 };
  const second = await served({ adminToken: token, commands: answering({ findFeed: known }).commands });
  const two = await signIn(second.app);
  const same = await post(second.app, "/sources/find", { url, csrf: two.csrf }, two.headers);
  expect(same.text).toContain("Already subscribed");
  expect(same.text).not.toContain("Subscribe</button>");
});

test("an import goes on after a bad outline and says what was added, what was known and what was skipped", async () => {
  const refused = [
    { at: 1, message: "already subscribed, as feed 1 of Northern Wire" },
    {
      at: 2,
      message: "this address is a feed of the private source Secret: add it to that source, not to a public one",
    },
  ];
  const { app } = await served({
    adminToken: token,
    commands: answering({ importFeeds: { added: 1, refused } }).commands,
  });
  const { headers, csrf } = await signIn(app);
  const outlines = ["a", "b", "c"].map((name) => `<outline text="${name}" xmlUrl="https://${name}.example/rss"/>`);
  const opml = `<opml><body>${outlines.join("")}<outline text="bad" xmlUrl="exec:rm"/></body></opml>`;
  const { status, text } = await post(app, "/sources/import", { opml, csrf }, headers);
  expect(status).toBe(200);
  expect(text).toContain("1 added, 1 known, 2 skipped");
  expect(text).toContain("c: this address is a feed of the private source Secret");
  expect(text).toContain("not an http(s) address: exec:rm");
});

test("a feed's page lists its last polls in words, its items and its failure, and keeps only the last fifty polls", async () => {
  const { store, feedId, app } = await served();
  await add(store, feedId, { guid: "a", title: "Port closed" });
  for (let at = 1; at <= 60; at += 1) {
    const failed = {
      code: "http-status",
      message: "HTTP 404 Not Found",
      count: 1,
      firstAt: at,
      lastAt: noon + at,
    } as const;
    const state = { lastPollAt: noon + at, lastStatus: at === 60 ? 404 : 304, failure: at === 60 ? failed : null };
    await store.saveFetched(fetchedOf(feedId, [], { poll: outcomeOf(state), now: noon + at }));
  }
  expect(await store.readPolls(feedId)).toHaveLength(50);
  const { text } = await app.ask(`/sources/feeds/${feedId}`);
  expect(text).toContain("Failing once: page not found (404)");
  expect(text).toMatch(/class="failed"><time.*?page not found \(404\)/s);
  expect(text).toContain("unchanged");
  expect(text).toContain("Port closed");
  expect(text).not.toContain("secret");
  expect((await app.ask("/sources/feeds/99")).status).toBe(404);
});

test("the sources page and a feed's page name the family of the source", async () => {
  const { app, store } = await served();
  await store.syncFeeds([specOf("https://mundo.example/rss", { name: "BBC Mundo", family: "BBC" })], noon);
  const feedId = (await store.listFeeds()).find(({ feed }) => feed.source.name === "BBC Mundo")?.feed.id;
  const words = async (path: string) => (await app.ask(path)).text.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");
  expect(await words("/sources")).toContain("BBC Mundo of BBC");
  expect(await words(`/sources/feeds/${feedId}`)).toContain("outlet of BBC, priority");
});

test("sources are found by name, and the failing ones alone can be shown", async () => {
  const { store, feedId, app } = await served();
  await store.addFeed(specOf("https://bay.example/rss?key=hidden", { name: "Bay News" }), "added", noon);
  const rows = async (query: string) =>
    [...(await app.ask(`/sources${query}`)).text.matchAll(/<tr id="feed-(\d+)"/g)].length;
  expect(await rows("")).toBe(2);
  expect(await rows("?q=bay")).toBe(1);
  expect(await rows("?q=hidden")).toBe(0);
  expect(await rows("?show=failing")).toBe(0);
  const failure = { code: "timeout", message: "no answer", count: 3, firstAt: noon, lastAt: noon + 1 } as const;
  await store.saveFetched(fetchedOf(feedId, [], { poll: outcomeOf({ lastPollAt: noon + 1, failure }) }));
  expect(await rows("?show=failing")).toBe(1);
});

test("the league table says who is first and how far the others are behind", async () => {
  const { store, feedId, app } = await served();
  const bay = await store.addFeed(specOf("https://bay.example/rss", { name: "Bay News" }), "added", noon);
  const story = await add(store, feedId, { guid: "a", title: "Dam cracks" });
  await add(store, bay.id, { guid: "b", title: "Dam has cracks", firstSeenAt: noon + 240_000 }, story);
  const { text } = await app.ask("/sources/first");
  const rows = [...text.matchAll(/<tr><td>.*?<\/tr>/gs)].map(([row]) => row.replaceAll(/<[^>]+>/g, " ").trim());
  expect(rows.map((row) => row.split(/\s{2,}/))).toEqual([
    ["Northern Wire", "1", "1", "–"],
    ["Bay News", "0", "1", "4 min"],
  ]);
});
