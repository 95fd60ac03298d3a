import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { parseFeed } from "feedsmith";
import { describe, expect, test } from "vitest";
import type { Renderer } from "../../../src/documents/renderer.ts";
import { WireError } from "../../../src/domain/errors.ts";
import type { WireItem } from "../../../src/domain/section.ts";
import { pageOf, storedEntry, wireItem } from "../../support/wire-items.ts";
import { serveFeeds } from "./feed-world.ts";

const formats = ["rss", "atom", "json"] as const;
const aIm = { "A-IM": "feed" };
/** The Accept header that every version of feedparser sends. */
const feedparserAccept =
  "application/atom+xml,application/rdf+xml,application/rss+xml,application/x-netcdf,application/xml;q=0.9,text/xml;q=0.2,*/*;q=0.1";

/** Items with the ids from `count` down to 1. An id always has the same content. */
function news(count: number): readonly WireItem[] {
  return pageOf(10).items.slice(10 - count);
}

/** The numbers of the items of a document, in its order. */
function idsOf(text: string): number[] {
  const { feed } = parseFeed(text) as unknown as { feed: Record<string, { id?: string; guid?: { value: string } }[]> };
  const items = feed.items ?? feed.entries ?? [];
  return items.map(({ id, guid }) => Number((id ?? guid?.value ?? "").split("/").at(-1)));
}

/** An item of `pageOf` with a different text. */
function corrected(item: WireItem): WireItem {
  const lead = { ...item.lead, html: "<p>Corrected.</p>", revisedAt: item.lead.revisedAt + 60_000 };
  return { ...item, lead };
}

