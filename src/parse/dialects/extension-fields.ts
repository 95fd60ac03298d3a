import { absoluteUrl } from "../absolute-url.ts";
import { textOf } from "../text/markup.ts";
import { htmlOf, plainOf } from "../text/text-construct.ts";
import type { XmlElement } from "../tree/xml-tree.ts";
import { numberOf, secondsOf } from "./attachments.ts";
import {
  addCategory,
  addSummary,
  dateInto,
  orNull,
  readCategory,
  readLanguage,
  readPerson,
  readRights,
} from "./core-fields.ts";
import type { FieldReaders, ItemState } from "./item-state.ts";
import { readMediaContent, readMediaGroup } from "./media-fields.ts";

/** Readers of elements from extension namespaces and of unofficial elements, in items of any dialect. */
export const extensionFields: FieldReaders = {
  "content:encoded": addBody,
  fullitem: addBody,
  "xhtml:body": addBody,
  body: addBody,
  fulltext: addFullText,
  "full-text": addFullText,
  full_text: addFullText,
  "yandex:full-text": addFullText,
  "yandex:fulltext": addFullText,
  "mailru:full-text": addFullText,
  "rambler:fulltext": addFullText,
  "rambler:full-text": addFullText,
  "turbo:content": addOtherBody,
  text: addOtherBody,
  "dcterms:abstract": addCaption,
  teaser: addCaption,
  "prism:teaser": addCaption,
  "dc:title"(item, element) {
    item.otherTitle ??= orNull(plainOf(element, "guess"));
  },
  "dc:description": (item, element) => addSummary(item, htmlOf(element, "html", item.base)),
  "dc:creator": readPerson,
  "dc:author": readPerson,
  "dc:subject": readCategory,
  "dc:language": readLanguage,
  "dc:rights": readRights,
  "dc:date": dateInto("date"),
  "dcterms:issued": dateInto("published"),
  "dcterms:modified": dateInto("updated"),
  "dcterms:created": dateInto("created"),
  "dc:identifier"(item, element) {
    item.guid ??= orNull(textOf(element).trim());
  },
  "feedburner:origlink"(item, element) {
    const url = absoluteUrl(textOf(element), element.base);
    if (/^\s*https?:/i.test(textOf(element))) item.originalLink ??= url;
  },
  "itunes:author": readPerson,
  "itunes:summary"(item, element) {
    item.caption ??= orNull(htmlOf(element, item.untyped, item.base));
  },
  "itunes:image"(item, element) {
    item.imageUrl ??= absoluteUrl(element.attributes.get("href") ?? textOf(element), element.base);
  },
  "itunes:keywords"(item, element) {
    for (const keyword of textOf(element).slice(0, keywordsCharsMax).split(",")) addCategory(item, keyword);
  },
  "itunes:duration"(item, element) {
    const first = item.attachments[0];
    if (first !== undefined) item.attachments[0] = { ...first, durationSeconds: secondsOf(textOf(element)) };
  },
  "media:content": (item, element) => readMediaContent(item, element, {}),
  "media:group": readMediaGroup,
  "media:thumbnail"(item, element) {
    item.imageUrl ??= absoluteUrl(element.attributes.get("url") ?? textOf(element), element.base);
  },
  "media:title"(item, element) {
    item.otherTitle ??= orNull(plainOf(element, "guess"));
  },
  "media:description"(item, element) {
    item.caption ??= orNull(htmlOf(element, "guess", item.base));
  },
  "media:category": readCategory,
  "media:keywords"(item, element) {
    for (const keyword of textOf(element).slice(0, keywordsCharsMax).split(",")) addCategory(item, keyword);
  },
  "slash:comments"(item, element) {
    item.commentCount ??= numberOf(textOf(element));
  },
  "thr:total"(item, element) {
    item.commentCount ??= numberOf(textOf(element));
  },
  "thr:in-reply-to"(item, element) {
    item.inReplyTo ??= element.attributes.get("ref") ?? element.attributes.get("href") ?? null;
  },
  "georss:point": (item, element) => setPoint(item, textOf(element)),
  "georss:where": (item, element) => setPoint(item, textOf(element)),
  "gml:point": (item, element) => setPoint(item, textOf(element)),
  "geo:point": (item, element) => setPoint(item, textOf(element)),
  "geo:lat"(item, element) {
    item.latitude = degrees(textOf(element), 90);
  },
  "geo:long"(item, element) {
    item.longitude = degrees(textOf(element), 180);
  },
};

const keywordsCharsMax = 4000;

function addBody(item: ItemState, element: XmlElement): void {
  item.body ??= orNull(htmlOf(element, "html", item.base));
}

/**
 * Adds the whole article, which Russian newsrooms provide beside a short text for Yandex, Mail.ru and Rambler. It
 * becomes the item's body unless a body that came before is at least as long.
 */
function addFullText(item: ItemState, element: XmlElement): void {
  const html = htmlOf(element, "html", item.base);
  if (html.length > (item.body ?? "").length) item.body = html;
}

/**
 * Adds a body that is used only when the item has no other. The body of a Yandex Turbo page, for example, repeats the
 * headline and the menu.
 */
function addOtherBody(item: ItemState, element: XmlElement): void {
  item.otherBody ??= orNull(htmlOf(element, "html", item.base));
}

/** Adds a teaser, which is used only when the item has no other text. */
function addCaption(item: ItemState, element: XmlElement): void {
  item.caption ??= orNull(htmlOf(element, "guess", item.base));
}

/** Reads a point of simple georss or GML: "latitude longitude", separated by white space or a comma. */
function setPoint(item: ItemState, text: string): void {
  const [latitude = "", longitude = ""] = text
    .slice(0, 200)
    .trim()
    .split(/[\s,]+/);
  item.latitude ??= degrees(latitude, 90);
  item.longitude ??= degrees(longitude, 180);
}

function degrees(text: string, max: number): number | null {
  const value = /^\s*[+-]?\d{1,3}(?:\.\d{1,20})?\s*$/.test(text) ? Number(text) : Number.NaN;
  return Math.abs(value) <= max ? value : null;
}
