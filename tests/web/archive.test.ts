import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Store } from "../../src/domain/store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { createRenderHandler } from "../../src/web/render-handler.ts";
import { createServer } from "../../src/web/server.ts";
import { makeEntry } from "../support/make-entry.ts";
import { readOnlyWeb } from "../support/read-only-web.ts";
import { type ServedApp, serveApp } from "../support/serve-app.ts";
import { deskState, fetchedOf, noon, specOf, verdictOf } from "../support/store-fixtures.ts";

const baseUrl = "https://wire.example";
let folder: string;
let store: Store;
let app: ServedApp;
let time = noon;
let feedId: number;
let published = 0;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "wiredesk-archive-"));
  store = await openStore(`sqlite:${join(folder, "wiredesk.db")}`, { now: noon });
  feedId = (await store.addFeed(specOf("https://north.example/rss"), "added", noon)).id;
  published = 0;
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const clock = { now: () => time, sleep: async () => undefined };
  const renderer = createRenderHandler(store, { baseUrl });
  app = await serveApp(
    createServer({ ...readOnlyWeb, store, renderer, sections: [], baseUrl, clock, log, version: "1" }),
  );
});
afterEach(async () => {
  await app.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Entries that arrive three a second, every fifth in German. */
async function publish(count: number): Promise<void> {
  const changes = Array.from({ length: count }, () => {
    published += 1;
    const entry = makeEntry({
      guid: `https://north.example/${published}`,
      title: `Story ${published}`,
      language: published % 5 === 0 ? "de" : "en",
      firstSeenAt: noon + Math.floor(published / 3) * 1_000,
    });
    return { kind: "new", entry } as const;
  });
  const { newIds } = await store.saveFetched(fetchedOf(feedId, changes));
  await store.saveVerdicts(
    newIds.map((id) => verdictOf(id, id, id)),
    deskState(),
  );
  time += 3_600_000;
}

interface Document {
  readonly url: string;
  readonly text: string;
}

/** The first document and every one that its prev-archive links lead to. */
async function follow(first: string): Promise<Document[]> {
  const documents: Document[] = [];
  for (let url: string | undefined = first; url !== undefined; ) {
    expect(documents.length).toBeLessThan(40);
    const { status, text } = await app.ask(url.replace(baseUrl, ""));
    expect(status).toBe(200);
    documents.push({ url, text });
    url = linkOf(text, "prev-archive");
  }
  return documents;
}

function linkOf(text: string, rel: string): string | undefined {
  return new RegExp(`rel="${rel}" href="([^"]+)"`).exec(text)?.[1]?.replaceAll("&amp;", "&");
}

const titlesOf = (documents: readonly Document[]) =>
  documents.flatMap(({ text }) => text.match(/Story \d+(?=(?:\]\]>)?<\/title>)/g) ?? []);

test.each(["rss", "atom"])(
  "the whole history is reachable from the first %s document, each item once",
  async (format) => {
    await publish(1_300);
    for (const [query, count] of [
      ["", 1_300],
      ["?lang=de&limit=7", 260],
    ] as const) {
      const documents = await follow(`/feeds/all.${format}${query}`);
      const titles = titlesOf(documents);
      expect(titles.length).toBe(count);
      expect(new Set(titles).size).toBe(count);
      const [first, ...archives] = documents;
      expect(first!.text).not.toContain("fh:archive");
      for (const { url, text } of archives) {
        expect(text).toContain('<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/>');
        expect(text).not.toContain('rel="next"');
        expect(text).not.toContain('rel="hub"');
        expect(linkOf(text, "current")).toBe(`${baseUrl}/feeds/all.${format}${query === "" ? "" : "?lang=de"}`);
        expect(url).not.toContain("limit=");
      }
    }
  },
);

test("documents of the archive do not change while the feed goes on, and a reader that follows soon meets one that it knows", async () => {
  await publish(1_000);
  const before = new Map((await follow("/feeds/all.atom")).slice(1).map(({ url, text }) => [url, text]));
  for (let round = 0; round < 4; round += 1) {
    await publish(70);
    const after = (await follow("/feeds/all.atom")).slice(1);
    const met = after.findIndex(({ url }) => before.has(url));
    expect(met).toBeLessThanOrEqual(2);
    for (const { url, text } of after.slice(met)) expect(before.get(url)).toBe(text);
    for (const { url, text } of after) before.set(url, text);
  }
});

test("the JSON archive goes on by next_url", async () => {
  await publish(700);
  const titles = new Set<string>();
  for (let url: string | undefined = "/feeds/all.json?archive=9999999999999-1"; url !== undefined; ) {
    const document = JSON.parse((await app.ask(url.replace(baseUrl, ""))).text);
    for (const item of document.items) titles.add(item.title);
    url = document.next_url;
  }
  expect(titles.size).toBe(700);
});

test("an archive by claimed dates, or from a broken place, is a bad request", async () => {
  expect((await app.ask("/feeds/all.rss?archive=1-1&sort=published")).status).toBe(400);
  expect((await app.ask("/feeds/all.rss?archive=november")).status).toBe(400);
});