describe("RFC 3229: A-IM: feed", () => {
  test.each(formats)(
    "%s: 226 with what is new or changed since the version that the reader has, and no more",
    async (format) => {
      const [newest, ...older] = news(10);
      const { ask, store, pass } = await serveFeeds(older);
      const path = `/feeds/all.${format}`;
      const first = await ask(path, { headers: aIm });
      expect(first.status).toBe(200);
      store.change([newest!, ...older.slice(0, 3), corrected(older[3]!), ...older.slice(4)]);
      pass(1_000);
      const answer = await ask(path, { headers: { ...aIm, "If-None-Match": String(first.headers.etag) } });
      expect([answer.status, answer.headers.im]).toEqual([226, "feed"]);
      expect(answer.headers["delta-base"]).toBe(first.headers.etag);
      expect([first.headers["content-location"], answer.headers["content-location"]]).toEqual([
        `https://wire.example${path}`,
        undefined,
      ]);
      expect(answer.headers["content-type"]).toBe(first.headers["content-type"]);
      expect(idsOf(answer.text)).toEqual([10, 6]);
      expect(answer.text).toContain("Corrected.");
      const whole = await ask(path, { headers: aIm });
      expect(answer.headers.etag).toBe(whole.headers.etag);
      expect(idsOf(whole.text)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
      const now = await ask(path, { headers: { ...aIm, "If-None-Match": String(answer.headers.etag) } });
      expect([now.status, now.headers.etag]).toEqual([304, answer.headers.etag]);
    },
  );

  test("caches that do not know 226 must not store it; those that do may", async () => {
    const { ask, store, pass } = await serveFeeds(news(3));
    const { headers } = await ask("/feeds/all.atom", { headers: aIm });
    store.change(news(4));
    pass(1_000);
    const answer = await ask("/feeds/all.atom", { headers: { ...aIm, "If-None-Match": String(headers.etag) } });
    expect(answer.headers["cache-control"]).toMatch(/^no-store, im, max-age=60/);
    expect(answer.headers.vary).toBe("Accept-Encoding, Sec-Fetch-Dest, A-IM, If-None-Match");
  });

  test("the server need not know the version: after a restart, and on another server, the answer is the same", async () => {
    const one = await serveFeeds(news(5));
    const { headers } = await one.ask("/feeds/all.rss", { headers: aIm });
    const asked = { ...aIm, "If-None-Match": String(headers.etag) };
    const restarted = await serveFeeds(news(7));
    const other = await serveFeeds(news(7));
    const [a, b] = [
      await restarted.ask("/feeds/all.rss", { headers: asked }),
      await other.ask("/feeds/all.rss", { headers: asked }),
    ];
    expect([a.status, idsOf(a.text)]).toEqual([226, [7, 6]]);
    expect([b.status, b.headers.etag, b.text]).toEqual([226, a.headers.etag, a.text]);
    const unchanged = await serveFeeds(news(5));
    expect((await unchanged.ask("/feeds/all.rss", { headers: asked })).status).toBe(304);
  });

  test("a reader with A-IM and one without have the same version under two names, and each name is valid without A-IM", async () => {
    const { ask } = await serveFeeds(news(3));
    const plain = await ask("/feeds/all.rss");
    const told = await ask("/feeds/all.rss", { headers: aIm });
    expect(told.body).toEqual(plain.body);
    expect(String(told.headers.etag).startsWith(`${String(plain.headers.etag).slice(0, -1)}~`)).toBe(true);
    for (const etag of [plain.headers.etag, told.headers.etag, `W/${told.headers.etag}`, `"x", ${told.headers.etag}`]) {
      for (const more of [{}, aIm]) {
        const answer = await ask("/feeds/all.rss", { headers: { ...more, "If-None-Match": String(etag) } });
        expect(answer.status).toBe(304);
      }
    }
    expect((await ask("/feeds/all.rss", { headers: { "If-Match": String(told.headers.etag) } })).status).toBe(200);
  });

  test.each([
    ["feedparser", { "User-Agent": "feedparser/6.0.11 +https://github.com/kurtmckee/feedparser/" }],
    ["rss2email", { "User-Agent": "rss2email/3.14 (https://github.com/rss2email/rss2email)" }],
    ["a program of its own name that reads by feedparser", { "User-Agent": "Planet/3", Accept: feedparserAccept }],
  ])("%s asks for a 226 and does not know it: the whole, under a plain ETag", async (_who, who) => {
    const { ask, store, pass } = await serveFeeds(news(4));
    const { headers } = await ask("/feeds/all.rss", { headers: { ...aIm, ...who } });
    expect(headers.etag).not.toContain("~");
    const held = (await ask("/feeds/all.rss", { headers: aIm })).headers.etag;
    store.change(news(6));
    pass(1_000);
    for (const etag of [headers.etag, held]) {
      const answer = await ask("/feeds/all.rss", { headers: { ...aIm, ...who, "If-None-Match": String(etag) } });
      expect([answer.status, idsOf(answer.text)]).toEqual([200, [6, 5, 4, 3, 2, 1]]);
    }
  });

  test("without A-IM: feed there is no 226", async () => {
    const { ask, store, pass } = await serveFeeds(news(3));
    const { headers } = await ask("/feeds/all.rss", { headers: aIm });
    store.change(news(4));
    pass(1_000);
    const asked = { "If-None-Match": String(headers.etag) };
    for (const more of [{}, { "A-IM": "vcdiff, gzip" }, { "A-IM": "feed;q=0" }, { "A-IM": "feeds" }]) {
      const answer = await ask("/feeds/all.rss", { headers: { ...asked, ...(more as Record<string, string>) } });
      expect([answer.status, idsOf(answer.text).length]).toEqual([200, 4]);
    }
    const listed = await ask("/feeds/all.rss", { headers: { "A-IM": "vcdiff;q=0.5, Feed;q=0.1", ...asked } });
    expect(listed.status).toBe(226);
  });

  test.each([
    ["another server's", '"abc"'],
    ["one without what it held", '"0123456789012345678901"'],
    ["a broken one", '"0123456789012345678901~AAA"'],
    ["one that is no base64", '"0123456789012345678901~-_-_-_-"'],
    ["any", '"x~y"'],
  ])("a version that we cannot know (%s) gets the whole", async (_name, etag) => {
    const { ask } = await serveFeeds(news(3));
    const answer = await ask("/feeds/all.atom", { headers: { ...aIm, "If-None-Match": etag } });
    expect([answer.status, answer.headers.im, idsOf(answer.text).length]).toEqual([200, undefined, 3]);
  });

  test("a reader that was away too long gets the whole document, because none of its items is still there", async () => {
    const { ask, store, pass } = await serveFeeds(news(3));
    const { headers } = await ask("/feeds/all.json", { headers: aIm });
    store.change([40, 41].map((id) => wireItem({ id, copyId: id, lead: storedEntry({ id }) })));
    pass(1_000);
    const answer = await ask("/feeds/all.json", { headers: { ...aIm, "If-None-Match": String(headers.etag) } });
    expect([answer.status, idsOf(answer.text).length]).toEqual([200, 2]);
  });

  test("a removed item gives a difference without items, not an error", async () => {
    const { ask, store, pass } = await serveFeeds(news(3));
    const { headers } = await ask("/feeds/all.json", { headers: aIm });
    store.change(news(3).slice(1));
    pass(1_000);
    const answer = await ask("/feeds/all.json", { headers: { ...aIm, "If-None-Match": String(headers.etag) } });
    expect([answer.status, idsOf(answer.text)]).toEqual([226, []]);
  });

  test("is sent as gzip and brotli, each with its own ETag, and HEAD has the same headers as GET", async () => {
    const { ask, store, pass } = await serveFeeds(news(3));
    const packed = { ...aIm, "Accept-Encoding": "gzip" };
    const first = await ask("/feeds/all.rss", { headers: packed });
    store.change(news(5));
    pass(1_000);
    const asked = { "If-None-Match": String(first.headers.etag) };
    const gzip = await ask("/feeds/all.rss", { headers: { ...packed, ...asked } });
    const brotli = await ask("/feeds/all.rss", { headers: { ...packed, ...asked, "Accept-Encoding": "br" } });
    const plain = await ask("/feeds/all.rss", { headers: { ...aIm, ...asked } });
    expect([gzip.status, gzip.headers["content-encoding"], brotli.headers["content-encoding"]]).toEqual([
      226,
      "gzip",
      "br",
    ]);
    expect(gunzipSync(gzip.body)).toEqual(plain.body);
    expect(brotliDecompressSync(brotli.body)).toEqual(plain.body);
    expect(new Set([gzip, brotli, plain].map(({ headers }) => headers.etag)).size).toBe(3);
    const head = await ask("/feeds/all.rss", { method: "HEAD", headers: { ...packed, ...asked } });
    expect([head.status, head.body.length]).toEqual([226, 0]);
    expect({ ...head.headers, date: "" }).toEqual({ ...gzip.headers, date: "" });
    const again = await ask("/feeds/all.rss", { headers: { ...packed, "If-None-Match": String(gzip.headers.etag) } });
    expect(again.status).toBe(304);
  });

  test("of several versions the first that states its content is used, and If-Match is evaluated first", async () => {
    const { ask, store, pass } = await serveFeeds(news(3));
    const { headers } = await ask("/feeds/all.rss", { headers: aIm });
    store.change(news(5));
    pass(1_000);
    const many = { ...aIm, "If-None-Match": `"old", W/${headers.etag}, "x"` };
    const answer = await ask("/feeds/all.rss", { headers: many });
    expect([answer.status, answer.headers["delta-base"]]).toEqual([226, headers.etag]);
    expect((await ask("/feeds/all.rss", { headers: { ...many, "If-Match": '"gone"' } })).status).toBe(412);
  });

  test("when no difference can be made, the whole document is sent", async () => {
    const failing = (renderer: Renderer): Renderer => ({
      render: async (request) => {
        if (request.held !== null) throw new WireError("rate-limited", "too many at once");
        return renderer.render(request);
      },
    });
    const { ask, store, pass, logged } = await serveFeeds(news(3), failing);
    const { headers } = await ask("/feeds/all.rss", { headers: aIm });
    store.change(news(4));
    pass(1_000);
    const answer = await ask("/feeds/all.rss", { headers: { ...aIm, "If-None-Match": String(headers.etag) } });
    expect([answer.status, idsOf(answer.text).length]).toEqual([200, 4]);
    expect(logged).toEqual(["refused requests, because there were too many"]);
  });
});
