import type { Attachment, Person } from "../domain/parsed-feed.ts";
import { parseDate } from "./dates/dates.ts";
import type { DraftFeed, DraftItem } from "./draft.ts";
import { escapeHtml } from "./text/markup.ts";
import { plainOfUntyped } from "./text/text-construct.ts";

/** Who will read the document: "public" for people and other programs, "reader" for rss-parser. */
export type Dress = "public" | "reader";

/**
 * The names of the body elements for each kind of reader. rss-parser must not recognise the names for "reader"; the
 * comment at `readFeed` says why.
 */
export const bodyNames = {
  public: { summary: "description", content: "content:encoded" },
  reader: { summary: "body:summary", content: "body:content" },
} as const;

/**
 * Writes a feed in the one dialect that the rest of the stage reads: well-formed RSS 2.0 with known namespaces,
 * absolute URLs in its fields, and texts escaped once. "public" writes the dates of the feed and its items in the form
 * of RFC 822, and leaves out unreadable dates. "reader" writes dates as the feed gave them, because `readFeed` parses
 * them and keeps their text. Dates of deleted entries are always written as given.
 */
export function canonicalRss(feed: DraftFeed, dress: Dress): string {
  const out: string[] = [
    `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"${dress === "public" ? publicNamespaces : readerNamespaces}>\n<channel>\n`,
  ];
  writeChannel(out, feed, dress);
  for (const deleted of feed.deleted) writeDeleted(out, deleted);
  for (const item of feed.items) writeItem(out, item, dress);
  out.push("</channel>\n</rss>\n");
  return wellFormed(out.join(""));
}

const namespaces = {
  atom: "http://www.w3.org/2005/Atom",
  content: "http://purl.org/rss/1.0/modules/content/",
  dc: "http://purl.org/dc/elements/1.1/",
  media: "http://search.yahoo.com/mrss/",
  slash: "http://purl.org/rss/1.0/modules/slash/",
  thr: "http://purl.org/syndication/thread/1.0",
  feedburner: "http://rssnamespace.org/feedburner/ext/1.0",
  georss: "http://www.georss.org/georss",
  sy: "http://purl.org/rss/1.0/modules/syndication/",
  at: "http://purl.org/atompub/tombstones/1.0",
  fh: "http://purl.org/syndication/history/1.0",
};

const publicNamespaces = Object.entries(namespaces)
  .map(([prefix, name]) => ` xmlns:${prefix}="${name}"`)
  .join("");
const readerNamespaces = `${publicNamespaces} xmlns:body="urn:wiredesk:body"`;

function writeChannel(out: string[], feed: DraftFeed, dress: Dress): void {
  const required = dress === "public";
  element(out, "title", title(feed.title ?? ""), required);
  element(out, "link", feed.siteUrl ?? "", required);
  element(out, "description", title(feed.description ?? ""), required);
  atomLink(out, "self", feed.selfUrl);
  for (const hub of feed.hubUrls) atomLink(out, "hub", hub);
  atomLink(out, "prev-archive", feed.prevArchiveUrl);
  atomLink(out, "next", feed.nextPageUrl);
  if (feed.complete) out.push("<fh:complete/>\n");
  element(out, "language", feed.language);
  element(out, "lastBuildDate", date(feed.built, dress));
  element(out, "ttl", feed.ttlMinutes === null ? null : String(feed.ttlMinutes));
  element(out, "sy:updatePeriod", feed.updatePeriod);
  element(out, "sy:updateFrequency", feed.updateFrequency);
  if (feed.skipHours.length > 0) list(out, "skipHours", "hour", feed.skipHours.map(String));
  if (feed.skipDays.length > 0)
    list(
      out,
      "skipDays",
      "day",
      feed.skipDays.map((day) => dayNames[day] ?? ""),
    );
  if (feed.cloud !== null) emptyElement(out, "cloud", cloudAttributes(feed.cloud));
  if (feed.imageUrl !== null) out.push("<image>\n<url>", escapeHtml(feed.imageUrl), "</url>\n</image>\n");
}

/** The names of the days in <skipDays>, from Sunday (0) to Saturday (6). */
export const dayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

function cloudAttributes(cloud: ReadonlyMap<string, string>): Attributes {
  return {
    domain: cloud.get("domain"),
    port: cloud.get("port"),
    path: cloud.get("path"),
    registerProcedure: cloud.get("registerprocedure"),
    protocol: cloud.get("protocol"),
  };
}

/** Writes a deleted entry (RFC 6721). */
function writeDeleted(out: string[], { ref, when, comment }: DraftFeed["deleted"][number]): void {
  out.push("<at:deleted-entry", attributesText({ ref, when }), ">");
  if (comment !== null) out.push("<at:comment>", escapeHtml(comment), "</at:comment>");
  out.push("</at:deleted-entry>\n");
}

