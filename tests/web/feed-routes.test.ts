import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { parseFeed } from "feedsmith";
import { afterEach, describe, expect, test } from "vitest";
import { WireError } from "../../src/domain/errors.ts";
import { emptyFilter, type Section } from "../../src/domain/section.ts";
import { createRenderHandler } from "../../src/web/render-handler.ts";
import { createServer } from "../../src/web/server.ts";
import { fakeReadStore } from "../support/fake-read-store.ts";
import { readOnlyWeb } from "../support/read-only-web.ts";
import { type ServedApp, serveApp } from "../support/serve-app.ts";
import { agency, outlet, pageOf, storedEntry, tenOClock, wireItem } from "../support/wire-items.ts";

const baseUrl = "https://wire.example";
const sections: Section[] = [
  { id: "world", title: "World & more", filter: { ...emptyFilter, languages: ["en"] } },
  { id: "wires", title: "Wires", filter: { ...emptyFilter, sources: ["Northern Wire"], categories: ["Transport"] } },
];

const open: ServedApp[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => app.close()));
});

async function serve(items = pageOf(3).items) {
  const store = fakeReadStore(items);
  let time = tenOClock + 3_600_000;
  const clock = { now: () => time, sleep: async () => undefined };
  const logged: string[] = [];
  const record = (_fields: object, message: string) => logged.push(message);
  const log = { debug: record, info: record, warn: record, error: record };
  const renderer = createRenderHandler(store, { baseUrl });
  const app = await serveApp(
    createServer({ store, renderer, sections, baseUrl, clock, log, version: "1", ...readOnlyWeb }),
  );
  open.push(app);
  return {
    store,
    logged,
    app,
    ask: app.ask,
    pass: (ms: number) => {
      time += ms;
    },
  };
}

