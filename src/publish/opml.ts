import { decodeHTML } from "entities";
import { Parser } from "htmlparser2";
import { WireError } from "../domain/errors.ts";
import { type FeedSpec, isSourceKind, type SourceKind, type SourceSpec } from "../domain/feed.ts";
import { feedAddress } from "../domain/feed-address.ts";
import { domainRules } from "../domain/feeds/domain-rules.ts";
import { cleanLine, escapeHtml } from "./clean-text.ts";
import { cleanUrl } from "./clean-url.ts";

/** One subscription in an OPML document. A subscription with a source is written inside that source's outline. */
export interface OpmlFeed {
  readonly url: string;
  readonly title: string | null;
  readonly siteUrl: string | null;
  readonly source: SourceSpec | null;
}

/**
 * Writes the feeds as OPML 2.0, grouped by source. Kind, rank, family and privacy are written in a namespace of our
 * own, so that `readOpml` returns the same sources.
 */
export function writeOpml(outline: { readonly title: string; readonly feeds: readonly OpmlFeed[] }): string {
  const groups = new Map<string | null, OpmlFeed[]>();
  for (const feed of outline.feeds) {
    const name = feed.source?.name ?? null;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [feed]);
    else group.push(feed);
  }
  const body = [...groups.values()].map(writeGroup);
  return `<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0" xmlns:wiredesk="${ownNamespace}">
<head><title>${attribute(outline.title)}</title></head>
<body>
${body.join("")}</body>
</opml>
`;
}

const ownNamespace = "https://wiredesk.example/opml";

function writeGroup(feeds: readonly OpmlFeed[]): string {
  const source = feeds[0]?.source ?? null;
  const lines = feeds.map(writeFeed).join("");
  if (source === null) return lines;
  const licensed = source.isPrivate === true ? ' wiredesk:private="true"' : "";
  const family = source.family === undefined ? "" : ` wiredesk:family="${attribute(source.family)}"`;
  const own = ` wiredesk:kind="${source.kind}" wiredesk:rank="${source.rank}"${family}${licensed}`;
  return `<outline text="${attribute(source.name)}"${own}>\n${lines}</outline>\n`;
}

function writeFeed(feed: OpmlFeed): string {
  const text = attribute(feed.title ?? feed.url);
  const site = feed.siteUrl === null ? "" : ` htmlUrl="${attribute(feed.siteUrl)}"`;
  return `<outline type="rss" text="${text}" title="${text}" xmlUrl="${attribute(feed.url)}"${site}/>\n`;
}

function attribute(text: string): string {
  return escapeHtml(cleanLine(text));
}

export interface Subscriptions {
  readonly feeds: readonly FeedSpec[];
  /** One line for each outline whose address is not usable ("my.opml:3: not an http(s) address: exec:…"). */
  readonly faults: readonly string[];
}

/**
 * Reads the subscriptions of an OPML document. Each address appears once in the result. Case, nesting and broken markup
 * do not matter. The source of a feed is the outline around it, if wiredesk wrote that outline for a source, or if all
 * feeds of the outline are on one domain. Otherwise the source has the title of the feed, because most outlines are
 * folders for topics. A bad address is reported, and does not stop the other feeds. Throws WireError config-invalid
 * when the text is not OPML, when it has too many outlines or outlines nested too deeply, or when every address is bad.
 * `name` names the file in errors.
 */
export function readOpml(text: string, name = "OPML"): Subscriptions {
  const reading: Reading = {
    text,
    root: { ...emptyOutline, children: [] },
    path: [],
    isOpml: false,
    outlines: 0,
    line: 1,
    at: 0,
  };
  const parser = new Parser(
    {
      onopentag: (tag, attributes) => openElement(reading, tag, attributes, parser.startIndex),
      onclosetag: (tag) => {
        if (tag.toLowerCase() === "outline") reading.path.pop();
      },
    },
    // `openElement` decodes the entities of attributes, because in XML mode the parser knows only the five entities of
    // XML.
    { xmlMode: true, decodeEntities: false },
  );
  parser.end(text.replace(/^\uFEFF/, ""));
  if (!reading.isOpml) throw new WireError("config-invalid", `${name}: not an OPML document (no <opml> element)`);
  const found: string[] = [];
  const byUrl = new Map<string, FeedSpec>();
  collect(reading.root, null, byUrl, found);
  const faults = found.map((fault) => `${name}:${fault}`);
  if (faults.length > 0 && byUrl.size === 0) throw new WireError("config-invalid", faults.join("\n"));
  return { feeds: [...byUrl.values()], faults };
}

