import { describe, expect, test } from "vitest";
import { emptyFilter } from "../../../src/domain/section.ts";
import { agency, outlet, pageOf, storedEntry, wireItem } from "../../support/wire-items.ts";
import { baseUrl, serveFeeds } from "./feed-world.ts";

describe("GET /feeds/…", () => {
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
    `/feeds/all.rss?x=${"y".repeat(16_001)}`,
  ])("answers 400 with a plain sentence to %s", async (path) => {
    const { ask } = await serveFeeds();
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
    const { ask } = await serveFeeds();
    expect((await ask(path)).status).toBe(404);
  });

  test("a path that cannot be decoded is a 400, not an internal error", async () => {
    const { ask, logged } = await serveFeeds();
    expect((await ask("/feeds/%ff.rss")).status).toBe(400);
    expect(logged).toEqual([]);
  });

  test("passes the whole query to the store, in addition to the section's filter", async () => {
    const { ask, store } = await serveFeeds();
    await ask("/feeds/wires.rss?limit=7&collapse=story&sort=published&lang=EN&category=transport&q=ferry");
    expect(store.pagesRead).toEqual([
      {
        filter: {
          ...emptyFilter,
          sources: ["Northern Wire"],
          languages: ["en"],
          categories: ["Transport"],
          query: { kind: "term", text: "ferry", form: "word", prefix: false, slop: null, field: null },
        },
        collapse: "story",
        sort: "published",
        limit: 7,
        after: null,
      },
    ]);
  });

  test("a source outside the section gives an empty feed, not the section's other items", async () => {
    const { ask } = await serveFeeds();
    const { text } = await ask("/feeds/wires.json?source=Harbour%20Post");
    expect(JSON.parse(text).items).toEqual([]);
  });

  test("equivalent requests share one rendering", async () => {
    const { ask, store } = await serveFeeds();
    const first = await ask("/feeds/all.rss?lang=en&limit=2&utm_source=x");
    const second = await ask("/feeds/all.rss?limit=2&collapse=copy&lang=EN");
    expect(second.headers.etag).toBe(first.headers.etag);
    expect(store.pagesRead.length).toBe(1);
  });

  test("each page links to the next until every item was shown once", async () => {
    const { ask } = await serveFeeds(pageOf(7).items);
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
    const { ask, store, pass } = await serveFeeds(items);
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
    const { ask } = await serveFeeds();
    const { text, headers } = await ask("/feeds.opml");
    expect(headers["content-type"]).toBe("text/x-opml; charset=utf-8");
    expect([...text.matchAll(/xmlUrl="([^"]+)"/g)].map((match) => match[1])).toEqual([
      `${baseUrl}/feeds/all.rss`,
      `${baseUrl}/feeds/world.rss`,
      `${baseUrl}/feeds/wires.rss`,
    ]);
  });
});