describe("GET /feeds/…", () => {
  test.each([
    ["rss", "application/rss+xml; charset=utf-8"],
    ["atom", "application/atom+xml; charset=utf-8"],
    ["json", "application/feed+json; charset=utf-8"],
  ])("serves %s with its own content type and the headers of a good citizen", async (format, type) => {
    const { ask } = await serve();
    const answer = await ask(`/feeds/all.${format}`);
    expect(answer.status).toBe(200);
    expect(parseFeed(answer.text).format).toBe(format);
    expect(answer.headers).toMatchObject({
      "content-type": type,
      "content-length": String(answer.body.length),
      vary: "Accept-Encoding, Sec-Fetch-Dest",
      "cache-control": "public, max-age=60, stale-while-revalidate=60, stale-if-error=86400",
      "access-control-allow-origin": "*",
      "x-content-type-options": "nosniff",
      "last-modified": "Sun, 01 Mar 2026 10:00:00 GMT",
      expires: "Sun, 01 Mar 2026 11:01:00 GMT",
    });
    expect(answer.headers.etag).toMatch(/^"[\w-]{22}"$/);
    expect(answer.headers["x-powered-by"]).toBeUndefined();
  });

  test("answers 304 to either validator, and to both", async () => {
    const { ask } = await serve();
    const { headers } = await ask("/feeds/all.rss");
    const etag = { "If-None-Match": String(headers.etag) };
    const date = { "If-Modified-Since": String(headers["last-modified"]) };
    for (const conditions of [etag, date, { ...etag, ...date }]) {
      const answer = await ask("/feeds/all.rss", { headers: conditions });
      expect(answer.status).toBe(304);
      expect(answer.body.length).toBe(0);
      expect(answer.headers.etag).toBe(headers.etag);
      expect(answer.headers["content-type"]).toBeUndefined();
    }
    expect((await ask("/feeds/all.rss", { headers: { "If-None-Match": '"x"', ...date } })).status).toBe(200);
  });

  test("sends gzip and brotli with ETags of their own, and the same document in all of them", async () => {
    const { ask } = await serve();
    const plain = await ask("/feeds/all.atom");
    const gzip = await ask("/feeds/all.atom", { headers: { "Accept-Encoding": "gzip" } });
    const brotli = await ask("/feeds/all.atom", { headers: { "Accept-Encoding": "gzip, deflate, br" } });
    expect(gzip.headers["content-encoding"]).toBe("gzip");
    expect(brotli.headers["content-encoding"]).toBe("br");
    expect(gunzipSync(gzip.body)).toEqual(plain.body);
    expect(brotliDecompressSync(brotli.body)).toEqual(plain.body);
    expect(new Set([plain, gzip, brotli].map((answer) => answer.headers.etag)).size).toBe(3);
    const again = { "Accept-Encoding": "gzip", "If-None-Match": String(gzip.headers.etag) };
    expect((await ask("/feeds/all.atom", { headers: again })).status).toBe(304);
  });

  test("HEAD says what GET says, without the body", async () => {
    const { ask } = await serve();
    const get = await ask("/feeds/all.json");
    const head = await ask("/feeds/all.json", { method: "HEAD" });
    expect(head.status).toBe(200);
    expect(head.body.length).toBe(0);
    expect({ ...head.headers, date: "" }).toEqual({ ...get.headers, date: "" });
  });

  test("a person's browser gets a page that explains how to subscribe, a reader that poses as one gets the feed", async () => {
    const { ask } = await serve();
    const accept = { Accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };
    for (let round = 0; round < 2; round += 1) {
      const reader = await ask("/feeds/world.atom?limit=2", { headers: accept });
      expect(reader.headers["content-type"]).toContain("application/atom+xml");
      const page = await ask("/feeds/world.atom?limit=2", { headers: { ...accept, "Sec-Fetch-Dest": "document" } });
      expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
      expect(page.headers.vary).toBe("Sec-Fetch-Dest");
      expect(page.text).toContain(`${baseUrl}/feeds/world.rss?limit=2`);
      expect(page.text).toContain("World &amp; more");
    }
  });

  test("refuses ranges cleanly: the whole document, and no promise of parts", async () => {
    const { ask } = await serve();
    const answer = await ask("/feeds/all.rss", { headers: { Range: "bytes=0-9" } });
    expect(answer.status).toBe(200);
    expect(answer.headers["accept-ranges"]).toBe("none");
  });

  test.each([
    "/feeds/all.rss?limit=0",
    "/feeds/all.rss?limit=501",
    "/feeds/all.rss?limit=ten",
    "/feeds/all.rss?collapse=yes",
    "/feeds/all.rss?sort=title",
    "/feeds/all.rss?lang=x",
    "/feeds/all.rss?after=tomorrow",
    "/feeds/all.rss?q=%22unclosed",
    "/feeds/all.rss?q=(a",
    "/feeds/wires.rss?category=Sport",
    `/feeds/all.rss?x=${"y".repeat(4_001)}`,
  ])("answers 400 with a plain sentence to %s", async (path) => {
    const { ask } = await serve();
    const answer = await ask(path);
    expect(answer.status).toBe(400);
    expect(answer.headers["content-type"]).toBe("text/plain; charset=utf-8");
    expect(answer.text.length).toBeGreaterThan(15);
  });

  test.each([
    "/feeds/none.rss",
    "/feeds/all.xml",
    "/feeds/all",
    "/feeds/source/99.rss",
    "/feeds/source/x.rss",
    "/feeds/feed/99.json",
    "/feeds/feed/1/2.rss",
    "/nothing",
    "/stories/0",
    "/stories/99999",
    "/copies/none",
  ])("answers 404 to %s", async (path) => {
    const { ask } = await serve();
    expect((await ask(path)).status).toBe(404);
  });

  test("a path that does not decode is a 400, not an error of ours", async () => {
    const { ask, logged } = await serve();
    expect((await ask("/feeds/%ff.rss")).status).toBe(400);
    expect(logged).toEqual([]);
  });

  test("refuses other methods with 405 and answers a preflight", async () => {
    const { ask } = await serve();
    const post = await ask("/feeds/all.rss", { method: "POST" });
    expect([post.status, post.headers.allow]).toEqual([405, "GET, HEAD, OPTIONS"]);
    const preflight = await ask("/feeds/all.rss", { method: "OPTIONS" });
    expect([preflight.status, preflight.headers["access-control-allow-origin"]]).toEqual([204, "*"]);
  });

  test("hands the whole query to the store, on top of the section's filter", async () => {
    const { ask, store } = await serve();
    await ask("/feeds/wires.rss?limit=7&collapse=story&sort=published&lang=EN&category=transport&q=ferry");
    expect(store.pagesRead).toEqual([
      {
        filter: {
          ...emptyFilter,
          sources: ["Northern Wire"],
          languages: ["en"],
          categories: ["Transport"],
          query: { kind: "term", words: ["ferry"], prefix: false },
        },
        collapse: "story",
        sort: "published",
        limit: 7,
        after: null,
      },
    ]);
  });

  test("a source outside the section's is an empty feed, not the section's others", async () => {
    const { ask } = await serve();
    const { text } = await ask("/feeds/wires.json?source=Harbour%20Post");
    expect(JSON.parse(text).items).toEqual([]);
  });

  test("requests that mean the same share one rendering", async () => {
    const { ask, store } = await serve();
    const first = await ask("/feeds/all.rss?lang=en&limit=2&utm_source=x");
    const second = await ask("/feeds/all.rss?limit=2&collapse=copy&lang=EN");
    expect(second.headers.etag).toBe(first.headers.etag);
    expect(store.pagesRead.length).toBe(1);
  });

  test("pages lead from one to the next until every item was seen once", async () => {
    const { ask } = await serve(pageOf(7).items);
    const ids: string[] = [];
    let next: string | null = "/feeds/all.json?limit=3";
    while (next !== null) {
      const page = JSON.parse((await ask(next)).text);
      ids.push(...page.items.map((item: { id: string }) => item.id));
      next = page.next_url === undefined ? null : page.next_url.replace(baseUrl, "");
    }
    expect(ids).toEqual([7, 6, 5, 4, 3, 2, 1].map((id) => `${baseUrl}/copies/${id}`));
  });

  test("republishes one source and one feed", async () => {
    const items = [
      wireItem({ id: 2, lead: storedEntry({ id: 2, source: outlet, feedId: 4 }) }),
      wireItem({ id: 1, lead: storedEntry({ id: 1, source: agency, feedId: 3 }) }),
    ];
    const { ask, store, pass } = await serve(items);
    store.feeds = [
      {
        entryCount: 1,
        poll: {} as never,
        feed: {
          id: 4,
          url: "https://harbour.example/feed?key=secret",
          source: outlet,
          origin: "config",
          state: "active",
          title: "Harbour headlines",
          siteUrl: null,
          language: null,
          intervalMs: null,
        },
      },
    ];
    const bySource = JSON.parse((await ask("/feeds/source/2.json")).text);
    const byFeed = JSON.parse((await ask("/feeds/feed/4.json")).text);
    expect([bySource.title, byFeed.title]).toEqual(["Harbour Post", "Harbour headlines"]);
    for (const feed of [bySource, byFeed])
      expect(feed.items.map((item: { id: string }) => item.id)).toEqual([`${baseUrl}/copies/2`]);
    expect((await ask("/feeds/feed/4.rss")).text).not.toContain("secret");
    store.feeds = store.feeds.map((one) => ({ ...one, feed: { ...one.feed, title: "Harbour news" } }));
    pass(6_000);
    expect(JSON.parse((await ask("/feeds/feed/4.json")).text).title).toBe("Harbour news");
  });

  test("/feeds.opml lists every section once", async () => {
    const { ask } = await serve();
    const { text, headers } = await ask("/feeds.opml");
    expect(headers["content-type"]).toBe("text/x-opml; charset=utf-8");
    expect([...text.matchAll(/xmlUrl="([^"]+)"/g)].map((match) => match[1])).toEqual([
      `${baseUrl}/feeds/all.rss`,
      `${baseUrl}/feeds/world.rss`,
      `${baseUrl}/feeds/wires.rss`,
    ]);
  });

  test("an error of the store is a 503 with Retry-After and a log line, never an item", async () => {
    const { ask, store, logged } = await serve();
    store.failure = new WireError("store-locked", "the database is locked");
    const answer = await ask("/feeds/all.rss");
    expect([answer.status, answer.headers["retry-after"]]).toEqual([503, "5"]);
    expect(answer.text).not.toContain("database");
    expect(logged).toEqual(["request failed"]);
  });

  test("goes on with the last bytes while the store cannot be read", async () => {
    const { ask, store, logged, pass } = await serve();
    const before = await ask("/feeds/all.rss");
    store.failure = new WireError("store-locked", "the database is locked");
    pass(60_000);
    const answer = await ask("/feeds/all.rss");
    expect([answer.status, answer.headers.etag]).toEqual([200, before.headers.etag]);
    expect(logged).toEqual(["feed not rebuilt, the last one is served"]);
  });
});

