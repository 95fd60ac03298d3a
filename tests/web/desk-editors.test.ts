import { expect, test } from "vitest";
import type { Command } from "../../src/domain/commands.ts";
import { WireError } from "../../src/domain/errors.ts";
import { editorRulings } from "../../src/domain/rulings/editor-rulings.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";
import { askRulings, noon, saveRulings } from "../support/store-fixtures.ts";
import { add, post, served } from "./desk-world.ts";

test("an editor imports subscriptions, and mistakes in them are shown", async () => {
  const ran: Command[] = [];
  const commands: WebDeps["commands"] = {
    async run(command) {
      ran.push(command);
      return { added: 2, refused: [] } as never;
    },
  };
  const { app } = await served({ adminToken: "s3cret-token", commands });
  const login = await post(app, "/login", { name: "Ada", token: "s3cret-token" });
  const Cookie = String(login.headers["set-cookie"]).split(";")[0]!;
  const csrf = /name="csrf" value="([^"]+)"/.exec((await app.ask("/sources", { headers: { Cookie } })).text)?.[1] ?? "";
  const opml =
    '<opml><body><outline text="A" xmlUrl="https://a.example/rss"/><outline text="B" xmlUrl="https://b.example/rss"/></body></opml>';
  expect((await post(app, "/sources/import", { opml, csrf }, { Cookie })).status).toBe(200);
  expect(ran.map((command) => command.kind === "importFeeds" && command.specs.map(({ url }) => url))).toEqual([
    ["https://a.example/rss", "https://b.example/rss"],
  ]);
  expect((await post(app, "/sources/import", { opml: "<p>no</p>", csrf }, { Cookie })).status).toBe(400);
  expect((await post(app, "/sources/feeds", { url: "ftp://a.example", source: "A", csrf }, { Cookie })).status).toBe(
    400,
  );
});

