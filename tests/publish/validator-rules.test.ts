import { DOMParser, type Element, type Node } from "@xmldom/xmldom";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type MergedFeed, mergedFeed } from "../../src/publish/merged-feed.ts";
import { renderFeed } from "../../src/publish/render-feed.ts";
import { anyPage } from "./any-wire-item.ts";
import { samplePage } from "./sample-page.ts";

/**
 * The rules of the W3C feed validation service (its error and warning lists, validator.w3.org/feed/docs) that our RSS and Atom can touch,
 * each under the service's own name, held against the sample page, an empty feed and any page at all. JSON Feed has its specification.
 */
type Rule<Document> = readonly [name: string, holds: (document: Document) => boolean];

const absoluteUrl = /^https?:\/\/[A-Za-z0-9.\-[\]:]+(\/[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]*)?$/;
const rfc822 =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const mime = /^[^\s()<>,;:\\"/[\]?=]+\/[^\s()<>,;:\\"/[\]?=]+$/;
const language = /^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$/;
const mediums = ["image", "audio", "video", "document", "executable"];
const knownNamespaces = ["2005/Atom", "modules/content/", "dc/elements/1.1/", "mrss/", "georss", "tombstones/1.0"];

const rssRules: readonly Rule<Element>[] = [
  ["InvalidRSSVersion", (root) => root.nodeName === "rss" && root.getAttribute("version") === "2.0"],
  [
    "MissingTitle, MissingLink, MissingDescription",
    (root) => ["title", "link", "description"].every((name) => children(channelOf(root), name).length === 1),
  ],
  [
    "NotBlank",
    (root) =>
      all(root, "title", "link", "description", "category", "dc:creator", "source").every(
        (one) => one.textContent !== "",
      ),
  ],
  [
    "MissingAtomSelfLink",
    (root) => children(channelOf(root), "atom:link").filter((link) => link.getAttribute("rel") === "self").length === 1,
  ],
  [
    "DuplicateElement",
    (root) =>
      items(root).every((item) =>
        ["title", "link", "guid", "pubDate", "description", "content:encoded", "source"].every(
          (name) => children(item, name).length === 1,
        ),
      ),
  ],
  ["DuplicateEnclosure", (root) => items(root).every((item) => children(item, "enclosure").length <= 1)],
  [
    "MisplacedItem",
    (root) =>
      childNames(channelOf(root))
        .join(" ")
        .match(/item .*\b(?!item)\w+$/) === null,
  ],
  [
    "NeedDescriptionBeforeContent",
    (root) =>
      items(root).every(
        (item) => childNames(item).indexOf("description") < childNames(item).indexOf("content:encoded"),
      ),
  ],
  [
    "ItemMustContainTitleOrDescription, MissingGuid",
    (root) => items(root).every((item) => children(item, "title").length + children(item, "guid").length === 2),
  ],
  ["DuplicateValue (guid)", (root) => unique(all(root, "guid").map((guid) => guid.textContent))],
  [
    "InvalidBooleanAttribute, InvalidPermalink",
    (root) => all(root, "guid").every((guid) => guid.getAttribute("isPermaLink") === "false"),
  ],
  ["NotSufficientlyUnique", (root) => all(root, "guid").every((guid) => absoluteUrl.test(guid.textContent ?? ""))],
  [
    "InvalidRFC2822Date, IncorrectDOW",
    (root) => all(root, "pubDate", "lastBuildDate").every((date) => isRfc822(date.textContent ?? "")),
  ],
  ["InvalidRFC3339Date", (root) => all(root, "atom:updated").every((date) => rfc3339.test(date.textContent ?? ""))],
  [
    "InvalidLink, InvalidFullLink, InvalidUriChar",
    (root) => all(root, "link").every((link) => absoluteUrl.test(link.textContent ?? "")),
  ],
  [
    "InvalidURLAttribute",
    (root) =>
      all(root, "enclosure", "source", "media:content", "media:thumbnail").every((one) =>
        absoluteUrl.test(one.getAttribute("url") ?? ""),
      ),
  ],
  [
    "MissingAttribute, InvalidIntegerAttribute, UseZeroForUnknown",
    (root) => all(root, "enclosure").every((one) => /^\d+$/.test(one.getAttribute("length") ?? "")),
  ],
  [
    "InvalidMIMEAttribute",
    (root) => all(root, "enclosure", "media:content").every((one) => mime.test(one.getAttribute("type") ?? "")),
  ],
  [
    "InvalidMediaMedium",
    (root) => all(root, "media:content").every((one) => mediums.includes(one.getAttribute("medium") ?? "image")),
  ],
  [
    "InvalidPositiveInteger (media)",
    (root) =>
      all(root, "media:content").every((one) =>
        ["fileSize", "width", "height", "duration"].every((name) => /^[1-9]\d*$/.test(one.getAttribute(name) ?? "1")),
      ),
  ],
  ["InvalidMediaTextType", (root) => all(root, "media:title").every((one) => one.getAttribute("type") === "plain")],
  ["InvalidPositiveInteger (ttl)", (root) => all(root, "ttl").every((one) => /^[1-9]\d*$/.test(one.textContent ?? ""))],
  [
    "InvalidLanguage",
    (root) => all(root, "language", "dc:language").every((one) => language.test(one.textContent ?? "")),
  ],
  [
    "InvalidCoord",
    (root) => all(root, "georss:point").every((one) => /^-?\d+(\.\d+)? -?\d+(\.\d+)?$/.test(one.textContent ?? "")),
  ],
  [
    "InvalidContact, DuplicateItemSemantics",
    (root) =>
      all(root, "author", "managingEditor", "webMaster", "dc:date", "dc:subject", "atom:id", "atom:published")
        .length === 0,
  ],
  [
    "AvoidTextInput, MissingNamespace, UnknownNamespace",
    (root) => all(root, "textInput").length === 0 && namespacesKnown(root),
  ],
];

