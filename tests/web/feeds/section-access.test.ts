import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createRenderHandler } from "../../../src/documents/render-handler.ts";
import { emptyFilter, type Section } from "../../../src/domain/section.ts";
import { createServer } from "../../../src/web/server.ts";
import { fakeReadStore } from "../../support/fake-read-store.ts";
import { createRecordingLog } from "../../support/logs.ts";
import { readOnlyWeb } from "../../support/read-only-web.ts";
import { type ServedApp, serveApp } from "../../support/serve-app.ts";
import { pageOf, tenOClock } from "../../support/wire-items.ts";

const baseUrl = "https://wire.example";
const hashOf = (key: string) => createHash("sha256").update(key, "utf8").digest("hex");
const sections: Section[] = [
  { id: "world", title: "World", filter: emptyFilter },
  {
    id: "desk",
    title: "Licensed copy",
    filter: emptyFilter,
    keys: [
      { name: "anna", sha256: hashOf("anna's key") },
      { name: "ben", sha256: hashOf("b&n=é") },
    ],
  },
];

let app: ServedApp;
const { log, lines } = createRecordingLog();
beforeEach(async () => {
  const store = fakeReadStore(pageOf(60).items);
  const clock = { now: () => tenOClock + 3_600_000, sleep: async () => undefined };
  const renderer = createRenderHandler(store, { baseUrl, idBase: baseUrl, clock });
  app = await serveApp(
    createServer({ ...readOnlyWeb, store, renderer, sections, baseUrl, idBase: baseUrl, clock, log, version: "1" }),
  );
});
afterEach(() => app.close());

test.each([
  "/feeds/desk.rss",
  "/feeds/desk.atom?key=",
  "/feeds/desk.json?key=wrong",
  `/feeds/desk.rss?key=${"x".repeat(300)}`,
])("without its key a section is not there, and its name is not told: %s", async (path) => {
  const answer = await app.ask(path);
  const none = await app.ask("/feeds/none.rss");
  expect([answer.status, answer.text]).toEqual([404, none.text]);
});

test("each key gives access, links keep the key, shared caches may not store it, and it is not a hub topic", async () => {
  for (const key of ["anna%27s+key", "b%26n%3D%C3%A9"]) {
    const { status, headers, text } = await app.ask(`/feeds/desk.atom?key=${key}&limit=20`);
    expect(status).toBe(200);
    expect(headers["cache-control"]).toMatch(/^private, max-age=/);
    expect(`${headers.link}`).not.toContain("hub");
    expect(text).not.toContain('rel="hub"');
    const next = /rel="next" href="([^"]+)"/.exec(text)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const older = await app.ask(next.replace(baseUrl, ""));
    expect(older.status).toBe(200);
    expect(older.text).toContain("<entry");
    const again = await app.ask(`/feeds/desk.atom?key=${key}&limit=20`, {
      headers: { "If-None-Match": `${headers.etag}` },
    });
    expect(again.status).toBe(304);
  }
  expect((await app.ask("/feeds/world.rss?key=x")).headers["cache-control"]).toMatch(/^max-age=/);
});

test("nothing names a section with keys: not the list, the page, the API or the pages of other feeds", async () => {
  const html = { Accept: "text/html", "Sec-Fetch-Dest": "document" };
  for (const [path, headers] of [
    ["/feeds.opml", {}],
    ["/", html],
    ["/feeds/world.rss", html],
  ] as const) {
    const { status, text } = await app.ask(path, { headers });
    expect([status, text.includes("World"), text.includes("desk.rss"), text.includes("Licensed")]).toEqual([
      200,
      true,
      false,
      false,
    ]);
  }
  expect((await app.ask("/api/v1/entries?section=desk")).status).toBe(404);
  expect(JSON.stringify(lines)).not.toContain("anna");
});
