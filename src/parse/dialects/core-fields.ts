import { absoluteUrl } from "../absolute-url.ts";
import { textOf } from "../text/markup.ts";
import { htmlOf, plainOf } from "../text/text-construct.ts";
import type { XmlElement } from "../tree/xml-tree.ts";
import { addAttachment, numberOf } from "./attachments.ts";
import type { FieldReader, FieldReaders, ItemState, LinkWorth } from "./item-state.ts";
import { personOf } from "./persons.ts";

/**
 * The fields of RSS and Atom items. Publishers of each format borrow elements of the other, so one table reads both.
 */
export const coreFields: FieldReaders = {
  title(item, element) {
    item.title ??= orNull(plainOf(element, item.untyped));
  },
  link: readLink,
  url: (item, element) => setLink(item, element, textOf(element)),
  guid(item, element) {
    item.guid = orNull(textOf(element).trim()) ?? item.guid;
    item.guidIsPermalink = (element.attributes.get("ispermalink") ?? "true").trim().toLowerCase() !== "false";
    item.idIsAddress = item.guidIsPermalink;
  },
  id(item, element) {
    item.guid = orNull(textOf(element).trim()) ?? item.guid;
    item.guidIsPermalink = false;
    item.idIsAddress = true;
  },
  description: (item, element) => addSummary(item, htmlOf(element, "html", item.base)),
  abstract: (item, element) => addSummary(item, htmlOf(element, item.untyped, item.base)),
  summary: (item, element) => addSummary(item, htmlOf(element, item.untyped, item.base)),
  content(item, element) {
    const html = htmlOf(element, item.untyped, item.base);
    const source = element.attributes.get("src");
    // RFC 4287 section 4.1.3.2: the address of out-of-line content serves as the link when there is no other link.
    if (source !== undefined && html === "") addOutOfLine(item, element, source);
    else item.body ??= orNull(html);
  },
  pubdate: dateInto("published"),
  published: dateInto("published"),
  issued: dateInto("published"),
  updated: dateInto("updated"),
  modified: dateInto("updated"),
  lastbuilddate: dateInto("updated"),
  created: dateInto("created"),
  author: readPerson,
  managingeditor: readPerson,
  category: readCategory,
  enclosure(item, element) {
    const { attributes } = element;
    addAttachment(item.attachments, attributes.get("url") ?? attributes.get("href") ?? textOf(element), element.base, {
      type: attributes.get("type") ?? null,
      lengthBytes: numberOf(attributes.get("length")) || null,
    });
  },
  source: readSource,
  comments(item, element) {
    item.commentsUrl = absoluteUrl(textOf(element), element.base) ?? item.commentsUrl;
  },
  rights: readRights,
  copyright: readRights,
  language: readLanguage,
  image(item, element) {
    const url = element.children.find((child) => typeof child !== "string" && child.name === "url");
    const reference =
      element.attributes.get("url") ?? element.attributes.get("href") ?? textOf((url as XmlElement) ?? element);
    item.imageUrl ??= absoluteUrl(reference, element.base);
  },
};

/**
 * Further authors of an item are left out, because comparing all names takes time that grows with the square of their
 * number.
 */
export const authorsMax = 64;
/** Further categories of an item are left out. */
export const categoriesMax = 256;

/** Adds an author, unless one with the same name was added before. */
export function readPerson(item: ItemState, element: XmlElement): void {
  if (item.authors.length >= authorsMax) return;
  const person = personOf(element);
  if (person !== null && !item.authors.some((other) => other.name === person.name)) item.authors.push(person);
}

/** Reads the statement of rights. The first one is kept. */
export function readRights(item: ItemState, element: XmlElement): void {
  item.rights ??= orNull(plainOf(element, item.untyped));
}

/** Reads the language. The first one is kept. */
export function readLanguage(item: ItemState, element: XmlElement): void {
  item.language ??= orNull(textOf(element).trim());
}

/** Adds the category that an element names in an attribute (Atom, OPML) or as text (RSS). */
export function readCategory(item: ItemState, element: XmlElement): void {
  const { attributes } = element;
  const name = attributes.get("label") ?? attributes.get("term") ?? attributes.get("text") ?? plainOf(element, "guess");
  addCategory(item, name);
}

/** Adds a category, unless it is empty or was added before. */
export function addCategory(item: ItemState, name: string): void {
  const trimmed = name.trim();
  if (item.categories.length >= categoriesMax) return;
  if (trimmed !== "" && !item.categories.includes(trimmed)) item.categories.push(trimmed);
}

/** A reader that keeps a date as written. The last date of a field counts. */
export function dateInto(field: "published" | "updated" | "created" | "date"): FieldReader {
  return (item, element) => {
    item[field] = orNull(textOf(element).trim()) ?? item[field];
  };
}