const atomRules: readonly Rule<Element>[] = [
  [
    "MissingElement (feed)",
    (root) => ["id", "title", "updated", "author"].every((name) => children(root, name).length === 1),
  ],
  [
    "MissingElement (entry)",
    (root) =>
      children(root, "entry").every((entry) =>
        ["id", "title", "updated", "content", "published", "source"].every(
          (name) => children(entry, name).length === 1,
        ),
      ),
  ],
  [
    "MissingElement (author), NotBlank",
    (root) =>
      all(root, "name", "title", "id", "content", "rights").every((one) => (one.textContent ?? "").trim() !== "") &&
      children(root, "entry").every((entry) => children(entry, "author").length > 0),
  ],
  [
    "MissingSourceElement, MissingSelf",
    (root) =>
      all(root, "source").every((source) =>
        ["id", "title", "updated", "link"].every((name) => children(source, name).length === 1),
      ),
  ],
  ["MissingSelf", (root) => children(root, "link").filter((link) => link.getAttribute("rel") === "self").length === 1],
  [
    "DuplicateAtomLink",
    (root) =>
      [root, ...children(root, "entry")].every((one) =>
        unique(
          children(one, "link")
            .filter((link) => one === root || link.getAttribute("rel") === "alternate")
            .map((link) => link.getAttribute("rel")),
        ),
      ),
  ],
  [
    "MissingContentOrAlternate, UnregisteredAtomLinkRel",
    (root) =>
      all(root, "link").every((link) =>
        ["alternate", "self", "next", "via", "related", "enclosure"].includes(link.getAttribute("rel") ?? ""),
      ),
  ],
  [
    "FeedHistoryRelInEntry",
    (root) =>
      children(root, "entry").every((entry) =>
        children(entry, "link").every((link) => link.getAttribute("rel") !== "next"),
      ),
  ],
  [
    "InvalidURIAttribute, MissingHref, RelativeSelf",
    (root) => all(root, "link").every((link) => absoluteUrl.test(link.getAttribute("href") ?? "")),
  ],
  [
    "AttrNotBlank",
    (root) =>
      all(root, "link", "category").every((one) => one.getAttribute("title") !== "" && one.getAttribute("term") !== ""),
  ],
  [
    "SelfNotAtom, InvalidMIMEType",
    (root) => all(root, "link").every((link) => mime.test(link.getAttribute("type") ?? "application/atom+xml")),
  ],
  [
    "MisplacedMetadata",
    (root) => !/entry .*\b(title|updated|id|link|author|subtitle)\b/.test(childNames(root).join(" ")),
  ],
  [
    "DuplicateIds, DuplicateEntries",
    (root) => unique(children(root, "entry").map((entry) => children(entry, "id")[0]?.textContent ?? "")),
  ],
  [
    "DuplicateUpdated",
    (root) =>
      unique(
        children(root, "entry").map(
          (entry) => `${children(entry, "id")[0]?.textContent}${children(entry, "updated")[0]?.textContent}`,
        ),
      ),
  ],
  [
    "NonCanonicalURI, InvalidFullLink",
    (root) => all(root, "id", "uri").every((one) => new URL(one.textContent ?? "").href === one.textContent),
  ],
  [
    "InvalidRFC3339Date",
    (root) => all(root, "updated", "published").every((date) => rfc3339.test(date.textContent ?? "")),
  ],
  [
    "InvalidTextType",
    (root) =>
      all(root, "title", "summary", "content").every((one) => ["html", null].includes(one.getAttribute("type"))),
  ],
  [
    "InvalidLanguage",
    (root) => [root, ...all(root, "entry")].every((one) => language.test(one.getAttribute("xml:lang") ?? "en")),
  ],
  [
    "InvalidPositiveInteger, InvalidNonNegativeInteger",
    (root) => all(root, "link").every((link) => /^\d+$/.test(link.getAttribute("length") ?? "0")),
  ],
  ["AvoidNamespacePrefix, UnknownNamespace", (root) => !root.hasAttribute("xmlns:atom") && namespacesKnown(root)],
];

