import { Parser } from "htmlparser2";
import { readLinkHeader } from "./link-header.ts";

export interface FeedCandidate {
  readonly url: string;
  readonly title: string | null;
  /** True when the page itself names the feed; false for a path at which feeds are often found. */
  readonly advertised: boolean;
}

/**
 * The feeds that a page advertises (the response's Link header, RFC 8288; link rel=alternate; links that look like
 * feeds), then feeds of comments, then common paths to try. Addresses are absolute and appear once.
 */
export function discoverFeeds(html: string, baseUrl: string, linkHeader?: string): readonly FeedCandidate[] {
  const found = new Map<string, FeedCandidate>();
  const links = readLinks(html.slice(0, htmlCharsMax), baseUrl);
  const add = (href: string, base: string, title: string | null, advertised: boolean): void => {
    const url = absolute(href, base);
    if (url !== null && !found.has(url) && found.size < candidatesMax) found.set(url, { url, title, advertised });
  };
  for (const { target, rels, type, title } of readLinkHeader(linkHeader)) {
    if (isFeedLink({ rel: rels.join(" "), type: type ?? "" })) add(target, baseUrl, title, true);
  }
  for (const link of links.alternates) add(link.href, links.base, link.title, true);
  for (const href of links.anchors) add(href, links.base, null, true);
  for (const path of commonPaths) add(path, baseUrl, null, false);
  // The sort is stable.
  return [...found.values()].sort((one, other) => orderOf(one) - orderOf(other));
}

function orderOf(feed: FeedCandidate): number {
  return feed.advertised ? Number(isOfComments(feed)) : 2;
}

function isOfComments({ url, title }: FeedCandidate): boolean {
  return /\/comments?(?:[/.?]|$)/i.test(new URL(url).pathname) || commentWords.test(title ?? "");
}

const commentWords =
  /comment|kommentar|comentari|comentári|commenti|reacties|yorumlar|komentar|комментари|评论|評論|コメント|댓글|تعليق/i;

const htmlCharsMax = 2 * 1024 * 1024;
const candidatesMax = 40;
const anchorsMax = 10;
const commonPaths = [
  "/feed",
  "/rss",
  "/rss.xml",
  "/feed.xml",
  "/atom.xml",
  "/index.xml",
  "/feeds/all.atom.xml",
  "/feed.json",
];

interface Links {
  base: string;
  readonly alternates: { readonly href: string; readonly title: string | null }[];
  readonly anchors: string[];
}

/**
 * Reads the feed links of a page (https://html.spec.whatwg.org/multipage/links.html#rel-alternate: `alternate` with the
 * type of a feed; also `feed`), and the first `anchorsMax` anchors that look like feeds. Only the first base element
 * counts.
 */
function readLinks(html: string, baseUrl: string): Links {
  const links: Links = { base: baseUrl, alternates: [], anchors: [] };
  let based = false;
  const parser = new Parser({
    onopentag(name, attributes) {
      const { href } = attributes;
      if (href === undefined) return;
      if (name === "base" && !based) {
        links.base = absolute(href, baseUrl) ?? baseUrl;
        based = true;
      } else if (name === "link" && isFeedLink(attributes)) {
        links.alternates.push({ href, title: attributes.title?.trim() || null });
      } else if (name === "a" && links.anchors.length < anchorsMax && looksLikeFeed(href)) links.anchors.push(href);
    },
  });
  parser.end(html);
  return links;
}

function isFeedLink(attributes: Readonly<Record<string, string>>): boolean {
  const rels = (attributes.rel ?? "").toLowerCase().split(/\s+/);
  const type = (attributes.type ?? "").toLowerCase().split(";")[0]?.trim() ?? "";
  if (rels.includes("feed")) return true;
  return rels.includes("alternate") && feedTypes.has(type);
}

const feedTypes: ReadonlySet<string> = new Set([
  "application/rss+xml",
  "application/atom+xml",
  "application/rdf+xml",
  "application/feed+json",
  "application/json",
  "application/xml",
  "text/xml",
]);

function looksLikeFeed(href: string): boolean {
  const path = (href.split(/[?#]/)[0] ?? "").toLowerCase();
  return /\.(rss|atom|rdf)$/.test(path) || /(^|\/)(rss|feed|atom)(\.xml|\.json)?\/?$/.test(path);
}

function absolute(href: string, base: string): string | null {
  if (!URL.canParse(href, base)) return null;
  const url = new URL(href, base);
  url.hash = "";
  return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
}
