import type { Element } from "@xmldom/xmldom";
import { describe, test } from "vitest";
import { holdsEverywhere, type Rule } from "./any-feed.ts";
import { plainTextRule, sharedRules, type Vocabulary } from "./shared-rules.ts";
import {
  isFullUri,
  isFullUrl,
  isHttpUrl,
  isMediaType,
  isPositive,
  isRfc2822,
  isRfc3339,
  isWhole,
} from "./value-rules.ts";
import { all, attribute, childNames, children, isUnique, rootOf, textOf } from "./xml-tree.ts";

/**
 * The rules of the W3C feed validation service (validator.w3.org/feed/docs) for RSS, checked on any document that we
 * may send.
 */
const words: Vocabulary = {
  rss: { holds: "channel", has: "version" },
  channel: { holds: "title link description lastBuildDate docs generator language ttl atom:link fh:archive item" },
  item: {
    holds:
      "title link guid pubDate description content:encoded category dc:creator source dc:language dc:rights enclosure media:content media:thumbnail georss:point atom:updated",
  },
  guid: { has: "isPermaLink" },
  source: { has: "url" },
  enclosure: { has: "url length type" },
  "atom:link": { has: "rel href type" },
};
const plain = ["title", "category", "source", "dc:creator", "dc:rights", "media:title"];
const once = ["title", "link", "guid", "pubDate", "description", "content:encoded", "source"];
const atMostOnce = ["enclosure", "dc:language", "dc:rights", "georss:point", "atom:updated", "media:thumbnail"];

const channelOf = (root: Element) => children(root, "channel")[0]!;
const itemsOf = (root: Element) => children(channelOf(root), "item");
const linksOf = (root: Element, rel: string) =>
  children(channelOf(root), "atom:link").filter((link) => attribute(link, "rel") === rel);
const textsOf = (root: Element, ...names: string[]) => all(root, ...names).map(textOf);

const documentRules: readonly Rule<Element>[] = [
  ["InvalidRSSVersion", (root) => (attribute(root, "version") === "2.0" ? [] : [root])],
  [
    "MissingTitle, MissingLink, MissingDescription, DuplicateElement (channel)",
    (root) =>
      ["title", "link", "description", "lastBuildDate", "generator", "ttl", "docs"].filter(
        (name) => children(channelOf(root), name).length !== 1,
      ),
  ],
  ["MissingAtomSelfLink, MissingSelf, RelativeSelf", (root) => (linksOf(root, "self").length === 1 ? [] : ["self"])],
  [
    "SelfDoesntMatchLocation",
    (root, feed) => linksOf(root, "self").filter((link) => attribute(link, "href") !== feed.selfUrls.rss),
  ],
  [
    "SelfNotAtom, InvalidMIMEType",
    (root) => all(root, "atom:link").filter((link) => !isMediaType(link.getAttribute("type") ?? "a/b")),
  ],
  [
    "UnregisteredAtomLinkRel",
    (root) =>
      all(root, "atom:link")
        .map((link) => attribute(link, "rel"))
        .filter((rel) => !["self", "hub", "next", "prev-archive", "next-archive", "current"].includes(rel)),
  ],
  [
    "MissingHref, InvalidIRI",
    (root) =>
      all(root, "atom:link")
        .map((link) => attribute(link, "href"))
        .filter((url) => !isFullUrl(url)),
  ],
  [
    "MisplacedItem",
    (root) => {
      const names = childNames(channelOf(root));
      return names.includes("item") ? names.slice(names.indexOf("item")).filter((name) => name !== "item") : [];
    },
  ],
  ["InvalidPositiveInteger (ttl)", (root) => textsOf(root, "ttl").filter((ttl) => !isPositive(ttl))],
  [
    "InvalidRFC2822Date, ProblematicalRFC822Date, IncorrectDOW",
    (root) => textsOf(root, "pubDate", "lastBuildDate").filter((date) => !isRfc2822(date)),
  ],
  ["InvalidRFC3339Date", (root) => textsOf(root, "atom:updated").filter((date) => !isRfc3339(date))],
  [
    "InvalidLink, InvalidFullLink, InvalidUriChar, UriNotIri",
    (root) => textsOf(root, "link", "docs").filter((url) => !isFullUrl(url)),
  ],
  [
    "InvalidContact, InvalidAddrSpec, UnknownHost, EmailFormat, MissingRealName",
    (root) => all(root, "author", "managingEditor", "webMaster"),
  ],
  [
    "DuplicateSemantics, DuplicateItemSemantics, DuplicateDescriptionSemantics, SlashDate",
    (root) =>
      all(root, "dc:date", "dc:subject", "dc:source", "atom:id", "atom:published", "atom:summary", "slash:comments"),
  ],
];

const itemRules: readonly Rule<Element>[] = [
  [
    "DuplicateElement (item), ItemMustContainTitleOrDescription, MissingGuid",
    (root) => itemsOf(root).flatMap((item) => once.filter((name) => children(item, name).length !== 1)),
  ],
  [
    "DuplicateEnclosure",
    (root) => itemsOf(root).flatMap((item) => atMostOnce.filter((name) => children(item, name).length > 1)),
  ],
  [
    "NeedDescriptionBeforeContent",
    (root) =>
      itemsOf(root)
        .map(childNames)
        .filter((names) => names.indexOf("description") > names.indexOf("content:encoded")),
  ],
  ["DuplicateValue (guid)", (root) => (isUnique(textsOf(root, "guid")) ? [] : textsOf(root, "guid"))],
  [
    "InvalidBooleanAttribute, InvalidPermalink, InvalidHttpGUID",
    (root) => all(root, "guid").filter((guid) => attribute(guid, "isPermaLink") !== "false"),
  ],
  ["NotSufficientlyUnique", (root) => textsOf(root, "guid").filter((guid) => !isFullUri(guid))],
  [
    "InvalidURLAttribute, MissingAttribute (enclosure)",
    (root) =>
      all(root, "enclosure")
        .map((one) => attribute(one, "url"))
        .filter((url) => !isHttpUrl(url)),
  ],
  [
    "MissingAttribute, InvalidLink (source)",
    (root) =>
      all(root, "source")
        .map((one) => attribute(one, "url"))
        .filter((url) => !isFullUrl(url)),
  ],
  [
    "InvalidIntegerAttribute, InvalidNonNegativeInteger, UseZeroForUnknown",
    (root) =>
      all(root, "enclosure")
        .map((one) => attribute(one, "length"))
        .filter((length) => !isWhole(length)),
  ],
  [
    "InvalidMIMEAttribute",
    (root) =>
      all(root, "enclosure")
        .map((one) => attribute(one, "type"))
        .filter((type) => !isMediaType(type)),
  ],
];

describe("RSS", () => {
  test.each([...documentRules, ...itemRules, ...sharedRules(words, plain)])("%s", (...rule) =>
    holdsEverywhere("rss", rootOf, rule),
  );
  test.each([plainTextRule(plain)])("%s", (...rule) => holdsEverywhere("rss", (text) => text, rule));
});
