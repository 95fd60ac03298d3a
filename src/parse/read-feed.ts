import RssParser from "rss-parser";
import type { Attachment, ParsedFeed, ParsedItem, Person } from "../domain/parsed-feed.ts";
import { dayMs, hourMs } from "../domain/time.ts";
import { bodyNames, dayNames } from "./canonical-rss.ts";
import { parseDate } from "./dates/dates.ts";
import { plainOfUntyped } from "./text/text-construct.ts";

/**
 * The content of the canonical document. `readDrafted` adds the format, the encoding, and the problems of the original
 * document.
 */
export type ReadFeed = Omit<ParsedFeed, "format" | "encoding" | "problems" | "stoppedBy">;

/**
 * Reads, with rss-parser, a canonical document that was written for "reader". Its bodies have names that rss-parser
 * does not recognise. From each body that it recognises, rss-parser would make a snippet with a regular expression, in
 * a time that grows with the square of the markup's length.
 */
export async function readFeed(canonicalXml: string): Promise<ReadFeed> {
  const parser = new RssParser<FeedFields, ItemFields>({
    customFields: { feed: feedFields as never, item: itemFields as never },
  });
  const feed = await parser.parseString(canonicalXml);
  return {
    title: optionalPlain(feed.title),
    description: optionalPlain(feed.description),
    siteUrl: textOrNull(feed.link),
    ...linksOf(feed.links),
    complete: feed.complete !== undefined,
    language: textOrNull(feed.language),
    imageUrl: textOrNull(feed.image?.url),
    built: dateOf(feed.lastBuildDate),
    ttlMinutes: numberOrNull(feed.ttl),
    updatePeriodMs: updatePeriodMs(feed.updatePeriod, feed.updateFrequency),
    skipHours: (feed.skipHoursList?.[0]?.hour ?? []).map(Number),
    skipDays: (feed.skipDaysList?.[0]?.day ?? []).map((day) => dayNames.indexOf(day)),
    rssCloud: cloudUrl(feed.cloud?.[0]?.$),
    items: feed.items.map(itemOf),
    deleted: (feed.deleted ?? []).map((node) => ({
      ref: node.$?.ref ?? "",
      when: dateOf(node.$?.when),
      comment: node["at:comment"]?.[0] ?? null,
    })),
  };
}

type XmlAttributes = Readonly<Record<string, string>>;

/** An element as xml2js gives it: a string when it has no attributes, otherwise an object. */
type XmlNode = string | { readonly $?: XmlAttributes; readonly _?: string; readonly [child: string]: unknown };

interface FeedFields {
  readonly links?: readonly { readonly $: XmlAttributes }[];
  readonly complete?: unknown;
  readonly deleted?: readonly { readonly $?: XmlAttributes; readonly "at:comment"?: readonly string[] }[];
  readonly lastBuildDate?: string;
  readonly language?: string;
  readonly ttl?: string;
  readonly updatePeriod?: string;
  readonly updateFrequency?: string;
  readonly skipHoursList?: readonly { readonly hour?: readonly string[] }[];
  readonly skipDaysList?: readonly { readonly day?: readonly string[] }[];
  readonly cloud?: readonly { readonly $?: XmlAttributes }[];
}

const feedFields = [
  ["atom:link", "links", { keepArray: true }],
  ["fh:complete", "complete"],
  ["at:deleted-entry", "deleted", { keepArray: true }],
  ["sy:updatePeriod", "updatePeriod"],
  ["sy:updateFrequency", "updateFrequency"],
  ["skipHours", "skipHoursList", { keepArray: true }],
  ["skipDays", "skipDaysList", { keepArray: true }],
  ["cloud", "cloud", { keepArray: true }],
];

interface ItemFields {
  readonly attributes?: XmlAttributes;
  readonly guids?: readonly XmlNode[];
  readonly summaryHtml?: string;
  readonly contentHtml?: string;
  readonly originalLink?: string;
  readonly updated?: string;
  readonly authors?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly comments?: string;
  readonly commentCount?: string;
  readonly replies?: readonly { readonly $: XmlAttributes }[];
  readonly point?: string;
  readonly sources?: readonly XmlNode[];
  readonly thumbnails?: readonly { readonly $: XmlAttributes }[];
  readonly media?: readonly MediaNode[];
  readonly rights?: string;
}

interface MediaNode {
  readonly $: XmlAttributes;
  readonly "media:title"?: readonly string[];
  readonly "media:credit"?: readonly string[];
  readonly "media:thumbnail"?: readonly { readonly $: XmlAttributes }[];
}

const itemFields = [
  ["$", "attributes", { keepArray: true }],
  ["guid", "guids", { keepArray: true }],
  [bodyNames.reader.summary, "summaryHtml"],
  [bodyNames.reader.content, "contentHtml"],
  ["feedburner:origLink", "originalLink"],
  ["atom:updated", "updated"],
  ["atom:author", "authors", { keepArray: true }],
  ["slash:comments", "commentCount"],
  ["thr:in-reply-to", "replies", { keepArray: true }],
  ["georss:point", "point"],
  ["source", "sources", { keepArray: true }],
  ["media:thumbnail", "thumbnails", { keepArray: true }],
  ["media:content", "media", { keepArray: true }],
];