function writeItem(out: string[], item: DraftItem, dress: Dress): void {
  out.push("<item", attributesText({ "xml:base": item.baseUrl, "xml:lang": item.language }), ">\n");
  element(out, "title", title(item.title));
  writeLink(out, item);
  if (item.guid !== null) {
    out.push('<guid isPermaLink="', String(item.guidIsPermalink), '">', escapeHtml(item.guid), "</guid>\n");
  }
  element(out, "pubDate", date(item.published, dress));
  element(out, "atom:updated", date(item.updated, dress));
  writeAuthors(out, item.authors);
  for (const category of item.categories) element(out, "category", title(category));
  element(out, "comments", item.commentsUrl);
  element(out, "slash:comments", item.commentCount === null ? null : String(item.commentCount));
  if (item.inReplyTo !== null) emptyElement(out, "thr:in-reply-to", { ref: item.inReplyTo });
  element(out, "dc:rights", item.rights === null ? null : title(item.rights));
  if (item.point !== null) element(out, "georss:point", `${item.point.latitude} ${item.point.longitude}`);
  writeSource(out, item.origin);
  if (item.imageUrl !== null) emptyElement(out, "media:thumbnail", { url: item.imageUrl });
  for (const attachment of item.attachments) writeAttachment(out, attachment);
  body(out, bodyNames[dress].summary, onOneLine(item.summaryHtml));
  body(out, bodyNames[dress].content, onOneLine(item.contentHtml));
  out.push("</item>\n");
}

/**
 * Writes the link. When the feed's link only redirects to the item's page, feedburner:origLink names the page itself.
 */
function writeLink(out: string[], { url, statedUrl }: DraftItem): void {
  element(out, "link", statedUrl ?? url);
  if (typeof statedUrl === "string" && statedUrl !== url) element(out, "feedburner:origLink", url);
}

function writeAuthors(out: string[], authors: readonly Person[]): void {
  for (const { name, email, url } of authors) {
    out.push("<atom:author><atom:name>", escapeHtml(name), "</atom:name>");
    if (email !== null) out.push("<atom:email>", escapeHtml(email), "</atom:email>");
    if (url !== null) out.push("<atom:uri>", escapeHtml(url), "</atom:uri>");
    out.push("</atom:author>\n");
  }
}

function writeSource(out: string[], origin: DraftItem["origin"]): void {
  if (origin === null) return;
  out.push("<source", attributesText({ url: origin.url }), ">", escapeHtml(origin.title), "</source>\n");
}

function writeAttachment(out: string[], attachment: Attachment): void {
  const number = (value: number | null) => (value === null ? null : String(value));
  out.push(
    "<media:content",
    attributesText({
      url: attachment.url,
      type: attachment.type,
      medium: attachment.medium,
      fileSize: number(attachment.lengthBytes),
      width: number(attachment.width),
      height: number(attachment.height),
      duration: number(attachment.durationSeconds),
    }),
    ">",
  );
  if (attachment.title !== null) out.push("<media:title>", escapeHtml(title(attachment.title)), "</media:title>");
  if (attachment.credit !== null) out.push("<media:credit>", escapeHtml(title(attachment.credit)), "</media:credit>");
  if (attachment.thumbnailUrl !== null)
    out.push("<media:thumbnail", attributesText({ url: attachment.thumbnailUrl }), "/>");
  out.push("</media:content>\n");
}

function atomLink(out: string[], rel: string, href: string | null): void {
  if (href !== null) emptyElement(out, "atom:link", { rel, href });
}

function list(out: string[], name: string, child: string, values: readonly string[]): void {
  out.push(`<${name}>`, ...values.map((value) => `<${child}>${value}</${child}>`), `</${name}>\n`);
}

function element(out: string[], name: string, value: string | null, evenEmpty = false): void {
  if (value === null || (value === "" && !evenEmpty)) return;
  out.push("<", name, ">", escapeHtml(value), "</", name, ">\n");
}

/**
 * Puts a text without tags on one line. HTML gives its line breaks no meaning, but a reader of the document would take
 * a text without tags for plain text, and keep the line breaks.
 */
function onOneLine(html: string | null): string | null {
  return html === null || html.includes("<") ? html : html.replace(/[^\S\n\r]*[\n\r]\s*/g, " ");
}

/** Bodies are HTML, and CDATA keeps them readable. */
function body(out: string[], name: string, html: string | null): void {
  if (html === null) return;
  if (!html.includes("<") && !html.includes("&")) element(out, name, html);
  else out.push("<", name, "><![CDATA[", html.replaceAll("]]>", "]]]]><![CDATA[>"), "]]></", name, ">\n");
}

type Attributes = Readonly<Record<string, string | null | undefined>>;

function emptyElement(out: string[], name: string, attributes: Attributes): void {
  out.push("<", name, attributesText(attributes), "/>\n");
}

function attributesText(attributes: Attributes): string {
  let out = "";
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) out += ` ${name}="${escapeHtml(value).replaceAll('"', "&quot;")}"`;
  }
  return out;
}

/** Escapes a plain text once more if RSS readers would take it for HTML. */
function title(plain: string): string {
  return plainOfUntyped(plain) === plain ? plain : escapeHtml(plain);
}

/** Replaces characters that XML does not allow by U+FFFD. JSON, or a text that was cut, may contain them. */
function wellFormed(xml: string): string {
  const visible = xml.replace(forbidden, "\ufffd");
  return surrogate.test(visible) ? visible.replace(loneSurrogate, "\ufffd") : visible;
}

/** UTF-16 units that XML 1.0 section 2.2 (Char) does not allow, apart from lone surrogates. */
const forbidden = /[^\t\n\r -\ufffd]/g;
/** Without the u flag, this pattern matches each half of a surrogate pair. It is fast when the text has none. */
const surrogate = /[\ud800-\udfff]/;
const loneSurrogate = /\p{Surrogate}/gu;

function date(raw: string | null, dress: Dress): string | null {
  if (raw === null || dress === "reader") return raw;
  const parsed = parseDate(raw);
  return parsed === null ? null : new Date(parsed.at).toUTCString();
}
