import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRenderHandler } from "../../../src/documents/render-handler.ts";
import type { Store } from "../../../src/domain/store.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { createServer } from "../../../src/web/server.ts";
import { makeFolder, removeFolder } from "../../support/folders.ts";
import { silentLog } from "../../support/logs.ts";
import { makeEntry } from "../../support/make-entry.ts";
import { readOnlyWeb } from "../../support/read-only-web.ts";
import { type ServedApp, serveApp } from "../../support/serve-app.ts";
import { noon, saveDecided, specOf } from "../../support/store-fixtures.ts";

const baseUrl = "https://wire.example";
let folder: string;
let store: Store;
let app: ServedApp;
let time = noon;
let feedId: number;
let published = 0;

beforeEach(async () => {
  folder = makeFolder();
  store = await openStore(`sqlite:${join(folder, "wiredesk.db")}`, { now: noon });
  feedId = (await store.addFeed(specOf("https://north.example/rss"), "added", noon)).id;
  published = 0;
  const clock = { now: () => time, sleep: async () => undefined };
  const renderer = createRenderHandler(store, { baseUrl, idBase: baseUrl, clock });
  app = await serveApp(
    createServer({
      ...readOnlyWeb,
      store,
      renderer,
      sections: [],
      baseUrl,
      idBase: baseUrl,
      clock,
      log: silentLog,
      version: "1",
    }),
  );
});
afterEach(async () => {
  await app.close();
  await store.close();
  removeFolder(folder);
});

/**
 * Three entries arrive each second. Every hundredth is Italian, and every other fifth is German, so that no English
 * entry is at a boundary.
 */
async function publish(count: number, at: number | null = null): Promise<void> {
  const added = Array.from({ length: count }, () => {
    published += 1;
    return makeEntry({
      guid: `https://north.example/${published}`,
      title: `Story ${published}`,
      language: published % 100 === 0 ? "it" : published % 5 === 0 ? "de" : "en",
      firstSeenAt: at ?? noon + Math.floor(published / 3) * 1_000,
    });
  });
  await saveDecided(store, feedId, added);
  time += 3_600_000;
}

interface Document {
  readonly url: string;
  readonly etag: string;
  readonly text: string;
}

/** The first document, and every document that is reached by following its links of one kind. */
async function follow(first: string, rel: "prev-archive" | "next-archive"): Promise<Document[]> {
  const documents: Document[] = [];
  for (let url: string | undefined = first; url !== undefined; ) {
    expect(documents.length).toBeLessThan(60);
    const { status, text, headers } = await app.ask(url.replace(baseUrl, ""));
    expect(status).toBe(200);
    documents.push({ url, text, etag: String(headers.etag) });
    url = linkOf(text, rel);
  }
  return documents;
}

function linkOf(text: string, rel: string): string | undefined {
  return new RegExp(`rel="${rel}" href="([^"]+)"`).exec(text)?.[1]?.replaceAll("&amp;", "&");
}

/** The items of documents. Within each document the newest comes first. */
const titlesOf = (documents: readonly Document[]) =>
  documents.flatMap(({ text }) => text.match(/Story \d+(?=(?:\]\]>)?<\/title>)/g) ?? []);

const isArchive = ({ text }: Document) =>
  text.includes('<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/>');

