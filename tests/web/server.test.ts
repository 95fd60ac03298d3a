import { describe, expect, test } from "vitest";
import { WireError } from "../../src/domain/errors.ts";
import { pageOf, storedEntry, wireItem } from "../support/wire-items.ts";
import { serveFeeds } from "./feeds/feed-world.ts";

describe("/api/v1", () => {
  test("entries come in pages and are filtered as in feeds", async () => {
    const { ask } = await serveFeeds(pageOf(5).items);
    const first = JSON.parse((await ask("/api/v1/entries?section=world&limit=3")).text);
    expect(first.items.map((item: { copy: number }) => item.copy)).toEqual([5, 4, 3]);
    const second = JSON.parse((await ask(`/api/v1/entries?section=world&limit=3&after=${first.next}`)).text);
    expect(second.items.map((item: { copy: number }) => item.copy)).toEqual([2, 1]);
    expect(second.next).toBeNull();
  });

  test.each([
    ["/api/v1/entries?limit=0", 400, "limit must be a whole number from 1 to 500."],
    ["/api/v1/entries?section=none", 404, "There is no section with that name; /feeds.opml lists them."],
    ["/api/v1/nothing", 404, "There is nothing at this address."],
  ])("errors are problem+json: %s", async (path, status, detail) => {
    const { ask } = await serveFeeds();
    const answer = await ask(path);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    expect(JSON.parse(answer.text)).toMatchObject({ type: "about:blank", status, detail });
    expect(answer.status).toBe(status);
  });
});

describe("pages", () => {
  test("/ lists stories, links every section in three formats with its digests, and runs no scripts", async () => {
    const { ask } = await serveFeeds([wireItem({ lead: storedEntry({ title: "<script>alert(1)</script>" }) })]);
    const { text, headers, status } = await ask("/");
    expect(status).toBe(200);
    expect(text.match(/<link rel="alternate"/g)?.length).toBe(3 * 4 + 1);
    expect(text).toContain('title="World &amp; more (Atom)"');
    expect(text).not.toContain("<script>alert");
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["content-security-policy"]).not.toContain("unsafe");
  });

  test("search engines are told to leave the pages out, and may read feeds", async () => {
    const { ask } = await serveFeeds([wireItem()]);
    expect((await ask("/")).headers["x-robots-tag"]).toBe("noindex, nofollow");
    expect((await ask("/feeds/all.rss")).headers["x-robots-tag"]).toBeUndefined();
    const { status, text } = await ask("/robots.txt");
    expect([status, text.split("\n")]).toEqual([200, expect.arrayContaining(["Allow: /feeds/", "Disallow: /"])]);
  });

  test("the addresses of a copy and an entry lead to their place in the story, which shows the text and its carriers", async () => {
    const { ask } = await serveFeeds([wireItem()]);
    expect((await ask("/copies/12")).headers.location).toBe("/stories/30#copy-12");
    expect((await ask("/entries/7")).headers.location).toBe("/stories/30#entry-7");
    const { text } = await ask("/stories/30");
    expect(text).toContain('id="copy-12"');
    expect(text).toContain('id="entry-7"');
    expect(text).toContain("The first left at dawn.");
  });

  test("/healthz answers without the store, /readyz only with it", async () => {
    const { ask, store } = await serveFeeds();
    expect((await ask("/readyz")).status).toBe(200);
    store.failure = new WireError("store-locked", "locked");
    expect(JSON.parse((await ask("/healthz")).text)).toEqual({ status: "ok", version: "1" });
    expect((await ask("/readyz")).status).toBe(503);
  });
});
