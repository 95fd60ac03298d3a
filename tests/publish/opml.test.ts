import { DOMParser } from "@xmldom/xmldom";
import fc from "fast-check";
import { parseOpml } from "feedsmith";
import { describe, expect, test } from "vitest";
import { WireError } from "../../src/domain/errors.ts";
import { readOpml, writeOpml } from "../../src/publish/opml.ts";
import { anyText } from "./any-wire-item.ts";

const agency = { name: "Northern Wire", kind: "agency", rank: 1 } as const;
const outlet = { name: "Harbour & Sons", kind: "outlet", rank: 50, isPrivate: true } as const;

describe("writeOpml()", () => {
  test("gives readOpml() back what was written", () => {
    const feeds = [
      { url: "https://north.example/world.rss", title: "World", siteUrl: "https://north.example/", source: agency },
      { url: "https://harbour.example/feed?a=1&b=2", title: "Harbour", siteUrl: null, source: outlet },
      { url: "https://north.example/sea.rss", title: "Sea", siteUrl: null, source: agency },
    ];
    const read = readOpml(writeOpml({ title: "All", feeds }));
    expect(read.feeds).toEqual([feeds[0], feeds[2], feeds[1]].map((feed) => ({ ...feed, intervalMs: null })));
  });

  test("is well-formed and read by others, whatever the texts are", () => {
    fc.assert(
      fc.property(anyText, anyText, fc.option(anyText, { nil: null }), (title, name, feedTitle) => {
        const feed = {
          url: "https://a.example/?x=1&y=2",
          title: feedTitle,
          siteUrl: null,
          source: { ...agency, name },
        };
        const text = writeOpml({ title, feeds: [feed] });
        const faults: string[] = [];
        new DOMParser({ onError: (_level, message) => faults.push(message) }).parseFromString(text, "text/xml");
        expect(faults).toEqual([]);
        expect(parseOpml(text).body?.outlines?.[0]?.outlines?.[0]?.xmlUrl).toBe(feed.url);
      }),
    );
  });
});

describe("readOpml()", () => {
  const opml = (body: string) => `<?xml version="1.0"?><opml version="1.0"><head/><body>${body}</body></opml>`;
  const read = (body: string) => readOpml(opml(body)).feeds.map(({ url, source, title }) => [url, source.name, title]);

  test("takes nested outlines; a folder of topics is no source, each feed is its own", () => {
    const body = `<outline text="News"><outline text="Far"><outline text="One" xmlUrl="https://one.example/rss"/></outline>
      <outline text="Two" xmlUrl="https://two.example/rss"/></outline>`;
    expect(read(body)).toEqual([
      ["https://one.example/rss", "One", "One"],
      ["https://two.example/rss", "Two", "Two"],
    ]);
  });

  test("a folder whose feeds live on one domain is their source", () => {
    const body = `<outline text="Harbour"><outline text="Sea" xmlUrl="https://feeds.harbour.example/sea"/><outline text="Land" xmlUrl="https://www.harbour.example/land"/></outline>`;
    expect(read(body).map(([, source]) => source)).toEqual(["Harbour", "Harbour"]);
  });

  test("takes attributes in any case, title before text, feed: addresses, and each address once", () => {
    const body = `<Outline TEXT="t" Title="Title" XMLURL=" feed://one.example/rss "/><outline text="again" xmlurl="http://one.example/rss"/>`;
    expect(read(body)).toEqual([["http://one.example/rss", "Title", "Title"]]);
  });

  test("names a feed without a title after its host", () => {
    expect(read('<outline xmlUrl="https://one.example/rss"/>')).toEqual([
      ["https://one.example/rss", "one.example", null],
    ]);
  });

  test("goes on over broken markup", () => {
    const text = `\uFEFF<opml><body><outline text="A & B" xmlUrl="https://one.example/?a=1&b=2"><outline text="C" xmlUrl="https://two.example/">`;
    expect(readOpml(text).feeds.map((feed) => feed.url)).toEqual([
      "https://one.example/?a=1&b=2",
      "https://two.example/",
    ]);
  });

  test("takes the good feeds, and names every address that is none with its line", () => {
    const text = opml(
      '\n<outline text="a" xmlUrl="https://ok.example/"/>\n<outline text="b" xmlUrl="/relative"/>\n<outline xmlUrl="exec:x"/>',
    );
    const { feeds, faults } = readOpml(text, "my.opml");
    expect(feeds.map(({ url }) => url)).toEqual(["https://ok.example/"]);
    expect(faults).toEqual([
      "my.opml:3: not an http(s) address: /relative",
      "my.opml:4: not an http(s) address: exec:x",
    ]);
  });

  test("refuses a document that names no feed but faults", () => {
    expect(() => readOpml(opml('<outline xmlUrl="javascript:x"/>'), "my.opml")).toThrow(
      new WireError("config-invalid", "my.opml:1: not an http(s) address: javascript:x"),
    );
  });

  test("reads addresses as other readers write them, and each once", () => {
    const addresses = [
      "feeds://a.example/1",
      "www.b.example/2",
      "//c.example/3",
      "pcast://d.example/4",
      "http://c.example/3#force_feed",
    ];
    expect(read(addresses.map((url) => `<outline xmlUrl="${url}"/>`).join("")).map(([url]) => url)).toEqual([
      "https://a.example/1",
      "http://www.b.example/2",
      "http://c.example/3",
      "http://d.example/4",
    ]);
  });

  test("takes `url` for the address of an outline that is a feed, and HTML's entities for their characters", () => {
    const body =
      '<outline type="rss" text="Caf&eacute; &amp; Pier" url="https://a.example/1"/><outline type="link" url="https://a.example/"/>';
    expect(read(body)).toEqual([["https://a.example/1", "Café & Pier", "Café & Pier"]]);
  });

  test.each(["", "hello", "<rss><channel/></rss>", "<html><body>404</body></html>"])(
    "refuses what is no OPML: %j",
    (text) => {
      expect(() => readOpml(text, "x")).toThrow("x: not an OPML document");
    },
  );

  test("bounds depth and number of outlines", () => {
    expect(() => readOpml(opml('<outline text="x">'.repeat(100)))).toThrow("deeper than 64");
    expect(() => readOpml(opml("<outline/>".repeat(20_001)))).toThrow("more than 20000");
  });
});
