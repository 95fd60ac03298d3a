import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DOMParser } from "@xmldom/xmldom";
import fc from "fast-check";
import { parseOpml } from "feedsmith";
import { describe, expect, test } from "vitest";
import { WireError } from "../../src/domain/errors.ts";
import { readOpml, writeOpml } from "../../src/publish/opml.ts";
import { anyText } from "./any-wire-item.ts";

const agency = { name: "Northern Wire", kind: "agency", rank: 1 } as const;
const outlet = { name: "Harbour & Sons", kind: "outlet", rank: 50, family: "Sons & Co", isPrivate: true } as const;

describe("writeOpml()", () => {
  test("writes what readOpml() reads back", () => {
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
  const documents = join(import.meta.dirname, "../fixtures/opml");

  test.each(readdirSync(documents).filter((file) => file.endsWith(".opml")))("reads %s", async (file) => {
    const path = join(documents, file);
    const read = readOpml(readFileSync(path, "utf8"), file);
    await expect(`${JSON.stringify(read, null, 2)}\n`).toMatchFileSnapshot(`${path}.expected.json`);
  });

  test("refuses a document that contains only faults", () => {
    expect(() => readOpml(opml('<outline xmlUrl="javascript:x"/>'), "my.opml")).toThrow(
      new WireError("config-invalid", "my.opml:1: not an http(s) address: javascript:x"),
    );
  });

  test.each(["", "hello", "<rss><channel/></rss>", "<html><body>404</body></html>"])(
    "refuses what is no OPML: %j",
    (text) => {
      expect(() => readOpml(text, "x")).toThrow("x: not an OPML document");
    },
  );

  test("limits the depth and the number of outlines", () => {
    expect(() => readOpml(opml('<outline text="x">'.repeat(100)))).toThrow("deeper than 64");
    expect(() => readOpml(opml("<outline/>".repeat(20_001)))).toThrow("more than 20000");
  });
});
