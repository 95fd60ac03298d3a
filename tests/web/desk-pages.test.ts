import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { Command } from "../../src/domain/commands.ts";
import type { Entry } from "../../src/domain/entry.ts";
import { parseQuery } from "../../src/domain/parse-query.ts";
import { emptyFilter } from "../../src/domain/section.ts";
import type { Store } from "../../src/domain/store.ts";
import { openReadStore, openStore } from "../../src/store/open-store.ts";
import { createRenderHandler } from "../../src/web/render-handler.ts";
import { createServer } from "../../src/web/server.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";
import { makeEntry } from "../support/make-entry.ts";
import { readOnlyWeb } from "../support/read-only-web.ts";
import { type ServedApp, serveApp } from "../support/serve-app.ts";
import { deskState, fetchedOf, noon, specOf, verdictOf } from "../support/store-fixtures.ts";

const baseUrl = "http://desk.example";
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const clock = { now: () => noon + 3_600_000, sleep: async () => undefined };

async function served(deps: Partial<WebDeps> = {}): Promise<{ store: Store; feedId: number; app: ServedApp }> {
  const folder = mkdtempSync(join(tmpdir(), "wiredesk-pages-"));
  cleanups.push(async () => rmSync(folder, { recursive: true, force: true }));
  const url = `sqlite:${join(folder, "wire.db")}`;
  const store = await openStore(url, { now: noon });
  cleanups.push(() => store.close());
  const spec = specOf("https://north.example/rss?key=secret", { name: "Northern Wire", kind: "agency", rank: 1 });
  const feed = await store.addFeed(spec, "added", noon);
  const readStore = await openReadStore(url);
  const quiet = () => undefined;
  const app = await serveApp(
    createServer({
      store: readStore,
      renderer: createRenderHandler(readStore, { baseUrl, clock }),
      sections: [{ id: "sea", title: "Sea", filter: { ...emptyFilter, query: parseQuery("ferr* OR port") } }],
      baseUrl,
      clock,
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      version: "1",
      ...readOnlyWeb,
      ...deps,
    }),
  );
  cleanups.push(async () => {
    await app.close();
    await readStore.close();
  });
  return { store, feedId: feed.id, app };
}

async function add(
  store: Store,
  feedId: number,
  entry: Partial<Entry>,
  storyId: number | null = null,
): Promise<number> {
  const { newIds } = await store.saveFetched(fetchedOf(feedId, [{ kind: "new", entry: makeEntry(entry) }]));
  const id = newIds[0]!;
  await store.saveVerdicts(
    [verdictOf(id, id, storyId ?? id, { opensStory: storyId === null })],
    deskState({ nextCopyId: id + 1, nextStoryId: id + 1 }),
  );
  return id;
}

/** The headlines of a page's rows, as a reader without script sees them. */
function headlines(html: string): string[] {
  return [...html.matchAll(/<h2 dir="auto">(.*?)<\/h2>/gs)].map(([, inner]) =>
    (inner ?? "")
      .replace(/<span class="cue">.*?<\/span>/g, "")
      .replace(/<[^>]+>/g, "")
      .trim(),
  );
}

test("the river lists stories newest first and takes its filters from the address", async () => {
  const { store, feedId, app } = await served();
  await add(store, feedId, { guid: "a", title: "Ferry resumes", urgency: 5 });
  await add(store, feedId, { guid: "b", title: "Brot wird teurer", language: "de", firstSeenAt: noon + 1_000 });
  await add(store, feedId, {
    guid: "c",
    title: "Port closed",
    urgency: 3,
    categories: ["Sea"],
    firstSeenAt: noon + 2_000,
  });
  const of = async (path: string) => headlines((await app.ask(path)).text);
  expect(await of("/")).toEqual(["Port closed", "Brot wird teurer", "Ferry resumes"]);
  expect(await of("/?section=sea")).toEqual(["Port closed", "Ferry resumes"]);
  expect(await of("/?lang=de")).toEqual(["Brot wird teurer"]);
  expect(await of("/?urgency=3")).toEqual(["Port closed"]);
  expect(await of("/?category=sea")).toEqual(["Port closed"]);
  expect(await of("/?source=northern+wire&lang=&q=&category=")).toHaveLength(3);
  expect(await of("/?source=nobody")).toEqual([]);
  expect((await app.ask("/?q=ferr*")).text).toContain("<mark>Ferry</mark> resumes");
  const first = await app.ask("/?limit=2");
  const older = /rel="next" href="([^"]+)"/.exec(first.text)?.[1]?.replaceAll("&amp;", "&") ?? "";
  expect(await of(older)).toEqual(["Ferry resumes"]);
});

test("a story of several texts is one row, or one row a text, or one an entry", async () => {
  const { store, feedId, app } = await served();
  const id = await add(store, feedId, { guid: "a", title: "Dam cracks" });
  await add(store, feedId, { guid: "b", title: "Villages leave", firstSeenAt: noon + 1_000 }, id);
  expect(headlines((await app.ask("/")).text)).toEqual(["Dam cracks"]);
  expect(headlines((await app.ask("/?collapse=copy")).text)).toEqual(["Villages leave", "Dam cracks"]);
  expect(headlines((await app.ask("/?collapse=none")).text)).toHaveLength(2);
});

