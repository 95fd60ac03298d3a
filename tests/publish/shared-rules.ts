import type { Element } from "@xmldom/xmldom";
import type { Rule } from "./any-feed.ts";
import { isFullUrl, isLanguage, isMediaType, isPoint, isPositive } from "./value-rules.ts";
import { all, attribute, children, isUnique, ownText, textOf } from "./xml-tree.ts";

/**
 * The names that an element may contain, and the attributes it may have. Anything else is an UndefinedElement or an
 * UnexpectedAttribute.
 */
export interface Vocabulary {
  readonly [name: string]: { readonly holds?: string; readonly has?: string };
}

const mediaWords: Vocabulary = {
  "media:content": {
    holds: "media:title media:credit media:thumbnail",
    has: "url type medium fileSize width height duration",
  },
  "media:title": { has: "type" },
  "media:credit": {},
  "media:thumbnail": { has: "url" },
  "georss:point": {},
  "fh:archive": {},
};

/** The rules that RSS and Atom share: names, namespaces, Media RSS, GeoRSS, plain texts. */
export function sharedRules(words: Vocabulary, plain: readonly string[]): readonly Rule<Element>[] {
  const known: Vocabulary = { ...words, ...mediaWords };
  return [
    [
      "UndefinedElement, QuestionableUsage, NoBlink, MisplacedXHTMLContent, AvoidTextInput",
      (root) =>
        [root, ...all(root)].flatMap((one) => {
          const allowed = (known[one.nodeName]?.holds ?? "").split(" ");
          if (one.nodeName.startsWith("at:")) return [];
          return children(one)
            .map(({ nodeName }) => nodeName)
            .filter((name) => !allowed.includes(name));
        }),
    ],
    [
      "UnexpectedAttribute, UseOfExtensionAttr, SameDocumentReference",
      (root) =>
        [root, ...all(root)].flatMap((one) => {
          const allowed = (known[one.nodeName]?.has ?? "").split(" ");
          if (one.nodeName.startsWith("at:")) return [];
          return [...one.attributes]
            .map(({ name }) => name)
            .filter((name) => !name.startsWith("xmlns") && !allowed.includes(name));
        }),
    ],
    [
      "UnexpectedText, AtomLinkNotEmpty",
      (root) =>
        [root, ...all(root)].filter((one) => children(one).length > 0 && ownText(one).trim() !== "").map(textOf),
    ],
    [
      "NotBlank, AttrNotBlank",
      (root) => [
        ...all(root, ...plain).filter((one) => textOf(one).trim() === ""),
        ...all(root)
          .flatMap((one) => [...one.attributes])
          .filter((one) => one.value.trim() === ""),
      ],
    ],
    ["ReservedPrefix, NonstdPrefix, MediaRssNamespace, UnknownNamespace, UnsupportedNamespace", unusualNamespaces],
    [
      "MissingNamespace, NotInANamespace, InvalidNamespace",
      (root) => all(root).filter((one) => one.nodeName.includes(":") && !one.namespaceURI),
    ],
    [
      "InvalidURLAttribute, InvalidURIAttribute (media)",
      (root) =>
        all(root, "media:content", "media:thumbnail")
          .map((one) => attribute(one, "url"))
          .filter((url) => !isFullUrl(url)),
    ],
    [
      "InvalidMIMEAttribute (media)",
      (root) =>
        all(root, "media:content")
          .map((one) => attribute(one, "type"))
          .filter((type) => !isMediaType(type)),
    ],
    [
      "InvalidMediaMedium",
      (root) =>
        all(root, "media:content")
          .map((one) => one.getAttribute("medium") ?? "image")
          .filter((medium) => !mediums.includes(medium)),
    ],
    [
      "InvalidPositiveInteger, InvalidFloat, IntegerOverflow (media)",
      (root) =>
        all(root, "media:content")
          .flatMap((one) => ["fileSize", "width", "height", "duration"].map((name) => one.getAttribute(name) ?? "1"))
          .filter((number) => !isPositive(number)),
    ],
    ["InvalidMediaTextType", (root) => all(root, "media:title").filter((one) => attribute(one, "type") !== "plain")],
    [
      "DuplicateElement (media)",
      (root) => all(root, "media:content").filter((one) => !isUnique(children(one).map(({ nodeName }) => nodeName))),
    ],
    [
      "InvalidCreditRole, DeprecatedMediaAdult, MediaGroupWithoutAlternatives",
      (root) => all(root, "media:adult", "media:group"),
    ],
    [
      "InvalidCoord, CoordComma, InvalidLatitude, InvalidLongitude",
      (root) =>
        all(root, "georss:point")
          .map(textOf)
          .filter((point) => !isPoint(point)),
    ],
    [
      "InvalidLanguage",
      (root) =>
        [
          ...all(root, "language", "dc:language").map(textOf),
          ...[root, ...all(root)].flatMap((one) => one.getAttribute("xml:lang") ?? []),
        ].filter((tag) => !isLanguage(tag)),
    ],
  ];
}

/**
 * The service reads a plain text as HTML if it contains what looks like a tag or a reference ("S&P500"), unless its
 * line has a hexadecimal reference. So "&" and "<" are always written as such references.
 */
export const plainTextRule = (plain: readonly string[]): Rule<string> => [
  "ContainsHTML, ContainsUndeclaredHTML, CharacterData",
  (xml) => [
    ...[...withoutCdata(xml).matchAll(/<([\w:]+)(?: [^<>]*)?>([^<]*)<\/\1>/g)].filter(
      ([, name = "", text = ""]) => plain.includes(name) && /&(?!#x|gt;)/.test(text),
    ),
    ...[...withoutCdata(xml).matchAll(/ title="([^"]*)"/g)].filter(([, title = ""]) => /&(?!#x|quot;|gt;)/.test(title)),
  ],
];

export function withoutCdata(xml: string): string {
  return xml.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, "");
}

const mediums = ["image", "audio", "video", "document", "executable"];
const prefixes: Readonly<Record<string, string>> = {
  xmlns: "http://www.w3.org/2005/Atom",
  "xmlns:atom": "http://www.w3.org/2005/Atom",
  "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
  "xmlns:dc": "http://purl.org/dc/elements/1.1/",
  "xmlns:media": "http://search.yahoo.com/mrss/",
  "xmlns:georss": "http://www.georss.org/georss",
  "xmlns:fh": "http://purl.org/syndication/history/1.0",
};

/** The service does not know the namespace of RFC 6721. A document declares it only when an item was withdrawn. */
function unusualNamespaces(root: Element): readonly string[] {
  return [root, ...all(root)].flatMap((one) =>
    [...one.attributes]
      .filter(({ name, value }) => name.startsWith("xmlns") && prefixes[name] !== value)
      .map(({ name }) => `${one.nodeName} ${name}`)
      .filter((found) => found !== "at:deleted-entry xmlns:at"),
  );
}
