import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { parseFeed } from "feedsmith";
import { describe, expect, test } from "vitest";
import { WireError } from "../../../src/domain/errors.ts";
import { pageOf } from "../../support/wire-items.ts";
import { baseUrl, serveFeeds } from "./feed-world.ts";

describe("GET /feeds/… as HTTP", () => {
  test.each([
    ["rss", "application/rss+xml; charset=utf-8"],
    ["atom", "application/atom+xml; charset=utf-8"],
    ["json", "application/feed+json; charset=utf-8"],
  ])("serves %s with its own content type and the headers of a good citizen", async (format, type) => {
    const { ask } = await serveFeeds();
    const answer = await ask(`/feeds/all.${format}`);
    expect(answer.status).toBe(200);
    expect(parseFeed(answer.text).format).toBe(format);
    expect(answer.headers).toMatchObject({
      "content-type": type,
      "content-length": String(answer.body.length),
      vary: "Accept-Encoding, Sec-Fetch-Dest, A-IM",
      "cache-control": "max-age=60, stale-while-revalidate=60, stale-if-error=86400",
      "access-control-allow-origin": "*",
      "x-content-type-options": "nosniff",
      "last-modified": "Sun, 01 Mar 2026 10:00:00 GMT",
    });
    expect(answer.headers.etag).toMatch(/^"[\w-]{22}"$/);
    expect(answer.headers["x-powered-by"]).toBeUndefined();
  });

  test("answers 304 to either validator, and to both", async () => {
    const { ask } = await serveFeeds();
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

  test("a 304 says what caches need (RFC 9110 section 15.4.5) and nothing else; a script's gets the leave to read it", async () => {
    const { ask } = await serveFeeds();
    const { headers } = await ask("/feeds/all.rss");
    const again = { "If-None-Match": String(headers.etag) };
    const same = await ask("/feeds/all.rss", { headers: again });
    const own = Object.keys(same.headers).filter((name) => name !== "connection" && name !== "keep-alive");
    expect(own.sort()).toEqual(["cache-control", "content-location", "date", "etag", "vary"]);
    for (const name of ["cache-control", "content-location", "etag", "vary"] as const)
      expect(same.headers[name]).toBe(headers[name]);
    const script = await ask("/feeds/all.rss", { headers: { ...again, Origin: "https://reader.example" } });
    expect(script.status).toBe(304);
    expect(script.headers["access-control-allow-origin"]).toBe("*");
    expect(script.headers["access-control-expose-headers"]).toBe(headers["access-control-expose-headers"]);
  });

  test("makes a form of a document only when it is requested, and again with each version from then on", async () => {
    const made: (readonly string[])[] = [];
    const { ask, store, pass } = await serveFeeds(undefined, (renderer) => ({
      render: (request) => {
        made.push([...request.codings].sort());
        return renderer.render(request);
      },
    }));
    const gzip = { "Accept-Encoding": "gzip" };
    await ask("/feeds/all.rss", { headers: gzip });
    const plain = await ask("/feeds/all.rss");
    const zipped = await ask("/feeds/all.rss", { headers: gzip });
    expect(gunzipSync(zipped.body)).toEqual(plain.body);
    store.change(pageOf(2).items);
    pass(10_000);
    await ask("/feeds/all.rss");
    expect(made).toEqual([["gzip"], ["gzip", "identity"], ["gzip", "identity"]]);
    pass(11 * 60_000);
    store.change(pageOf(1).items);
    await ask("/feeds/all.rss");
    expect(made.at(-1)).toEqual(["identity"]);
  });

  test("sends the plain document when the form cannot be made any more", async () => {
    const { ask, store, pass } = await serveFeeds();
    const gzip = await ask("/feeds/all.rss", { headers: { "Accept-Encoding": "gzip" } });
    store.failure = new WireError("store-locked", "the database is locked");
    pass(60_000);
    const plain = await ask("/feeds/all.rss");
    expect([plain.status, plain.headers["content-encoding"]]).toEqual([200, undefined]);
    expect(plain.body).toEqual(gunzipSync(gzip.body));
    expect(plain.headers["content-length"]).toBe(String(plain.body.length));
    expect(`${String(plain.headers.etag).slice(0, -1)}-gzip"`).toBe(gzip.headers.etag);
  });

  test("sends gzip and brotli with ETags of their own, and the same document in all of them", async () => {
    const { ask } = await serveFeeds();
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

  test("HEAD has the headers of GET, without the body", async () => {
    const { ask } = await serveFeeds();
    const get = await ask("/feeds/all.json");
    const head = await ask("/feeds/all.json", { method: "HEAD" });
    expect(head.status).toBe(200);
    expect(head.body.length).toBe(0);
    expect({ ...head.headers, date: "" }).toEqual({ ...get.headers, date: "" });
  });

  test("a browser gets a page that explains how to subscribe; a reader with a browser's user agent gets the feed", async () => {
    const { ask } = await serveFeeds();
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

  test("ignores ranges: it sends the whole document and offers no ranges", async () => {
    const { ask } = await serveFeeds();
    const answer = await ask("/feeds/all.rss", { headers: { Range: "bytes=0-9" } });
    expect(answer.status).toBe(200);
    expect(answer.headers["accept-ranges"]).toBe("none");
  });

  test("refuses other methods with 405 and answers a preflight request", async () => {
    const { ask } = await serveFeeds();
    const post = await ask("/feeds/all.rss", { method: "POST" });
    expect([post.status, post.headers.allow]).toEqual([405, "GET, HEAD, OPTIONS"]);
    const preflight = await ask("/feeds/all.rss", { method: "OPTIONS" });
    expect([preflight.status, preflight.headers["access-control-allow-origin"]]).toEqual([204, "*"]);
  });

  test("an error of the store is a 503 with Retry-After and a log line, never an item", async () => {
    const { ask, store, logged } = await serveFeeds();
    store.failure = new WireError("store-locked", "the database is locked");
    const answer = await ask("/feeds/all.rss");
    expect([answer.status, answer.headers["retry-after"]]).toEqual([503, "5"]);
    expect(answer.text).not.toContain("database");
    expect(logged).toEqual(["request failed"]);
  });

  test("serves the last bytes while the store cannot be read", async () => {
    const { ask, store, logged, pass } = await serveFeeds();
    const before = await ask("/feeds/all.rss");
    store.failure = new WireError("store-locked", "the database is locked");
    pass(60_000);
    const answer = await ask("/feeds/all.rss");
    expect([answer.status, answer.headers.etag]).toEqual([200, before.headers.etag]);
    expect(logged).toEqual(["could not make a feed document; the last one is served"]);
  });
});

describe("validators", () => {
  test("stay the same across restarts and on two servers", async () => {
    const [one, two] = [await serveFeeds(), await serveFeeds()];
    const [a, b] = [await one.ask("/feeds/all.rss"), await two.ask("/feeds/all.rss")];
    expect(b.body).toEqual(a.body);
    expect([b.headers.etag, b.headers["last-modified"]]).toEqual([a.headers.etag, a.headers["last-modified"]]);
  });

  test("stay the same when only other content changed", async () => {
    const { ask, store, pass } = await serveFeeds();
    const { headers } = await ask("/feeds/all.rss");
    store.touch();
    pass(1_000);
    const again = { "If-None-Match": String(headers.etag), "If-Modified-Since": String(headers["last-modified"]) };
    const answer = await ask("/feeds/all.rss", { headers: again });
    expect([answer.status, answer.headers.etag]).toEqual([304, headers.etag]);
  });

  test("change with the content, including the date when the content has no newer time", async () => {
    const { ask, store, pass } = await serveFeeds();
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

  test("a Last-Modified in the future is not sent", async () => {
    const { ask, pass } = await serveFeeds();
    pass(-2 * 3_600_000);
    const answer = await ask("/feeds/all.rss");
    expect([answer.status, answer.headers["last-modified"]]).toEqual([200, undefined]);
  });
});
