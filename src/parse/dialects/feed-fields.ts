import { absoluteUrl } from "../absolute-url.ts";
import { type DraftFeed, emptyDraftFeed } from "../draft.ts";
import { textOf } from "../text/markup.ts";
import { plainOf, type UntypedText } from "../text/text-construct.ts";
import { elementsOf } from "../tree/elements-of.ts";
import type { XmlElement } from "../tree/xml-tree.ts";
import { numberOf } from "./attachments.ts";

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type FeedState = Writable<Omit<DraftFeed, "format" | "items">> & { untyped: UntypedText };
type FeedFieldReader = (feed: FeedState, element: XmlElement) => void;

/**
 * Reads the fields of RSS channels or Atom feeds. The dialect reads the items and the format. The first of several
 * values is used.
 */
export function readFeedFields(
  containers: readonly XmlElement[],
  untyped: UntypedText,
): Omit<DraftFeed, "format" | "items"> {
  const { items: _none, ...blank } = emptyDraftFeed;
  const feed: FeedState = { ...blank, untyped };
  for (const container of containers) {
    feed.language ??= container.language;
    for (const child of elementsOf(container)) readers.get(child.name)?.(feed, child);
  }
  const { untyped: _, ...fields } = feed;
  return fields;
}

const plain =
  (field: "title" | "description"): FeedFieldReader =>
  (feed, element) => {
    feed[field] ??= plainOf(element, feed.untyped) || null;
  };

const word =
  (field: "language" | "built" | "updatePeriod" | "updateFrequency"): FeedFieldReader =>
  (feed, element) => {
    feed[field] ??= textOf(element).trim() || null;
  };

const readers: ReadonlyMap<string, FeedFieldReader> = new Map<string, FeedFieldReader>([
  ["title", plain("title")],
  ["dc:title", plain("title")],
  ["description", plain("description")],
  ["subtitle", plain("description")],
  ["tagline", plain("description")],
  ["abstract", plain("description")],
  ["info", plain("description")],
  ["itunes:summary", plain("description")],
  ["language", word("language")],
  ["dc:language", word("language")],
  ["lastbuilddate", word("built")],
  ["updated", word("built")],
  ["modified", word("built")],
  ["pubdate", word("built")],
  ["dc:date", word("built")],
  ["sy:updateperiod", word("updatePeriod")],
  ["sy:updatefrequency", word("updateFrequency")],
  ["link", readLink],
  ["image", readImage],
  ["logo", readImage],
  ["icon", readImage],
  ["itunes:image", readImage],
  [
    "ttl",
    (feed, element) => {
      feed.ttlMinutes ??= numberOf(textOf(element));
    },
  ],
  ["skiphours", readSkipHours],
  ["skipdays", readSkipDays],
  [
    "cloud",
    (feed, element) => {
      feed.cloud ??= element.attributes;
    },
  ],
  ["at:deleted-entry", readDeleted],
  [
    "fh:complete",
    (feed) => {
      feed.complete = true;
    },
  ],
]);

function readLink(feed: FeedState, element: XmlElement): void {
  const href = element.attributes.get("href");
  const url = absoluteUrl(href ?? textOf(element), element.base);
  if (url === null) return;
  switch ((element.attributes.get("rel") ?? "alternate").trim().toLowerCase()) {
    case "alternate":
      feed.siteUrl ??= url;
      return;
    case "self":
      feed.selfUrl ??= url;
      return;
    case "hub":
      if (!feed.hubUrls.includes(url) && feed.hubUrls.length < hubsMax) feed.hubUrls = [...feed.hubUrls, url];
      return;
    case "prev-archive":
      feed.prevArchiveUrl ??= url;
      return;
    case "next":
      feed.nextPageUrl ??= url;
      return;
    default:
      return;
  }
}

const hubsMax = 8;

/** Reads a deleted entry (RFC 6721 section 3). */
function readDeleted(feed: FeedState, element: XmlElement): void {
  const ref = element.attributes.get("ref")?.trim() ?? "";
  if (ref === "" || feed.deleted.length >= deletedMax || feed.deleted.some((known) => known.ref === ref)) return;
  const comment = elementsOf(element).find((child) => child.name === "at:comment");
  const said = comment === undefined ? "" : plainOf(comment, "plain");
  feed.deleted = [
    ...feed.deleted,
    { ref, when: element.attributes.get("when")?.trim() || null, comment: said || null },
  ];
}

const deletedMax = 1000;

function readImage(feed: FeedState, element: XmlElement): void {
  const url = elementsOf(element).find((child) => child.name === "url");
  const { attributes } = element;
  const reference =
    attributes.get("href") ?? attributes.get("url") ?? attributes.get("rdf:resource") ?? textOf(url ?? element);
  feed.imageUrl ??= absoluteUrl(reference, element.base);
}

/** Reads RSS 2.0 skipHours, 0 to 23 in GMT. RSS 0.91 counted from 1 to 24, where 24 is midnight. */
function readSkipHours(feed: FeedState, element: XmlElement): void {
  const hours = elementsOf(element).map((hour) => numberOf(textOf(hour)));
  feed.skipHours = [...new Set(hours.filter((hour) => hour !== null && hour <= 24).map((hour) => Number(hour) % 24))];
}

const days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

function readSkipDays(feed: FeedState, element: XmlElement): void {
  const named = elementsOf(element).map((day) => days.indexOf(textOf(day).trim().toLowerCase()));
  feed.skipDays = [...new Set(named.filter((day) => day !== -1))];
}