describe.each(["rss", "atom"])("the archive in %s", (format) => {
  test.each([
    ["", 720],
    ["?lang=de&limit=7", 137],
    ["?lang=en", 576],
    ["?q=story&limit=200", 720],
  ])(
    "%s: back from the first document to the last, and on again to the newest: each item once, none missing",
    async (query, count) => {
      await publish(720);
      const back = await follow(`/feeds/all.${format}${query}`, "prev-archive");
      const titles = titlesOf(back);
      expect([titles.length, new Set(titles).size]).toEqual([count, count]);
      const [first, ...archives] = back;
      expect(isArchive(first!)).toBe(false);
      for (const archive of archives) {
        expect(isArchive(archive)).toBe(true);
        expect(archive.text).not.toContain('rel="next"');
        expect(archive.text).not.toContain('rel="hub"');
        expect(archive.url).not.toContain("limit=");
      }
      const forth = await follow(back.at(-1)!.url, "next-archive");
      expect(new Set(titlesOf(forth))).toEqual(new Set(titles));
      expect(titlesOf(forth).length).toBe(count);
      expect(forth.map(isArchive)).toEqual(forth.map((_, index) => index < forth.length - 1));
      const again = await follow(forth.at(-1)!.url, "prev-archive");
      expect(again.map(({ url }) => url)).toEqual(forth.map(({ url }) => url).reverse());
      const current = query.replace(/[?&]limit=\d+/, "").replace(/^&/, "?");
      for (const document of [...archives, ...forth])
        expect(linkOf(document.text, "current")).toBe(`${baseUrl}/feeds/all.${format}${current}`);
    },
  );

  test("its documents and their ETags stay the same while the feed grows; the newest grows until it is complete", async () => {
    const [feed, kept] = [`/feeds/all.${format}`, new Map<string, Document>()];
    await publish(350);
    for (let round = 0; round < 5; round += 1) {
      const oldest = (await follow(feed, "prev-archive")).at(-1)!;
      const forth = await follow(oldest.url, "next-archive");
      for (const document of forth.filter(isArchive)) {
        expect(kept.get(document.url) ?? document).toEqual(document);
        kept.set(document.url, document);
      }
      expect(kept.size).toBe(forth.length - 1);
      await publish(70);
    }
    expect(kept.size).toBe(6);
  });

  test("a reader that follows the links back finds known documents after at most one new document", async () => {
    await publish(400);
    const known = new Map<string, string>();
    for (let round = 0; round < 4; round += 1) {
      const back = (await follow(`/feeds/all.${format}`, "prev-archive")).slice(1);
      if (round > 0) expect(known.has(back[0]!.url) || known.has(back[1]!.url) || known.has(back[2]!.url)).toBe(true);
      for (const { url, text } of back) {
        expect(known.get(url) ?? text).toBe(text);
        known.set(url, text);
      }
      await publish(70);
    }
  });

  test("a history that fits into the first document has no archive", async () => {
    await publish(50);
    const { text } = await app.ask(`/feeds/all.${format}`);
    expect(text).not.toContain("archive");
    await publish(1);
    expect(titlesOf(await follow(`/feeds/all.${format}`, "prev-archive")).length).toBe(51);
  });
});

test("entries that are inserted into the past are not lost to a reader that follows the links back", async () => {
  await publish(330);
  const [, second] = await follow("/feeds/all.atom", "prev-archive");
  expect(second!.url).toContain("..");
  const shown = titlesOf([{ ...second!, text: (await app.ask("/feeds/all.atom")).text }]);
  await publish(150, noon + 90_000);
  const back = titlesOf(await follow(second!.url, "prev-archive"));
  expect([back.length, new Set(back).size]).toEqual([480 - shown.length, 480 - shown.length]);
  await publish(450, noon + 90_000);
  const again = titlesOf(await follow(second!.url, "prev-archive"));
  expect([again.length, new Set(again).size]).toEqual([930 - shown.length, 930 - shown.length]);
});

test("from any place the archive continues in both directions without gap or overlap", async () => {
  await publish(230);
  const middle = `/feeds/all.atom?archive=${noon + 20_000}-60`;
  const back = await follow(middle, "prev-archive");
  const forth = await follow(middle, "next-archive");
  const titles = titlesOf([...back, ...forth.slice(1)]);
  expect([titles.length, new Set(titles).size]).toEqual([230, 230]);
});

test("the JSON archive continues with next_url", async () => {
  await publish(700);
  const titles: string[] = [];
  for (let url: string | undefined = "/feeds/all.json"; url !== undefined; ) {
    const document = JSON.parse((await app.ask(url.replace(baseUrl, ""))).text);
    for (const item of document.items) titles.push(item.title);
    url = document.next_url;
  }
  expect([titles.length, new Set(titles).size]).toEqual([700, 700]);
});

test("an archive sorted by claimed dates, or from an invalid place, is a bad request", async () => {
  expect((await app.ask("/feeds/all.rss?archive=1-1&sort=published")).status).toBe(400);
  for (const place of ["november", "1", "1-1..", "1-1..x", "-1--1"])
    expect((await app.ask(`/feeds/all.rss?archive=${place}`)).status).toBe(400);
});
