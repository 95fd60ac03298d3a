import { describe, expect, test } from "vitest";
import type { FeedFormat } from "../../src/publish/feed-formats.ts";
import { feedLanguage } from "../../src/publish/feed-language.ts";
import { mergedFeed } from "../../src/publish/merged-feed.ts";
import { pageOf, storedEntry, wireItem } from "../support/wire-items.ts";
import { documentOf, holdsEverywhere, type Rule } from "./any-feed.ts";
import { withoutCdata } from "./shared-rules.ts";
import { all, attribute, children, isUnique, rootOf, textOf } from "./xml-tree.ts";

/**
 * The rules of the W3C feed validation service for the text of a document, for its dates, and for elements that only
 * some documents contain.
 */
const rules: readonly Rule<string>[] = [
  ["UnicodeError, BadCharacters", (text) => text.match(/[\u0080-\u009f\ufffd]/g) ?? []],
  [
    "SAXError, WPBlankLine, BadXmlVersion",
    (text) => (text.startsWith('<?xml version="1.0" encoding="utf-8"?>\n<') ? [] : [text]),
  ],
  ["InvalidDoctype, ContainsSystemEntity, DeprecatedDTD", (text) => text.match(/<!(DOCTYPE|ENTITY)/g) ?? []],
  ["UndefinedNamedEntity", (text) => withoutCdata(text).match(/&(?!amp;|lt;|gt;|quot;|apos;|#)[a-z]+;/gi) ?? []],
  ["FatalSecurityRisk", (text) => withoutCdata(text).match(/<\?(?!xml version)/g) ?? []],
];

const options = { baseUrl: "https://wire.example", idBase: "https://wire.example", path: "/feeds/all", query: "" };
const feedOf = (page: ReturnType<typeof pageOf>) => mergedFeed(page, { title: "All" }, options);

describe.each(["rss", "atom"] as const)("the text of %s", (format) => {
  test.each(rules)("%s", (...rule) => holdsEverywhere(format, (text) => text, rule));
});

test("DuplicateUpdated: hundreds of entries of one second have different stamps, whatever their ids", () => {
  for (const apart of [1, 1_000, 7_000]) {
    const items = Array.from({ length: 500 }, (_, index) => wireItem({ id: 3_000_000 + index * apart }));
    const root = rootOf(documentOf(feedOf({ items, next: null }), "atom"));
    const stamps = children(root, "entry").map((entry) => textOf(children(entry, "updated")[0]!));
    expect(isUnique(stamps)).toBe(true);
    expect(new Set(stamps.map((stamp) => stamp.slice(0, 19))).size).toBe(1);
  }
});

test("ImplausibleDate: an empty feed does not claim a last change in 1970", () => {
  const empty = feedOf({ items: [], next: null });
  expect(documentOf(empty, "rss")).toContain("2000 00:00:00 GMT</lastBuildDate>");
  expect(documentOf(empty, "atom")).toContain("<updated>2000-");
});

test("InvalidURLAttribute: an attachment at a host without a domain is not an enclosure; the next one is used", () => {
  const attachment = { type: "image/jpeg", lengthBytes: 1, medium: "image", title: null, credit: null };
  const sizes = { width: null, height: null, durationSeconds: null, thumbnailUrl: null };
  const urls = ["http://camera/a.jpg", "https://north.example/b.jpg"];
  const lead = storedEntry({ attachments: urls.map((url) => ({ url, ...attachment, ...sizes })) });
  const root = rootOf(documentOf(feedOf({ items: [wireItem({ lead })], next: null }), "rss"));
  expect(all(root, "enclosure").map((one) => attribute(one, "url"))).toEqual([urls[1]]);
  expect(all(root, "media:content").map((one) => attribute(one, "url"))).toEqual(urls);
});

test("ContainsEmail, ContainsHTML: email addresses after names, and tags, are not published", () => {
  const authors = [
    "Ida Strand <ida@north.example>",
    "<only@north.example>",
    '<a href="https://a.example/">A</a>',
    "B <1> C",
  ];
  const lead = storedEntry({ authors: authors.map((name) => ({ name, email: null, url: null })) });
  const root = rootOf(documentOf(feedOf({ items: [wireItem({ lead })], next: null }), "atom"));
  expect(all(children(root, "entry")[0]!, "name").map(textOf)).toEqual(["Ida Strand", "Northern Wire", "A", "B <1> C"]);
});

test("CharacterData: titles use the RSS profile's references for & and <, and a reader reads the characters", () => {
  const lead = storedEntry({ title: "S&P500 <up> &lt; AT&T" });
  const text = documentOf(feedOf({ items: [wireItem({ lead })], next: null }), "rss");
  expect(text).toContain("<title>S&#x26;P500 &#x3C;up&gt; &#x26;lt; AT&#x26;T</title>");
  expect(textOf(all(rootOf(text), "title")[1]!)).toBe("S&P500 <up> &lt; AT&T");
});

test.each([
  [null, null],
  ["en", "en"],
  ["pt-br", "pt-br"],
  ["zh-hant", "zh-hant"],
  ["fil", "fil"],
  ["ckb", "ku"],
  ["cmn-hans", "zh-hans"],
  ["rss-0", null],
  ["xy", null],
  ["iw", null],
  ["abcdefgh", null],
])("InvalidLanguage: %s is written as %s", (tag, written) => {
  expect(feedLanguage(tag)).toBe(written);
});

test.each(["rss", "atom", "json"] satisfies FeedFormat[])(
  "ValidatorLimit: a usual %s feed is far under five million bytes",
  (format) => {
    expect(documentOf(feedOf(pageOf(50)), format).length).toBeLessThan(500_000);
  },
);