describe("validators", () => {
  test("stay the same across restarts and on two servers", async () => {
    const [one, two] = [await serve(), await serve()];
    const [a, b] = [await one.ask("/feeds/all.rss"), await two.ask("/feeds/all.rss")];
    expect(b.body).toEqual(a.body);
    expect([b.headers.etag, b.headers["last-modified"]]).toEqual([a.headers.etag, a.headers["last-modified"]]);
  });

  test("stay the same when the store moved for somebody else", async () => {
    const { ask, store, pass } = await serve();
    const { headers } = await ask("/feeds/all.rss");
    store.touch();
    pass(1_000);
    const again = { "If-None-Match": String(headers.etag), "If-Modified-Since": String(headers["last-modified"]) };
    const answer = await ask("/feeds/all.rss", { headers: again });
    expect([answer.status, answer.headers["last-modified"]]).toEqual([304, headers["last-modified"]]);
  });

  test("change with the content, the date too, even when no newer time tells of it", async () => {
    const { ask, store, pass } = await serve();
    const before = await ask("/feeds/all.rss");
    store.change(pageOf(3).items.slice(0, 2));
    pass(1_000);
    const answer = await ask("/feeds/all.rss", {
      headers: { "If-Modified-Since": String(before.headers["last-modified"]) },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.etag).not.toBe(before.headers.etag);
    const after = await ask("/feeds/all.rss", {
      headers: { "If-Modified-Since": String(answer.headers["last-modified"]) },
    });
    expect(after.status).toBe(304);
  });

  test("a Last-Modified that lies ahead of the clock is not sent", async () => {
    const { ask, pass } = await serve();
    pass(-2 * 3_600_000);
    const answer = await ask("/feeds/all.rss");
    expect([answer.status, answer.headers["last-modified"]]).toEqual([200, undefined]);
  });
});

describe("/api/v1", () => {
  test("entries come in pages, filtered as feeds are", async () => {
    const { ask } = await serve(pageOf(5).items);
    const first = JSON.parse((await ask("/api/v1/entries?section=world&limit=3")).text);
    expect(first.items.map((item: { copy: number }) => item.copy)).toEqual([5, 4, 3]);
    const second = JSON.parse((await ask(`/api/v1/entries?section=world&limit=3&after=${first.next}`)).text);
    expect(second.items.map((item: { copy: number }) => item.copy)).toEqual([2, 1]);
    expect(second.next).toBeNull();
  });

  test.each([
    ["/api/v1/entries?limit=0", 400, "limit must be a whole number from 1 to 500."],
    ["/api/v1/entries?section=none", 404, "There is no section by that name; /feeds.opml lists them."],
    ["/api/v1/nothing", 404, "Nothing here by that name."],
  ])("errors are problem+json: %s", async (path, status, detail) => {
    const { ask } = await serve();
    const answer = await ask(path);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    expect(JSON.parse(answer.text)).toMatchObject({ type: "about:blank", status, detail });
    expect(answer.status).toBe(status);
  });
});

describe("pages", () => {
  test("/ lists stories, announces every section in three formats and lets nothing run", async () => {
    const { ask } = await serve([wireItem({ lead: storedEntry({ title: "<script>alert(1)</script>" }) })]);
    const { text, headers, status } = await ask("/");
    expect(status).toBe(200);
    expect(text.match(/<link rel="alternate"/g)?.length).toBe(3 * 3 + 1);
    expect(text).toContain('title="World &amp; more (Atom)"');
    expect(text).not.toContain("<script>alert");
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["content-security-policy"]).not.toContain("unsafe");
  });

  test("a copy and an entry lead to their place in the story, which shows the text and its carriers", async () => {
    const { ask } = await serve([wireItem()]);
    expect((await ask("/copies/12")).headers.location).toBe("/stories/30#copy-12");
    expect((await ask("/entries/7")).headers.location).toBe("/stories/30#entry-7");
    const { text } = await ask("/stories/30");
    expect(text).toContain('id="copy-12"');
    expect(text).toContain('id="entry-7"');
    expect(text).toContain("The first left at dawn.");
  });

  test("/healthz answers without the store, /readyz only with it", async () => {
    const { ask, store } = await serve();
    expect((await ask("/readyz")).status).toBe(200);
    store.failure = new WireError("store-locked", "locked");
    expect(JSON.parse((await ask("/healthz")).text)).toEqual({ status: "ok", version: "1" });
    expect((await ask("/readyz")).status).toBe(503);
  });
});
