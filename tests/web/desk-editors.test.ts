import { expect, test } from "vitest";
import type { Command } from "../../src/domain/commands.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";
import { add, post, served } from "./desk-world.ts";

test("an editor imports subscriptions and a mistake in them is said", async () => {
  const ran: Command[] = [];
  const commands: WebDeps["commands"] = {
    async run(command) {
      ran.push(command);
      return null as never;
    },
  };
  const { app } = await served({ adminToken: "s3cret-token", commands });
  const login = await post(app, "/login", { name: "Ada", token: "s3cret-token" });
  const Cookie = String(login.headers["set-cookie"]).split(";")[0]!;
  const csrf = /name="csrf" value="([^"]+)"/.exec((await app.ask("/sources", { headers: { Cookie } })).text)?.[1] ?? "";
  const opml =
    '<opml><body><outline text="A" xmlUrl="https://a.example/rss"/><outline text="B" xmlUrl="https://b.example/rss"/></body></opml>';
  expect((await post(app, "/sources/import", { opml, csrf }, { Cookie })).status).toBe(303);
  expect(ran.map((command) => command.kind === "addFeed" && command.spec.url)).toEqual([
    "https://a.example/rss",
    "https://b.example/rss",
  ]);
  expect((await post(app, "/sources/import", { opml: "<p>no</p>", csrf }, { Cookie })).status).toBe(400);
  expect((await post(app, "/sources/feeds", { url: "ftp://a.example", source: "A", csrf }, { Cookie })).status).toBe(
    400,
  );
});

test("watch terms are kept in the reader's own cookie and mark rows", async () => {
  const { store, feedId, app } = await served();
  await add(store, feedId, { guid: "a", title: "Quake shakes Port Ellery" });
  const saved = await post(app, "/watches", { watches: "quake OR tsunami", next: "/?lang=en" });
  expect([saved.status, saved.headers.location]).toEqual([303, "/?lang=en"]);
  const cookie = String(saved.headers["set-cookie"]).split(";")[0]!;
  const { text } = await app.ask("/", { headers: { Cookie: cookie } });
  expect(text).toContain('data-watch="quake OR tsunami"');
  expect((await post(app, "/watches", { watches: '"open' })).status).toBe(400);
  expect((await post(app, "/theme", { theme: "dark", next: "//evil.example" })).headers.location).toBe("/");
});

test("without an admin token there is nothing to sign in to and nothing to change", async () => {
  const { app } = await served();
  expect((await app.ask("/")).text).not.toContain("/login");
  expect((await post(app, "/login", { token: "" })).status).toBe(404);
  expect((await post(app, "/stories/1/words", { say: "pin" })).status).toBe(404);
});

test("editors sign in with the token, and only their own pages' forms change anything", async () => {
  const ran: Command[] = [];
  const commands: WebDeps["commands"] = {
    async run(command) {
      ran.push(command);
      return null as never;
    },
  };
  const { store, feedId, app } = await served({ adminToken: "s3cret-token", commands });
  const id = await add(store, feedId, { guid: "a" });
  const second = await add(store, feedId, { guid: "b" }, id);
  expect((await post(app, `/stories/${id}/words`, { say: "pin" })).status).toBe(401);
  const login = await post(app, "/login", { name: "Ada", token: "s3cret-token", next: `/stories/${id}` });
  expect([login.status, login.headers.location]).toEqual([303, `/stories/${id}`]);
  const setCookie = String(login.headers["set-cookie"]);
  expect(setCookie).toMatch(/HttpOnly/);
  expect(setCookie).toMatch(/SameSite=Strict/);
  const Cookie = setCookie.split(";")[0]!;
  const page = await app.ask(`/stories/${id}`, { headers: { Cookie } });
  const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
  const pin = { say: "pin", csrf };
  expect((await post(app, `/stories/${id}/words`, { say: "pin" }, { Cookie })).status).toBe(403);
  expect((await post(app, `/stories/${id}/words`, pin, { Cookie, Origin: "https://evil.example" })).status).toBe(403);
  expect((await post(app, `/stories/${id}/words`, pin, { Cookie, "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
  expect((await post(app, `/stories/${id}/words`, pin, { Cookie: `${Cookie}x` })).status).toBe(401);
  expect(ran).toEqual([]);
  expect((await post(app, `/stories/${id}/words`, pin, { Cookie })).status).toBe(303);
  await post(app, `/stories/${id}/words`, { say: "split", entry: String(second), csrf }, { Cookie });
  await post(app, `/sources/feeds/${feedId}`, { action: "pause", csrf }, { Cookie });
  expect(ran).toEqual([
    { kind: "recordRulings", words: [{ kind: "pin", storyId: id, pinned: true }], by: "Ada" },
    { kind: "recordRulings", words: [{ kind: "apart", level: "story", entryA: id, entryB: second }], by: "Ada" },
    { kind: "setFeedState", feedId, state: "paused" },
  ]);
});

test("a token cannot be guessed by trying", async () => {
  const { app } = await served({ adminToken: "s3cret-token" });
  for (let attempt = 0; attempt < 5; attempt += 1)
    expect((await post(app, "/login", { name: "x", token: `wrong-${attempt}` })).status).toBe(403);
  expect((await post(app, "/login", { name: "x", token: "s3cret-token" })).status).toBe(429);
});