interface Outline {
  readonly text: string;
  readonly url: string | null;
  readonly siteUrl: string | null;
  readonly line: number;
  readonly kind: string | undefined;
  readonly rank: string | undefined;
  readonly family: string | undefined;
  readonly isPrivate: boolean;
  readonly children: Outline[];
}

interface Reading {
  readonly text: string;
  readonly root: Outline;
  readonly path: Outline[];
  isOpml: boolean;
  outlines: number;
  line: number;
  at: number;
}

const emptyOutline = {
  text: "",
  url: null,
  siteUrl: null,
  line: 1,
  kind: undefined,
  rank: undefined,
  family: undefined,
  isPrivate: false,
};
const outlinesMax = 20_000;
const depthMax = 64;
/** Unranked sources come after ranked ones. */
const rankDefault = 100;

function openElement(reading: Reading, tag: string, attributes: Record<string, string>, index: number): void {
  if (tag.toLowerCase() === "opml") reading.isOpml = true;
  if (tag.toLowerCase() !== "outline") return;
  for (; reading.at < index; reading.at += 1) if (reading.text[reading.at] === "\n") reading.line += 1;
  reading.outlines += 1;
  if (reading.outlines > outlinesMax) throw new WireError("config-invalid", `more than ${outlinesMax} outlines`);
  if (reading.path.length >= depthMax) throw new WireError("config-invalid", `outlines nested deeper than ${depthMax}`);
  const given = Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [key.toLowerCase(), decodeHTML(value)]),
  );
  // Some programs write the feed's address as `url`, which OPML 2.0 uses for outlines that are links.
  const isFeed = /^(?:rss|atom|feed|json)/i.test(given.type ?? "");
  const outline: Outline = {
    text: cleanLine(given.title || given.text || ""),
    url: given.xmlurl?.trim() || (isFeed ? given.url?.trim() : null) || null,
    siteUrl: cleanUrl(given.htmlurl?.trim() ?? null),
    line: reading.line,
    kind: given["wiredesk:kind"],
    rank: given["wiredesk:rank"],
    family: cleanLine(given["wiredesk:family"] ?? "") || undefined,
    isPrivate: given["wiredesk:private"] === "true",
    children: [],
  };
  (reading.path.at(-1) ?? reading.root).children.push(outline);
  reading.path.push(outline);
}

function collect(outline: Outline, above: SourceSpec | null, byUrl: Map<string, FeedSpec>, faults: string[]): void {
  if (outline.url !== null) {
    const url = feedAddress(outline.url);
    if (url === null) faults.push(`${outline.line}: not an http(s) address: ${outline.url.slice(0, 200)}`);
    else if (!byUrl.has(url)) byUrl.set(url, specOf(outline, url, above));
  }
  const source = outline.url === null ? sourceOf(outline) : above;
  for (const child of outline.children) collect(child, source, byUrl, faults);
}

function specOf(outline: Outline, url: string, above: SourceSpec | null): FeedSpec {
  const own: SourceSpec = { name: outline.text || new URL(url).hostname, kind: "outlet", rank: rankDefault };
  return { url, source: above ?? own, title: outline.text || null, siteUrl: outline.siteUrl, intervalMs: null };
}

/** The source that an outline represents; null when the outline is an ordinary folder. */
function sourceOf(outline: Outline): SourceSpec | null {
  if (outline.text === "") return null;
  const rank = /^\d{1,6}$/.test(outline.rank ?? "") ? Number(outline.rank) : rankDefault;
  const kind: SourceKind = isSourceKind(outline.kind) ? outline.kind : "outlet";
  if (outline.kind !== undefined) {
    const family = outline.family === undefined ? {} : { family: outline.family };
    return { name: outline.text, kind, rank, ...family, ...(outline.isPrivate ? { isPrivate: true } : {}) };
  }
  const domains = new Set(outline.children.map((child) => domainRules().getDomain(feedAddress(child.url ?? "") ?? "")));
  return outline.children.length > 1 && domains.size === 1 && !domains.has(null)
    ? { name: outline.text, kind, rank }
    : null;
}