test("watch terms are stored in the reader's own cookie and mark rows", async () => {
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

test("without an admin token nobody can sign in or change anything", async () => {
  const { app } = await served();
  expect((await app.ask("/")).text).not.toContain("/login");
  expect((await post(app, "/login", { token: "" })).status).toBe(404);
  expect((await post(app, "/stories/1/rulings", { decision: "pin" })).status).toBe(404);
});

test("editors sign in with the token, and only forms of their own pages can change anything", async () => {
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
  expect((await post(app, `/stories/${id}/rulings`, { decision: "pin" })).status).toBe(401);
  const login = await post(app, "/login", { name: "Ada", token: "s3cret-token", next: `/stories/${id}` });
  expect([login.status, login.headers.location]).toEqual([303, `/stories/${id}`]);
  const setCookie = String(login.headers["set-cookie"]);
  expect(setCookie).toMatch(/HttpOnly/);
  expect(setCookie).toMatch(/SameSite=Strict/);
  const Cookie = setCookie.split(";")[0]!;
  const page = await app.ask(`/stories/${id}`, { headers: { Cookie } });
  const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
  const pin = { decision: "pin", csrf };
  expect((await post(app, `/stories/${id}/rulings`, { decision: "pin" }, { Cookie })).status).toBe(403);
  expect((await post(app, `/stories/${id}/rulings`, pin, { Cookie, Origin: "https://evil.example" })).status).toBe(403);
  expect((await post(app, `/stories/${id}/rulings`, pin, { Cookie, "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
  expect((await post(app, `/stories/${id}/rulings`, pin, { Cookie: `${Cookie}x` })).status).toBe(401);
  expect(ran).toEqual([]);
  expect((await post(app, `/stories/${id}/rulings`, pin, { Cookie })).status).toBe(303);
  await post(app, `/stories/${id}/rulings`, { decision: "split", entry: String(second), csrf }, { Cookie });
  await post(app, `/sources/feeds/${feedId}`, { action: "pause", csrf }, { Cookie });
  expect(ran).toEqual([
    { kind: "recordRulings", rulings: [{ kind: "pin", storyId: id, pinned: true }], by: "Ada" },
    { kind: "recordRulings", rulings: [{ kind: "apart", level: "story", entryA: id, entryB: second }], by: "Ada" },
    { kind: "setFeedState", feedId, state: "paused" },
  ]);
});

test("each wrong token of a client takes longer than the one before, and the correct one is accepted at once", async () => {
  const waits: number[] = [];
  const clock = { now: () => noon, sleep: async (ms: number) => void waits.push(ms) };
  const { app } = await served({ adminToken: "s3cret-token", clock, trustedProxies: ["loopback"] });
  const login = (token: string, from: string) =>
    post(app, "/login", { name: "x", token }, { "X-Forwarded-For": `spoofed, ${from}` });
  const statuses: number[] = [];
  for (const token of ["a", "b", "c"]) statuses.push((await login(token, "203.0.113.7")).status);
  expect([statuses, waits]).toEqual([
    [403, 403, 403],
    [250, 500, 1000],
  ]);
  await login("a", "2001:db8::1");
  await login("b", "2001:db8::2");
  expect(waits.slice(3)).toEqual([250, 500]);
  for (let attempt = 0; attempt < 60; attempt += 1) await login(`wrong-${attempt}`, "203.0.113.7");
  expect(Math.max(...waits)).toBe(30_000);
  const waited = waits.length;
  expect((await login("s3cret-token", "203.0.113.7")).status).toBe(303);
  expect(waits.length).toBe(waited);
});

test("a client's statement about its own address is ignored unless it comes from a trusted proxy", async () => {
  const waits: number[] = [];
  const clock = { now: () => noon, sleep: async (ms: number) => void waits.push(ms) };
  const { app } = await served({ adminToken: "s3cret-token", clock });
  for (const from of ["203.0.113.1", "203.0.113.2", "203.0.113.3"])
    await post(app, "/login", { name: "x", token: "no" }, { "X-Forwarded-For": from });
  expect(waits).toEqual([250, 500, 1000]);
});

test("a decision that is recorded but not yet carried out is answered with 202 in plain words, and shown on the story", async () => {
  const { store, feedId, app } = await served({
    adminToken: "s3cret-token",
    commands: {
      async run(given) {
        const command: Command = given;
        if (command.kind === "recordRulings") await askRulings(store, command.rulings, command.by);
        throw new WireError("not-yet", "Recorded, not yet in effect.");
      },
    },
  });
  const id = await add(store, feedId, { guid: "a" });
  const login = await post(app, "/login", { name: "Ada", token: "s3cret-token" });
  const Cookie = String(login.headers["set-cookie"]).split(";")[0]!;
  const page = async () => (await app.ask(`/stories/${id}`, { headers: { Cookie } })).text;
  const csrf = /name="csrf" value="([^"]+)"/.exec(await page())?.[1] ?? "";
  const answer = await post(app, `/stories/${id}/rulings`, { decision: "pin", csrf }, { Cookie });
  expect([answer.status, answer.text]).toEqual([202, "Recorded, not yet in effect.\n"]);
  expect((await page()).replace(/<[^>]+>/g, "")).toMatch(/Ada: pinned the story \(recorded, not yet in effect\)/);
});

test("the rulings of one decision are shown on one line", async () => {
  const { store, feedId, app } = await served();
  const ids = [await add(store, feedId, { guid: "a" })];
  for (const guid of ["b", "c", "d"]) ids.push(await add(store, feedId, { guid }, ids[0]));
  const story = (await store.readStory(ids[0]!))!;
  await saveRulings(
    store,
    editorRulings({ kind: "split", level: "copy", story, entryIds: ids.slice(2), ruled: [] }),
    "Ada",
  );
  const { text } = await app.ask(`/stories/${ids[0]}?tab=history`);
  const named = (guid: string) => `Northern Wire “Report ${guid}”`;
  const lines = [...text.matchAll(/Ada: ([^<]+)/g)].map(([, line]) => line?.trim());
  expect(lines).toEqual([
    `put ${named("d")} into one text with ${named("c")}`,
    `moved ${named("c")}, ${named("d")} out of the text of ${named("a")}, ${named("b")}`,
  ]);
});