/**
 * Adds a short text. The first one is the summary. A second one is usually the body under the wrong name; further ones
 * are left out.
 */
export function addSummary(item: ItemState, html: string): void {
  if (html === "") return;
  if (item.summary === null) item.summary = html;
  else item.otherBody ??= html;
}

function readLink(item: ItemState, element: XmlElement): void {
  const { attributes } = element;
  const href = attributes.get("href") || attributes.get("url") || attributes.get("uri");
  // Some publishers write the address of an Atom link as text, or give an RSS link an empty href beside its text.
  const reference = href || textOf(element);
  linkReaders.get((attributes.get("rel") ?? "alternate").trim().toLowerCase())?.(item, element, reference);
}

/**
 * Readers of links by relation (RFC 4287 section 4.2.7.2, and RFC 4685 for replies). Links with other relations are
 * skipped.
 */
const linkReaders: ReadonlyMap<string, (item: ItemState, element: XmlElement, href: string) => void> = new Map([
  [
    "alternate",
    (item, element, href) => {
      if (htmlTypes.has(mediaTypeOf(element))) setLink(item, element, href);
    },
  ],
  [
    "enclosure",
    (item, { attributes, base }, href) => {
      addAttachment(item.attachments, href, base, {
        type: attributes.get("type") ?? null,
        lengthBytes: numberOf(attributes.get("length")) || null,
        title: attributes.get("title") ?? null,
      });
    },
  ],
  [
    "replies",
    (item, { attributes, base }, href) => {
      item.commentsUrl ??= absoluteUrl(href, base);
      item.commentCount ??= numberOf(attributes.get("thr:count"));
    },
  ],
  [
    "license",
    (item, _element, href) => {
      item.rights ??= href;
    },
  ],
]);

const htmlTypes: ReadonlySet<string> = new Set(["text/html", "html", "xhtml", "application/xhtml+xml", ""]);

function mediaTypeOf({ attributes }: XmlElement): string {
  return (attributes.get("type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

/**
 * Keeps the best link of the item. RFC 4287 section 4.2.7: alternate links differ in type and language. In practice
 * they also differ in scheme, and in the screen that they are made for. The first http(s) address of the best kind is
 * used.
 */
function setLink(item: ItemState, element: XmlElement, reference: string): void {
  const url = absoluteUrl(reference, element.base);
  if (url === null) return;
  if (!/^https?:/.test(url)) {
    item.otherLink ??= url;
    return;
  }
  const worth = linkWorth(element);
  if (item.link !== null && item.linkWorth >= worth) return;
  item.link = url;
  item.linkWorth = worth;
}

/** How well a link fits as the item's page. An RSS <link> has its address as text and no type; it counts as a page. */
function linkWorth({ attributes, language }: XmlElement): LinkWorth {
  const of = (tag: string | null | undefined) => tag?.trim().toLowerCase().split("-", 1)[0] ?? "";
  const written = of(attributes.get("hreflang"));
  const media = attributes.get("media")?.trim().toLowerCase() ?? "all";
  if (media !== "all" && media !== "screen") return 1;
  // RFC 4287 section 4.2.7.2: relations are compared character by character. "ALTERNATE" is not a valid relation, but
  // often means the page.
  if ((attributes.get("rel") ?? "alternate").trim() !== "alternate") return 1;
  if (written !== "" && language !== null && written !== of(language)) return 1;
  return attributes.has("type") || !attributes.has("href") ? 3 : 2;
}

function addOutOfLine(item: ItemState, element: XmlElement, source: string): void {
  const type = element.attributes.get("type") ?? null;
  if (type === null || htmlTypes.has(mediaTypeOf(element))) {
    const url = absoluteUrl(source, element.base);
    if (url !== null && /^https?:/.test(url)) item.link ??= url;
  } else addAttachment(item.attachments, source, element.base, { type });
}

/**
 * Reads the item's origin. RSS: <source url="…">title</source>. Atom: the metadata of the feed from which the entry was
 * copied.
 */
function readSource(item: ItemState, element: XmlElement): void {
  const children = element.children.filter((child): child is XmlElement => typeof child !== "string");
  const title = children.find((child) => child.name === "title");
  const link = children.find(
    (child) => child.name === "link" && (child.attributes.get("rel") ?? "alternate") === "alternate",
  );
  const url = element.attributes.get("url") ?? link?.attributes.get("href") ?? (link === undefined ? "" : textOf(link));
  const name = title === undefined ? textOf(element).trim() : plainOf(title, item.untyped);
  if (children.length > 0 && title === undefined && url === "") return;
  const address = absoluteUrl(url, element.base);
  if (name !== "" || address !== null) item.origin ??= { title: name, url: address };
}

/** null in place of an empty text. */
export function orNull(text: string): string | null {
  return text === "" ? null : text;
}
