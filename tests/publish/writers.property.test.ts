import { DOMParser } from "@xmldom/xmldom";
import fc from "fast-check";
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import { Parser } from "htmlparser2";
import { expect, test } from "vitest";
import { createItemMemory } from "../../src/publish/item-memory.ts";
import { type MergedFeed, mergedFeed } from "../../src/publish/merged-feed.ts";
import { renderFeed } from "../../src/publish/render-feed.ts";
import { runsOf } from "../support/runs-of.ts";
import { anyPage, anyText } from "./any-wire-item.ts";

const anyMerged = fc
  .record({ page: anyPage, title: anyText })
  .map(({ page, title }) =>
    mergedFeed(
      page,
      { title },
      { baseUrl: "https://wire.example", idBase: "https://wire.example", path: "/feeds/all", query: "?q=a%26b" },
    ),
  );

const runs = { numRuns: runsOf(300) };

function textOf(merged: MergedFeed, format: "rss" | "atom" | "json"): string {
  return Buffer.from(renderFeed(merged, format).bytes).toString("utf8");
}

/** The readers trim the text. The rest is compared exactly. */
const trimmed = (texts: readonly (string | undefined)[]) => texts.map((text) => (text ?? "").trim());

test("writeRss() makes well-formed RSS from anything, and a reader reads what was meant", () => {
  fc.assert(
    fc.property(anyMerged, (merged) => {
      const xml = textOf(merged, "rss");
      expectWellFormed(xml);
      const read = parseRssFeed(xml);
      const items = read.items ?? [];
      expect(trimmed(items.map((item) => item.title))).toEqual(trimmed(merged.items.map((item) => item.title)));
      expect(items.map((item) => item.guid?.value)).toEqual(merged.items.map((item) => item.id));
      expect(items.map((item) => item.link)).toEqual(merged.items.map((item) => item.url));
      expect(trimmed(items.map((item) => item.content?.encoded))).toEqual(htmlOf(merged));
      expect(items.map((item) => trimmed(item.categories?.map((one) => one.name) ?? []))).toEqual(
        merged.items.map((item) => trimmed(item.categories)),
      );
      expect(items.map((item) => item.dc?.creators)).toEqual(
        merged.items.map((item) => item.authors.map((author) => author.name)),
      );
      expect(items.map((item) => item.enclosures?.[0]?.url)).toEqual(
        merged.items.map((item) => item.attachments[0]?.url),
      );
    }),
    runs,
  );
});

test("writeAtom() makes well-formed Atom from anything, and a reader reads what was meant", () => {
  fc.assert(
    fc.property(anyMerged, (merged) => {
      const xml = textOf(merged, "atom");
      expectWellFormed(xml);
      const entries = parseAtomFeed(xml).entries ?? [];
      const shown = merged.items;
      expect(entries.map((entry) => entry.id)).toEqual(shown.map((item) => item.id));
      expect(trimmed(entries.map((entry) => entry.title?.value))).toEqual(trimmed(shown.map((item) => item.title)));
      expect(entries.map((entry) => entry.content?.value?.trim())).toEqual(htmlOf({ ...merged, items: shown }));
      expect(entries.map((entry) => trimmed(entry.categories?.map((one) => one.term) ?? []))).toEqual(
        shown.map((item) => trimmed(item.categories)),
      );
      expect(entries.map((entry) => entry.authors?.length)).toEqual(shown.map((item) => item.authors.length));
      expect(entries.map((entry) => entry.source?.title?.value)).toEqual(shown.map((item) => item.source.name));
      expect(xml.match(/<at:deleted-entry /g)?.length ?? 0).toBe(shown.filter((item) => item.withdrawn).length);
    }),
    runs,
  );
});

test("writeJson() writes the same content", () => {
  fc.assert(
    fc.property(anyMerged, (merged) => {
      const json = textOf(merged, "json");
      const read = parseJsonFeed(JSON.parse(json));
      const items = read.items ?? [];
      expect(items.map((item) => item.id)).toEqual(merged.items.map((item) => item.id));
      expect(trimmed(items.map((item) => item.title))).toEqual(trimmed(merged.items.map((item) => item.title)));
      expect(items.map((item) => item.url)).toEqual(merged.items.map((item) => item.url));
      expect(JSON.parse(json).items.map((item: { content_html: string }) => item.content_html)).toEqual(
        merged.items.map((item) => item.html),
      );
    }),
    runs,
  );
});

test("mergedFeed() keeps no script, and no address other than absolute http(s) and mailto ones", () => {
  fc.assert(
    fc.property(anyMerged, (merged) => {
      for (const item of merged.items) {
        expectSafe(item.html);
        const urls = [item.url, item.imageUrl, ...item.authors.map((author) => author.url)];
        urls.push(...item.carriers.map((carrier) => carrier.url), ...item.attachments.map((one) => one.url));
        for (const url of urls) if (url !== null) expect(url).toMatch(/^https?:\/\/[^\s<>"@]+/);
        expect(item.title).not.toBe("");
      }
    }),
    runs,
  );
});

test("renderFeed() makes the same bytes from the same content", () => {
  fc.assert(
    fc.property(anyMerged, (merged) => {
      for (const format of ["rss", "atom", "json"] as const) {
        expect(textOf(structuredClone(merged), format)).toBe(textOf(merged, format));
      }
    }),
    { numRuns: runsOf(50) },
  );
});

test("renderFeed() makes the same bytes whether or not items were written before", () => {
  fc.assert(
    fc.property(anyPage, anyPage, (one, two) => {
      const baseUrl = "https://wire.example";
      const memory = createItemMemory({ baseUrl, idBase: baseUrl });
      const both = { items: [...one.items, ...two.items], next: null };
      for (const page of [one, both, two, both]) {
        const options = { baseUrl, idBase: baseUrl, path: "/feeds/all", query: "" };
        const kept = mergedFeed(page, { title: "All" }, { ...options, itemOf: memory.itemOf });
        const fresh = mergedFeed(page, { title: "All" }, options);
        for (const format of ["rss", "atom", "json"] as const) {
          const bytes = Buffer.from(renderFeed(kept, format, memory).bytes).toString("utf8");
          expect(bytes).toBe(textOf(fresh, format));
        }
      }
    }),
    { numRuns: runsOf(50) },
  );
});

/** A CDATA section cannot contain "]]>". HTML can write it as "]]&gt;", which means the same. */
function htmlOf(merged: MergedFeed): string[] {
  return merged.items.map((item) => item.html.replaceAll("]]>", "]]&gt;").trim());
}

function expectWellFormed(xml: string): void {
  const faults: string[] = [];
  new DOMParser({ onError: (level, message) => level === "warning" || faults.push(message) }).parseFromString(
    xml,
    "application/xml",
  );
  expect(faults).toEqual([]);
  // XML 1.0 section 2.2: the parser above is lenient here.
  expect(xml).not.toMatch(/[^\P{Cc}\t\n\u007f-\u009f]|[\ufffe\uffff\p{Cs}]/u);
}

function expectSafe(html: string): void {
  const open: string[] = [];
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        expect(["script", "style", "iframe", "object", "svg", "math", "form", "input", "textarea"]).not.toContain(name);
        for (const [key, value] of Object.entries(attributes)) {
          expect(key).not.toMatch(/^on|^style$/);
          if (["href", "src", "cite", "poster"].includes(key)) expect(value).toMatch(/^(https?:\/\/|mailto:)/);
        }
        open.push(name);
      },
      onclosetag: (_name, implied) => {
        const name = open.pop() ?? "";
        if (implied) expect(["br", "hr", "img", "wbr", "col", "source"]).toContain(name);
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
}