const textRules: readonly Rule<string>[] = [
  ["UnicodeError, BadCharacters", (text) => !/[\u0080-\u009f\ufffd]/.test(text)],
  [
    "SAXError, InvalidDoctype, UndefinedNamedEntity",
    (text) => !text.includes("<!DOCTYPE") && !/&(?!amp;|lt;|gt;|quot;|apos;|#)[a-z]+;/i.test(withoutCdata(text)),
  ],
  [
    "SecurityRisk, SecurityRiskAttr, DangerousStyleAttr",
    (text) =>
      !/<(script|style|iframe|object|embed|meta|link rel="style|svg|form|input)[\s>]/i.test(cdataOf(text)) &&
      !/<[^>]*\s(on\w+|style)=/i.test(cdataOf(text)),
  ],
  ["ContainsRelRef", (text) => !/<[^>]*\s(href|src|cite)="(?!https?:\/\/|mailto:)/i.test(cdataOf(text))],
];

const options = { baseUrl: "https://wire.example", path: "/feeds/all", query: "?limit=4" };
const feedOf = (page: typeof samplePage) => mergedFeed(page, { title: "All" }, options);
const textOf = (feed: MergedFeed, format: "rss" | "atom" | "json") =>
  Buffer.from(renderFeed(feed, format).bytes).toString("utf8");

describe.each([
  ["RSS", "rss", rssRules],
  ["Atom", "atom", atomRules],
] as const)("%s", (_name, format, rules) => {
  test.each(rules)("%s", (_rule, holds) => {
    fc.assert(
      fc.property(anyPage, (page) => holds(rootOf(textOf(feedOf(page), format)))),
      { numRuns: 25, examples: [[samplePage], [{ items: [], next: null }]] },
    );
  });

  test.each(textRules)("%s", (_rule, holds) => {
    fc.assert(
      fc.property(anyPage, (page) => holds(textOf(feedOf(page), format))),
      { numRuns: 50, examples: [[samplePage]] },
    );
  });
});

test("ImplausibleDate: an empty feed does not say that it was last changed in 1970", () => {
  const empty = { items: [], next: null };
  expect(textOf(feedOf(empty), "rss")).toContain("2000 00:00:00 GMT</lastBuildDate>");
  expect(textOf(feedOf(empty), "atom")).toContain("<updated>2000-");
});

test("JSON Feed 1.1: what it requires is there, and of the right kind", () => {
  fc.assert(
    fc.property(anyPage, (page) => {
      const feed = JSON.parse(textOf(feedOf(page), "json"));
      expect(feed).toMatchObject({
        version: "https://jsonfeed.org/version/1.1",
        title: "All",
        feed_url: `${options.baseUrl}/feeds/all.json?limit=4`,
      });
      expect(unique(feed.items.map((item: { id: string }) => item.id))).toBe(true);
      for (const item of feed.items) {
        expect(item.content_html).not.toBe("");
        expect(item.url).toMatch(absoluteUrl);
        expect(item.date_published).toMatch(rfc3339);
        expect(item.date_modified).toMatch(rfc3339);
        expect(item.authors.length).toBeGreaterThan(0);
        expect(item.author).toBeUndefined();
        for (const attachment of item.attachments ?? []) expect(attachment.mime_type).toMatch(mime);
      }
    }),
    { numRuns: 100, examples: [[samplePage]] },
  );
});

function rootOf(xml: string): Element {
  return new DOMParser({ onError: () => undefined }).parseFromString(xml, "application/xml").documentElement!;
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}

function elementsOf(parent: Element): Element[] {
  return [...parent.childNodes].filter(isElement);
}

function children(parent: Element, name: string): Element[] {
  return elementsOf(parent).filter((child) => child.nodeName === name);
}

function childNames(parent: Element): string[] {
  return elementsOf(parent).map((child) => child.nodeName);
}

function all(root: Element, ...names: string[]): Element[] {
  return names.flatMap((name) => [...root.getElementsByTagName(name)]);
}

function channelOf(root: Element): Element {
  return children(root, "channel")[0]!;
}

function items(root: Element): Element[] {
  return children(channelOf(root), "item");
}

function unique(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

function isRfc822(text: string): boolean {
  return rfc822.test(text) && new Date(Date.parse(text)).toUTCString() === text;
}

function namespacesKnown(root: Element): boolean {
  const declared = [root, ...all(root, "*")]
    .flatMap((element) => [...element.attributes])
    .filter((one) => one.name.startsWith("xmlns:"));
  const onRoot = [...root.attributes].map((one) => one.value);
  return (
    declared.every((one) => knownNamespaces.some((end) => one.value.endsWith(end))) &&
    !onRoot.some((uri) => uri.includes("tombstones"))
  );
}

function cdataOf(xml: string): string {
  return [...xml.matchAll(/<!\[CDATA\[([\s\S]*?)\]\]>/g)].map((match) => match[1]).join("\n");
}

function withoutCdata(xml: string): string {
  return xml.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, "");
}
