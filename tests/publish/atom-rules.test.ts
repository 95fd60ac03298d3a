import type { Element } from "@xmldom/xmldom";
import { describe, test } from "vitest";
import { holdsEverywhere, type Rule } from "./any-feed.ts";
import { plainTextRule, sharedRules, type Vocabulary } from "./shared-rules.ts";
import { isFullUri, isFullUrl, isMediaType, isRfc3339, isWhole } from "./value-rules.ts";
import { all, attribute, childNames, children, isUnique, rootOf, textOf } from "./xml-tree.ts";

/**
 * The rules of the W3C feed validation service (validator.w3.org/feed/docs) for Atom, checked on any document that we
 * may send.
 */
const words: Vocabulary = {
  feed: { holds: "id title updated generator author link subtitle fh:archive entry at:deleted-entry", has: "xml:lang" },
  entry: {
    holds:
      "id title updated published author link summary content rights category source media:content media:thumbnail georss:point",
    has: "xml:lang",
  },
  author: { holds: "name uri" },
  link: { has: "rel href type length title" },
  title: { has: "type" },
  summary: { has: "type" },
  content: { has: "type" },
  category: { has: "term" },
  source: { holds: "id title updated link" },
};
const plain = ["name", "rights", "subtitle", "title", "generator", "media:title"];
const paging = ["next", "prev-archive", "next-archive", "current"];
const rels = ["alternate", "self", "hub", "via", "related", "enclosure", ...paging];

const entriesOf = (root: Element) => children(root, "entry");
const linksOf = (parent: Element, rel: string) =>
  children(parent, "link").filter((link) => attribute(link, "rel") === rel);
const textsOf = (root: Element, ...names: string[]) => all(root, ...names).map(textOf);
const own = (entry: Element, name: string) => textOf(children(entry, name)[0]!);

const feedRules: readonly Rule<Element>[] = [
  [
    "MissingElement, DuplicateElement (feed)",
    (root) =>
      ["id", "title", "updated", "author", "generator", "subtitle"].filter((name) => children(root, name).length !== 1),
  ],
  ["MissingSelf, RelativeSelf", (root) => (linksOf(root, "self").length === 1 ? [] : ["self"])],
  [
    "SelfDoesntMatchLocation",
    (root, feed) => linksOf(root, "self").filter((link) => attribute(link, "href") !== feed.selfUrls.atom),
  ],
  ["DuplicateAtomLink, LinkPastEnd", (root) => rels.filter((rel) => linksOf(root, rel).length > 1)],
  [
    "MissingCurrentInArchive",
    (root) => (children(root, "fh:archive").length > linksOf(root, "current").length ? ["current"] : []),
  ],
  [
    "ArchiveIncomplete",
    (root) => {
      const linked = linksOf(root, "prev-archive").length + linksOf(root, "next-archive").length;
      return children(root, "fh:archive").length > linked ? ["archive"] : [];
    },
  ],
  ["FeedRelInCompleteFeed, CurrentNotSelfInCompleteFeed", (root) => all(root, "fh:complete")],
  [
    "MisplacedMetadata",
    (root) => {
      const names = childNames(root);
      const first = names.findIndex((name) => name === "entry" || name === "at:deleted-entry");
      return first < 0 ? [] : names.slice(first).filter((name) => name !== "entry" && name !== "at:deleted-entry");
    },
  ],
  [
    "AvoidNamespacePrefix, UndeterminableVocabulary, ObsoleteNamespace",
    (root) =>
      root.namespaceURI === "http://www.w3.org/2005/Atom" && !root.hasAttribute("xmlns:atom")
        ? []
        : [root.namespaceURI],
  ],
];

const entryRules: readonly Rule<Element>[] = [
  [
    "MissingElement, DuplicateElement (entry), MissingTextualContent, MissingSummary",
    (root) =>
      entriesOf(root).flatMap((entry) => [
        ...["id", "title", "updated", "published", "content", "source"].filter(
          (name) => children(entry, name).length !== 1,
        ),
        ...["summary", "rights", "georss:point", "media:thumbnail"].filter((name) => children(entry, name).length > 1),
      ]),
  ],
  ["MissingElement (author)", (root) => entriesOf(root).filter((entry) => children(entry, "author").length === 0)],
  ["MissingElement (name)", (root) => all(root, "author").filter((author) => children(author, "name").length !== 1)],
  [
    "MissingSourceElement",
    (root) =>
      all(root, "source").flatMap((source) =>
        ["id", "title", "updated"].filter((name) => children(source, name).length !== 1),
      ),
  ],
  [
    "MissingContentOrAlternate, DuplicateAtomLink (entry)",
    (root) => entriesOf(root).filter((entry) => linksOf(entry, "alternate").length !== 1),
  ],
  [
    "UnregisteredAtomLinkRel",
    (root) =>
      all(root, "link")
        .map((link) => attribute(link, "rel"))
        .filter((rel) => !rels.includes(rel)),
  ],
  ["FeedHistoryRelInEntry", (root) => entriesOf(root).flatMap((entry) => paging.flatMap((rel) => linksOf(entry, rel)))],
  [
    "MissingHref, InvalidIRI, InvalidURIAttribute",
    (root) =>
      all(root, "link")
        .map((link) => attribute(link, "href"))
        .filter((url) => !isFullUrl(url)),
  ],
  [
    "SelfNotAtom, InvalidMIMEType",
    (root) => all(root, "link").filter((link) => !isMediaType(link.getAttribute("type") ?? "a/b")),
  ],
  [
    "InvalidNonNegativeInteger",
    (root) => all(root, "link").filter((link) => !isWhole(link.getAttribute("length") ?? "0")),
  ],
  [
    "DuplicateIds, DuplicateEntries",
    (root) => (isUnique(entriesOf(root).map((entry) => own(entry, "id"))) ? [] : ["id"]),
  ],
  [
    "NonCanonicalURI, InvalidFullLink, InvalidURN, InvalidUUID",
    (root) => textsOf(root, "id", "uri").filter((url) => !isFullUri(url) || new URL(url).href !== url),
  ],
  [
    "InvalidRFC3339Date, UnexpectedWhitespace",
    (root) => textsOf(root, "updated", "published").filter((date) => !isRfc3339(date)),
  ],
  [
    "InvalidTextType, MissingTypeAttr, NotBase64, HtmlFragment, MissingXhtmlDiv, NotInline",
    (root) =>
      all(root, "title", "summary", "content", "subtitle", "rights").filter(
        (one) => ![null, "html"].includes(one.getAttribute("type")),
      ),
  ],
  ["ContainsEmail", (root) => textsOf(root, "name").filter((name) => /<[^<>\s]+@[^<>\s]+>/.test(name))],
  ["InvalidAddrSpec", (root) => all(root, "email")],
];

describe("Atom", () => {
  test.each([...feedRules, ...entryRules, ...sharedRules(words, plain)])("%s", (...rule) =>
    holdsEverywhere("atom", rootOf, rule),
  );
  test.each([plainTextRule(plain)])("%s", (...rule) => holdsEverywhere("atom", (text) => text, rule));
});
