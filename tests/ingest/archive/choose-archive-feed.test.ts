import { describe, expect, test } from "vitest";
import type { Feed } from "../../../src/domain/feed.ts";
import type { ParsedFeed } from "../../../src/domain/parsed-feed.ts";
import { chooseArchiveFeed } from "../../../src/ingest/archive/choose-archive-feed.ts";
import { parsedFeed } from "../poll/poll-examples.ts";

function documentOf(facts: Partial<ParsedFeed>): ParsedFeed {
  return parsedFeed({ title: "Bay News", siteUrl: "https://bay.example/", ...facts });
}

function feedOf(url: string, facts: Partial<Feed> = {}): Feed {
  return {
    id: 1,
    url,
    source: { id: 1, name: "Bay News", kind: "outlet", rank: 100 },
    origin: "ingested",
    state: "paused",
    title: "Bay News",
    siteUrl: "https://bay.example/",
    language: null,
    intervalMs: null,
    ...facts,
  };
}

function choose(parsed: ParsedFeed, feeds: readonly Feed[] = [], feedUrl: string | null = null) {
  return chooseArchiveFeed({
    parsed,
    path: "x.xml",
    feedUrl,
    feeds,
    configured: [
      {
        url: "https://wire.example/feed",
        source: { name: "The Wire", kind: "agency", rank: 1 },
        title: null,
        siteUrl: null,
        intervalMs: null,
      },
    ],
    store: { readKnown: async () => [] },
  });
}

describe("chooseArchiveFeed()", () => {
  test("names a feed by its self link, and its source by the channel title", async () => {
    const choice = await choose(documentOf({ selfUrl: "https://bay.example/rss" }));
    expect(choice).toMatchObject({
      kind: "new",
      spec: { url: "https://bay.example/rss", source: { name: "Bay News", kind: "outlet" } },
    });
  });

  test("without a self link it is named by channel link and title", async () => {
    const one = await choose(documentOf({}));
    const other = await choose(documentOf({ title: "Bay Sport" }));
    expect(one).toMatchObject({ kind: "new", spec: { url: "https://bay.example/#Bay%20News" } });
    expect(other).toMatchObject({ kind: "new", spec: { url: "https://bay.example/#Bay%20Sport" } });
  });

  test("--feed wins over what the document says", async () => {
    const choice = await choose(documentOf({ selfUrl: "https://bay.example/rss" }), [], "https://other.example/feed");
    expect(choice).toMatchObject({ spec: { url: "https://other.example/feed" } });
  });

  test("a configured feed keeps its source, whatever the scheme of the self link", async () => {
    const choice = await choose(documentOf({ selfUrl: "http://wire.example/feed" }));
    expect(choice).toMatchObject({ spec: { source: { name: "The Wire", kind: "agency", rank: 1 } } });
  });

  test("a feed that gets a self link stays one feed and takes it as its address", async () => {
    const feed = feedOf("https://bay.example/#Bay%20News");
    const choice = await choose(documentOf({ selfUrl: "https://bay.example/rss" }), [feed]);
    expect(choice).toEqual({ kind: "named", feed, url: "https://bay.example/rss" });
  });

  test.each([
    ["loses its self link", "https://bay.example/rss", null],
    ["writes the date into it", "https://bay.example/rss.xml/20200422", "https://bay.example/rss.xml/20200518"],
    ["writes the date from one day on", "https://bay.example/rss.xml", "https://bay.example/rss.xml/2020-05-18"],
  ])("a feed that %s stays one feed", async (_what, known, selfUrl) => {
    const feed = feedOf(known);
    expect(await choose(documentOf({ selfUrl }), [feed])).toEqual({ kind: "known", feed });
  });

  test.each([
    ["another path", "https://bay.example/rss", "https://bay.example/sport.rss"],
    ["another host", "https://bay.example/rss", "https://mirror.example/rss"],
    ["another number in the query", "https://bay.example/rss?cat=3", "https://bay.example/rss?cat=4"],
  ])("a self link with %s is another feed", async (_what, known, selfUrl) => {
    expect((await choose(documentOf({ selfUrl }), [feedOf(known)])).kind).toBe("new");
  });

  test("without a self link and with two possible feeds, a document goes to the nameless feed or to a new one", async () => {
    const named = [feedOf("https://bay.example/x"), feedOf("https://bay.example/y", { id: 2 })];
    expect((await choose(documentOf({}), named)).kind).toBe("new");
    const nameless = feedOf("https://bay.example/#Bay%20News", { id: 3 });
    expect(await choose(documentOf({}), [...named, nameless])).toEqual({ kind: "known", feed: nameless });
  });

  test("a polled feed with the same title is not changed", async () => {
    const polled = feedOf("https://bay.example/rss", { origin: "config", state: "active" });
    expect((await choose(documentOf({}), [polled])).kind).toBe("new");
  });

  test("a document without any names requires --feed", async () => {
    await expect(choose(documentOf({ title: null, siteUrl: null }))).rejects.toThrow(/x\.xml: .*--feed URL/);
  });
});