function itemOf(item: ItemFields & RssParser.Item): ParsedItem {
  const guid = item.guids?.[0];
  const [latitude, longitude] = (item.point ?? "").split(" ").map(Number);
  return {
    guid: textOrNull(textIn(guid)),
    guidIsPermalink: attributesIn(guid).isPermaLink === "true",
    url: textOrNull(item.originalLink ?? item.link),
    statedUrl: item.originalLink === undefined ? null : textOrNull(item.link),
    title: plainOfUntyped(item.title ?? ""),
    summaryHtml: item.summaryHtml ?? null,
    contentHtml: item.contentHtml ?? null,
    published: dateOf(item.pubDate),
    updated: dateOf(item.updated),
    authors: (item.authors ?? []).map(personOf),
    categories: (item.categories ?? []).map(plainOfUntyped),
    attachments: (item.media ?? []).map(attachmentOf),
    imageUrl: item.thumbnails?.[0]?.$.url ?? null,
    language: item.attributes?.["xml:lang"] ?? null,
    origin: originOf(item.sources?.[0]),
    rights: optionalPlain(item.rights),
    commentsUrl: textOrNull(item.comments),
    commentCount: numberOrNull(item.commentCount),
    inReplyTo: item.replies?.[0]?.$.ref ?? null,
    point: latitude === undefined || longitude === undefined ? null : { latitude, longitude },
    baseUrl: item.attributes?.["xml:base"] ?? "",
  };
}

function personOf(author: Readonly<Record<string, readonly string[]>>): Person {
  return {
    name: author["atom:name"]?.[0] ?? "",
    email: author["atom:email"]?.[0] ?? null,
    url: author["atom:uri"]?.[0] ?? null,
  };
}

function attachmentOf(media: MediaNode): Attachment {
  return {
    url: media.$.url ?? "",
    type: media.$.type ?? null,
    lengthBytes: numberOrNull(media.$.fileSize),
    medium: media.$.medium ?? null,
    title: optionalPlain(media["media:title"]?.[0]),
    credit: optionalPlain(media["media:credit"]?.[0]),
    width: numberOrNull(media.$.width),
    height: numberOrNull(media.$.height),
    durationSeconds: numberOrNull(media.$.duration),
    thumbnailUrl: media["media:thumbnail"]?.[0]?.$.url ?? null,
  };
}

function originOf(source: XmlNode | undefined): ParsedItem["origin"] {
  return source === undefined ? null : { title: textIn(source), url: attributesIn(source).url ?? null };
}

function linksOf(links: FeedFields["links"] = []) {
  const hrefs = (rel: string) => links.filter(({ $ }) => $.rel === rel).map(({ $ }) => $.href ?? "");
  return {
    selfUrl: hrefs("self")[0] ?? null,
    hubUrls: hrefs("hub"),
    prevArchiveUrl: hrefs("prev-archive")[0] ?? null,
    nextPageUrl: hrefs("next")[0] ?? null,
  };
}

/**
 * The time between two updates by the RSS 1.0 syndication module, in milliseconds: `period` (hourly, daily, weekly,
 * monthly, yearly) divided by `frequency`. null when both are missing or one cannot be read.
 */
function updatePeriodMs(period: string | undefined, frequency: string | undefined): number | null {
  if (period === undefined && frequency === undefined) return null;
  const whole = periodsMs[(period ?? "daily").trim().toLowerCase()];
  const times = Number.parseInt(frequency ?? "1", 10);
  return whole === undefined || !(times >= 1) ? null : Math.round(whole / times);
}

const periodsMs: Readonly<Record<string, number>> = {
  hourly: hourMs,
  daily: dayMs,
  weekly: 7 * dayMs,
  monthly: 30 * dayMs,
  yearly: 365 * dayMs,
};

/**
 * Turns an RSS 2.0 cloud element into the URL at which to register. null when there is none, or when the cloud uses one
 * of the oldest protocols (XML-RPC, SOAP).
 */
function cloudUrl(cloud: XmlAttributes | undefined): string | null {
  const protocol = cloud?.protocol?.trim().toLowerCase();
  if (cloud?.domain === undefined || (protocol !== "http-post" && protocol !== "https-post")) return null;
  const scheme = protocol === "https-post" || cloud.port === "443" ? "https" : "http";
  const port = cloud.port === undefined ? "" : `:${cloud.port}`;
  const url = `${scheme}://${cloud.domain}${port}${cloud.path ?? "/"}`;
  return URL.canParse(url) ? new URL(url).href : null;
}

function textIn(node: XmlNode | undefined): string {
  return (typeof node === "string" ? node : node?._) ?? "";
}

function attributesIn(node: XmlNode | undefined): XmlAttributes {
  return (typeof node === "string" ? undefined : node?.$) ?? {};
}

function dateOf(raw: string | undefined) {
  return raw === undefined ? null : parseDate(raw);
}

function textOrNull(text: string | undefined): string | null {
  return text === undefined || text.trim() === "" ? null : text;
}

function optionalPlain(text: string | undefined): string | null {
  return text === undefined || text.trim() === "" ? null : plainOfUntyped(text);
}

function numberOrNull(text: string | undefined): number | null {
  return text === undefined || !/^\d{1,15}$/.test(text.trim()) ? null : Number(text);
}