test("a filter that cannot be is said on the page and answered with 400", async () => {
  const { app } = await served();
  const { status, text } = await app.ask("/?q=%22open");
  expect(status).toBe(400);
  expect(text).toContain("a quotation mark without its end");
  expect((await app.ask("/?section=nowhere")).status).toBe(404);
  expect((await app.ask("/?urgency=9")).status).toBe(400);
});

test("pages let nothing run and nothing be loaded from elsewhere, whatever an entry holds", async () => {
  const { store, feedId, app } = await served();
  const id = await add(store, feedId, {
    guid: "evil",
    title: `</title><script>alert(1)</script>${"x".repeat(100_000)}`,
    html: `<p onclick="alert(1)">Hello<script>alert(1)</script><svg onload="alert(1)"></svg><style>*{display:none}</style><meta http-equiv="refresh" content="0;url=https://evil.example"><img src="https://tracker.example/p.gif" alt="pixel"><a href="javascript:alert(1)">x</a></p>`,
  });
  for (const path of ["/", `/stories/${id}`]) {
    const { headers, text } = await app.ask(path);
    expect(headers["content-security-policy"]).toMatch(/default-src 'none'; style-src 'self'; script-src 'self';/);
    expect(headers["content-security-policy"]).not.toContain("unsafe-inline");
    expect(text).not.toMatch(/<script>|onclick|onload|<svg|<style|http-equiv|tracker\.example|javascript:/);
    expect(text.length).toBeLessThan(150_000);
  }
  const chosen = await app.ask(`/stories/${id}?pictures=1`);
  expect(chosen.text).toContain("https://tracker.example/p.gif");
  expect(chosen.headers["content-security-policy"]).toContain("img-src 'self' https:");
});

test("a story shows each text, its carriers with reasons, and what was changed word by word", async () => {
  const { store, feedId, app } = await served();
  const entry = makeEntry({ guid: "a", title: "Ferry runs aground", text: "All 214 aboard were rescued." });
  const { newIds } = await store.saveFetched(fetchedOf(feedId, [{ kind: "new", entry }]));
  const id = newIds[0]!;
  const reasons = [
    { code: "same-text", text: "Same headline and text as Northern Wire 12:00.", score: 0.98, with: id },
  ];
  await store.saveVerdicts([verdictOf(id, 1, 1, { reasons })], deskState({ nextCopyId: 2, nextStoryId: 2 }));
  const revised = { ...entry, text: "All 216 aboard were rescued.", contentHash: "other" };
  await store.saveFetched(
    fetchedOf(feedId, [{ kind: "revised", id, entry: revised, significant: true }], { now: noon + 60_000 }),
  );
  const { text } = await app.ask("/stories/1");
  expect(text).toMatch(/<del>214<\/del><ins>216<\/ins>/);
  expect(text).toContain("Same headline and text as Northern Wire 12:00.");
  expect(text).toContain("0.98");
});

test("a story that is rewritten all day, in long texts, still makes a page of bearable weight", async () => {
  const { store, feedId, app } = await served();
  const id = await add(store, feedId, { guid: "a", title: "Long" });
  for (let round = 1; round <= 15; round += 1) {
    const text = Array.from({ length: 12_000 }, (_, at) => `w${(at * round) % 997}`).join(" ");
    const entry = makeEntry({ guid: "a", title: "Long", text, html: `<p>${text}</p>`, contentHash: `${round}` });
    const change = { kind: "revised", id, entry, significant: true } as const;
    await store.saveFetched(fetchedOf(feedId, [change], { now: noon + round * 1_000 }));
  }
  const start = performance.now();
  const { text } = await app.ask(`/stories/${id}`);
  expect(performance.now() - start).toBeLessThan(3_000);
  expect(text).toContain("The text changed too much to be compared here");
  expect(text.length).toBeLessThan(1_000_000);
});

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

test("sources shows each feed's health and no subscriber's key", async () => {
  const { app } = await served();
  const { text } = await app.ask("/sources");
  expect(text).toContain("Northern Wire");
  expect(text).toContain("https://north.example/rss?…");
  expect(text).not.toContain("secret");
  expect((await app.ask("/sources.opml")).text).not.toContain("secret");
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
    { kind: "sayWords", words: [{ kind: "pin", storyId: id, pinned: true }], by: "Ada" },
    { kind: "sayWords", words: [{ kind: "apart", level: "story", entryA: id, entryB: second }], by: "Ada" },
    { kind: "setFeedState", feedId, state: "paused" },
  ]);
});

test("a token cannot be guessed by trying", async () => {
  const { app } = await served({ adminToken: "s3cret-token" });
  for (let attempt = 0; attempt < 5; attempt += 1)
    expect((await post(app, "/login", { name: "x", token: `wrong-${attempt}` })).status).toBe(403);
  expect((await post(app, "/login", { name: "x", token: "s3cret-token" })).status).toBe(429);
});

async function post(
  app: ServedApp,
  path: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  const response = await fetch(`${app.url}${path}`, {
    method: "POST",
    redirect: "manual",
    headers: { "Content-Type": "application/x-www-form-urlencoded", ...headers },
    body: new URLSearchParams(form).toString(),
  });
  const cookies = response.headers.getSetCookie();
  return {
    status: response.status,
    headers: { ...Object.fromEntries(response.headers), "set-cookie": cookies.join("\n") },
    text: await response.text(),
  };
}
