import type { Attachment, Person } from "../../domain/parsed-feed.ts";
import { absoluteUrl } from "../absolute-url.ts";
import { type DraftFeed, type DraftItem, emptyAttachment, emptyDraftFeed, emptyDraftItem } from "../draft.ts";
import type { ParseLimits } from "../parse-limits.ts";
import type { ProblemLog } from "../problem-log.ts";
import { linesAsHtml } from "../text/lines-as-html.ts";
import { escapeHtml } from "../text/markup.ts";
import { attachmentsPerItemMax, mediumOf } from "./attachments.ts";
import { authorsMax, categoriesMax } from "./core-fields.ts";
import { countIn, type JsonRecord, listOf, recordOf, textIn, textsOf } from "./json-values.ts";
import { plainName } from "./persons.ts";

/** Reads JSON Feed 1.0 and 1.1. A field of the wrong type is skipped. Returns null when `value` is not a JSON Feed. */
export function readJsonFeed(value: unknown, url: string, limits: ParseLimits, problems: ProblemLog): DraftFeed | null {
  const feed = recordOf(value);
  if (feed === null) return null;
  const items = listOf(feed.items);
  if (!Array.isArray(feed.items) && !textIn(feed, "version").includes("jsonfeed")) return null;
  if (items.length > limits.itemsMax) problems.stop(`itemsMax ${limits.itemsMax}`);
  const base = absoluteUrl(textIn(feed, "home_page_url"), url) ?? url;
  const context: Context = { base, authors: personsIn(feed), language: textIn(feed, "language") || null };
  return {
    ...emptyDraftFeed,
    format: textIn(feed, "version").includes("1.1") ? "json1.1" : "json1.0",
    title: textIn(feed, "title") || null,
    description: textIn(feed, "description") || null,
    siteUrl: absoluteUrl(textIn(feed, "home_page_url"), url),
    selfUrl: absoluteUrl(textIn(feed, "feed_url"), url),
    nextPageUrl: absoluteUrl(textIn(feed, "next_url"), url),
    hubUrls: listOf(feed.hubs)
      .slice(0, 8)
      .flatMap((hub) => absoluteUrl(textIn(recordOf(hub) ?? {}, "url"), url) ?? []),
    language: context.language,
    imageUrl: absoluteUrl(textIn(feed, "icon") || textIn(feed, "favicon"), url),
    items: items.slice(0, limits.itemsMax).flatMap((item) => readItem(recordOf(item), context) ?? []),
  };
}

interface Context {
  readonly base: string;
  readonly authors: readonly Person[];
  readonly language: string | null;
}

function readItem(item: JsonRecord | null, { base, authors, language }: Context): DraftItem | null {
  if (item === null) return null;
  const own = personsIn(item);
  const addresses = ["url", "external_url"].flatMap((key) => absoluteUrl(textIn(item, key), base) ?? []);
  const link = [...addresses, ...idAddress(item)].find((url) => /^https?:/.test(url)) ?? addresses[0] ?? null;
  const plain = textIn(item, "content_text");
  return {
    ...emptyDraftItem,
    guid: textIn(item, "id") || null,
    url: link,
    title: textIn(item, "title"),
    summaryHtml: linesAsHtml(escapeHtml(textIn(item, "summary"))) || null,
    contentHtml: textIn(item, "content_html") || (plain === "" ? null : linesAsHtml(escapeHtml(plain))),
    published: textIn(item, "date_published") || null,
    updated: textIn(item, "date_modified") || null,
    authors: own.length > 0 ? own : authors,
    categories: [...new Set(textsOf(item.tags, categoriesMax))],
    attachments: listOf(item.attachments)
      .slice(0, attachmentsPerItemMax)
      .flatMap((attachment) => readAttachment(recordOf(attachment), base) ?? []),
    imageUrl: absoluteUrl(textIn(item, "image") || textIn(item, "banner_image"), base),
    language: textIn(item, "language") || language,
    baseUrl: link ?? base,
  };
}

/** The item's id, if it is an address. JSON Feed 1.1: the best id is the full address of the item's page. */
function idAddress(item: JsonRecord): readonly string[] {
  const id = textIn(item, "id");
  return /^https?:\/\//i.test(id) && URL.canParse(id) ? [new URL(id).href] : [];
}

function readAttachment(attachment: JsonRecord | null, base: string): Attachment | null {
  const url = attachment === null ? null : absoluteUrl(textIn(attachment, "url"), base);
  if (attachment === null || url === null) return null;
  const type = textIn(attachment, "mime_type") || null;
  return {
    ...emptyAttachment,
    url,
    type,
    medium: mediumOf(type),
    title: textIn(attachment, "title") || null,
    lengthBytes: countIn(attachment, "size_in_bytes"),
    durationSeconds: countIn(attachment, "duration_in_seconds"),
  };
}

function personsIn(record: JsonRecord): readonly Person[] {
  // JSON Feed 1.1 has `authors`. It asks readers to accept the `author` of version 1.0 as well.
  const listed = [...listOf(record.authors).slice(0, authorsMax), record.author].flatMap(
    (author): readonly JsonRecord[] => {
      const person = recordOf(author);
      return person === null ? [] : [person];
    },
  );
  return listed
    .map((author) => ({ name: plainName(textIn(author, "name")), email: null, url: textIn(author, "url") || null }))
    .filter(({ name }, index, all) => name !== "" && all.findIndex((other) => other.name === name) === index);
}
