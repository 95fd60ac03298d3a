import { WireError } from "../domain/errors.ts";
import type { Feed, FeedSpec } from "../domain/feed.ts";
import type { ParsedFeed } from "../domain/parsed-feed.ts";
import type { FeedStore } from "../domain/store.ts";

export type ArchiveFeedChoice =
  | { readonly kind: "known"; readonly feed: Feed }
  | { readonly kind: "new"; readonly spec: FeedSpec };

interface Question {
  readonly parsed: ParsedFeed;
  readonly path: string;
  /** What `--feed` says; null without it. */
  readonly feedUrl: string | null;
  readonly feeds: readonly Feed[];
  readonly configured: readonly FeedSpec[];
  readonly store: Pick<FeedStore, "readKnown">;
}

const outletRank = 100;

/**
 * The feed that an archived document belongs to: `--feed`, else its self link, else its channel link and title.
 * Real feeds gain a self link one day, or write the day's date into it; such documents stay with the feed they continue.
 */
export async function chooseArchiveFeed(question: Question): Promise<ArchiveFeedChoice> {
  const { parsed, feedUrl, feeds } = question;
  const self = feedUrl ?? (isHttp(parsed.selfUrl) ? parsed.selfUrl : null);
  const exact = self === null ? undefined : feeds.find((feed) => sameAddress(feed.url, self));
  if (exact !== undefined) return { kind: "known", feed: exact };
  if (feedUrl === null) {
    for (const feed of feeds) {
      if (sameChannel(feed, parsed) && (await continues(feed, self, question))) return { kind: "known", feed };
    }
  }
  return { kind: "new", spec: specOf(question, self ?? channelAddress(parsed, question.path)) };
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

/** Without a self link the channel's link and title are the feed's name. */
function channelAddress(parsed: ParsedFeed, path: string): string {
  if (parsed.siteUrl === null && parsed.title === null) {
    throw new WireError(
      "usage",
      `${path}: the document has neither self link, channel link nor title; name its feed with --feed URL`,
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

/** One of the two has no self link, or they differ in digits only, or the document repeats an item of the feed. */
async function continues(feed: Feed, self: string | null, question: Question): Promise<boolean> {
  if (self === null || feed.url.includes("#")) return true;
  if (new URL(self).hostname !== new URL(feed.url).hostname) return false;
  return withoutDigits(self) === withoutDigits(feed.url) || repeatsItems(feed, question);
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

function withoutDigits(url: string): string {
  return url
    .replace(/^https?:/, "")
    .replace(/\d+/g, "")
    .replace(/\/+$/, "");
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
