import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { discoverFeeds } from "../../src/fetch/discover-feeds.ts";

const base = "https://news.example/world/today.html";
const advertised = (html: string) => discoverFeeds(html, base).filter((feed) => feed.advertised);

describe("discoverFeeds()", () => {
  test("finds the feeds that a page advertises, in order, with absolute addresses and titles", () => {
    const html = `<html><head>
      <link rel="stylesheet" href="/x.css">
      <LINK REL="ALTERNATE nofollow" TYPE="application/rss+xml; charset=utf-8" TITLE=" World &amp; more " HREF="../rss?a=1&amp;b=2">
      <link rel=alternate type=application/atom+xml href=//cdn.example/atom#top>
      <link rel="alternate" type="application/feed+json" href="feed.json">
      <link rel="alternate" hreflang="de" href="/de">
      <link rel="alternate" type="application/rss+xml" href="../rss?a=1&amp;b=2">
    </head></html>`;
    expect(advertised(html)).toEqual([
      { url: "https://news.example/rss?a=1&b=2", title: "World & more", advertised: true },
      { url: "https://cdn.example/atom", title: null, advertised: true },
      { url: "https://news.example/world/feed.json", title: null, advertised: true },
    ]);
  });

  test("reads the Link header before the page, and puts feeds of comments after the others", () => {
    const header =
      '</style.css>; rel="preload", <../feed.xml>; rel="alternate"; type="application/rss+xml"; title="All, of it"';
    const html = `<link rel="alternate" type="application/rss+xml" title="Pier » Comments Feed" href="/comments/feed/">
      <link rel="alternate" type="application/rss+xml" title="Pier » Feed" href="/main">`;
    const found = discoverFeeds(html, base, header).filter((feed) => feed.advertised);
    expect(found).toEqual([
      { url: "https://news.example/feed.xml", title: "All, of it", advertised: true },
      { url: "https://news.example/main", title: "Pier » Feed", advertised: true },
      { url: "https://news.example/comments/feed/", title: "Pier » Comments Feed", advertised: true },
    ]);
  });

  test("respects the base element", () => {
    const html = `<base href="https://other.example/sub/"><link rel="feed" href="wire">`;
    expect(advertised(html).map((feed) => feed.url)).toEqual(["https://other.example/sub/wire"]);
  });

  test("also takes links that look like feeds", () => {
    const html = `<a href="/about">us</a><a href="/services/rss.xml">RSS</a><a href="https://x.example/feed/">feed</a><a href="/prefeed">no</a>`;
    expect(advertised(html).map((feed) => feed.url)).toEqual([
      "https://news.example/services/rss.xml",
      "https://x.example/feed/",
    ]);
  });

  test("names common paths of the site last", () => {
    const paths = discoverFeeds("", base).filter((feed) => !feed.advertised);
    expect(paths.map((feed) => feed.url)).toContain("https://news.example/feed");
    expect(paths.length).toBeGreaterThan(4);
  });

  test("returns only http addresses, at most forty, whatever the page", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.webUrl(), fc.constantFrom("javascript:x()", "data:,x", "feed:x", "//", "http://["), fc.string()),
        ),
        (hrefs) => {
          const html = hrefs.map((href) => `<link rel=alternate type=text/xml href="${href}">`).join("");
          const feeds = discoverFeeds(html, base);
          expect(feeds.length).toBeLessThanOrEqual(40);
          expect(feeds.every((feed) => /^https?:\/\//.test(feed.url))).toBe(true);
          expect(new Set(feeds.map((feed) => feed.url)).size).toBe(feeds.length);
        },
      ),
    );
  });
});
