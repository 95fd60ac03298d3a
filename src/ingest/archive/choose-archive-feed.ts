import { WireError } from "../../domain/errors.ts";
import type { Feed, FeedSpec } from "../../domain/feed.ts";
import type { FeedStore } from "../../domain/feeds/feed-store.ts";
import type { ParsedFeed } from "../../domain/parsed-feed.ts";

export type ArchiveFeedChoice =
  | { readonly kind: "known"; readonly feed: Feed }
  /** The feed had no self link until now. `url` becomes its address. */
  | { readonly kind: "named"; readonly feed: Feed; readonly url: string }
  | { readonly kind: "new"; readonly spec: FeedSpec };

interface Question {
  readonly parsed: ParsedFeed;
  readonly path: string;
  /** The value of `--feed`; null without it. */
  readonly feedUrl: string | null;
  readonly feeds: readonly Feed[];
  readonly configured: readonly FeedSpec[];
  readonly store: Pick<FeedStore, "readKnown">;
}

const outletRank = 100;

/**
 * Chooses the feed that an archived document belongs to: the one that `--feed` names, or else the document's self link,
 * or else its channel link and title. Some feeds gain or lose a self link over time, or put the date into it. All
 * documents of such a feed stay with the feed. Self links that differ in anything but a date mean two feeds, even if
 * their channels are the same.
 */
export async function chooseArchiveFeed(question: Question): Promise<ArchiveFeedChoice> {
  const { parsed, feedUrl, feeds } = question;
  const self = feedUrl ?? (isHttp(parsed.selfUrl) ? parsed.selfUrl : null);
  const exact = self === null ? undefined : feeds.find((feed) => sameAddress(feed.url, self));
  if (exact !== undefined) return { kind: "known", feed: exact };
  const alike = feedUrl === null ? feeds.filter((feed) => sameChannel(feed, parsed)) : [];
  if (self !== null) {
    const dated = alike.find((feed) => withoutDates(feed.url) === withoutDates(self));
    if (dated !== undefined) return { kind: "known", feed: dated };
    const nameless = alike.find((feed) => isChannelAddress(feed.url));
    if (nameless !== undefined) return { kind: "named", feed: nameless, url: new URL(self).href };
    return { kind: "new", spec: specOf(question, self) };
  }
  const continued = alike.length === 1 ? alike[0] : await findRepeating(alike, question);
  if (continued !== undefined) return { kind: "known", feed: continued };
  return { kind: "new", spec: specOf(question, channelAddress(parsed, question.path)) };
}

async function findRepeating(alike: readonly Feed[], question: Question): Promise<Feed | undefined> {
  for (const feed of alike) if (await repeatsItems(feed, question)) return feed;
  return alike.find((feed) => isChannelAddress(feed.url));
}

function specOf(question: Question, url: string): FeedSpec {
  const { parsed, configured } = question;
  const known =
    configured.find((spec) => sameAddress(spec.url, url)) ??
    configured.find((spec) => spec.source.name.toLowerCase() === parsed.title?.toLowerCase());
  const name = parsed.title ?? (parsed.siteUrl === null ? url : new URL(parsed.siteUrl).hostname);
  return {
    url: new URL(url).href,
    source: known?.source ?? { name, kind: "outlet", rank: outletRank },
    title: parsed.title,
    siteUrl: parsed.siteUrl,
    intervalMs: null,
  };
}

/** The address by which a feed without a self link is stored, made from the channel's link and title. */
function channelAddress(parsed: ParsedFeed, path: string): string {
  if (parsed.siteUrl === null && parsed.title === null) {
    throw new WireError(
      "usage",
      `${path}: the document has no self link, channel link or title; name its feed with --feed URL`,
    );
  }
  const base = isHttp(parsed.siteUrl) ? parsed.siteUrl : "http://feed.invalid/";
  const url = new URL(base);
  url.hash = encodeURIComponent(parsed.title ?? "");
  return url.href;
}

function sameChannel(feed: Feed, parsed: ParsedFeed): boolean {
  return (
    feed.origin === "ingested" &&
    feed.title === parsed.title &&
    feed.siteUrl === parsed.siteUrl &&
    parsed.title !== null
  );
}

/**
 * Whether `channelAddress` made the address. Such addresses have the channel's title after "#", which self links do not
 * have.
 */
function isChannelAddress(url: string): boolean {
  return url.includes("#");
}

async function repeatsItems(feed: Feed, { parsed, store }: Question): Promise<boolean> {
  const items = parsed.items.filter((item) => item.guid !== null).slice(0, 100);
  const known = await store.readKnown(
    feed.id,
    items.map((item) => ({ guid: item.guid ?? "", guidKey: item.guid ?? "", urlKey: null })),
  );
  const titles = new Map(known.map((entry) => [entry.guid, entry.title]));
  return items.some((item) => titles.get(item.guid ?? "") === item.title);
}

/** The address without its scheme and without path parts that are dates ("/20200422", "/2020-04-22"). */
function withoutDates(url: string): string {
  return fold(url).replace(/\/(?:19|20)\d\d-?[01]\d-?[0-3]\d(?=\/|$)/g, "");
}

function sameAddress(a: string, b: string): boolean {
  return fold(a) === fold(b);
}

function fold(url: string): string {
  return (URL.canParse(url) ? new URL(url).href : url).replace(/^https?:\/\//, "").replace(/\/$/, "");
}

function isHttp(url: string | null): url is string {
  return url !== null && /^https?:\/\//i.test(url) && URL.canParse(url);
}
