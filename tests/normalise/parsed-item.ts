import type { Entry } from "../../src/domain/entry.ts";
import type { KnownEntry } from "../../src/domain/feeds/feed-store.ts";
import type { ParsedDate, ParsedFeed, ParsedItem } from "../../src/domain/parsed-feed.ts";
import type { FeedContext } from "../../src/normalise/feed-context.ts";
import { normaliseEntry } from "../../src/normalise/normalise-entry.ts";

export const noon = Date.UTC(2026, 10, 22, 12, 0, 0);

export const feedContext: FeedContext = {
  url: "https://wire.example/rss",
  language: "en",
  siteUrl: "https://wire.example/",
  sourceName: "Example Wire",
};

/** An item that contains only what a test gives it. */
export function parsedItem(given: Partial<ParsedItem> = {}): ParsedItem {
  return {
    guid: null,
    guidIsPermalink: false,
    url: null,
    title: "",
    summaryHtml: null,
    contentHtml: null,
    published: null,
    updated: null,
    authors: [],
    categories: [],
    attachments: [],
    imageUrl: null,
    language: null,
    origin: null,
    rights: null,
    commentsUrl: null,
    commentCount: null,
    inReplyTo: null,
    point: null,
    baseUrl: "https://wire.example/rss",
    ...given,
  };
}

export function parsedFeed(items: readonly ParsedItem[], given: Partial<ParsedFeed> = {}): ParsedFeed {
  return {
    format: "rss2.0",
    encoding: "utf-8",
    title: "Example Wire",
    description: null,
    siteUrl: "https://wire.example/",
    selfUrl: null,
    hubUrls: [],
    deleted: [],
    prevArchiveUrl: null,
    nextPageUrl: null,
    complete: false,
    language: "en",
    imageUrl: null,
    built: null,
    ttlMinutes: null,
    updatePeriodMs: null,
    skipHours: [],
    skipDays: [],
    rssCloud: null,
    items,
    problems: [],
    stoppedBy: null,
    ...given,
  };
}

export function dateAt(at: number, given: Partial<ParsedDate> = {}): ParsedDate {
  return { at, raw: new Date(at).toUTCString(), midnight: false, zoneAssumed: false, ...given };
}

export function entryOf(given: Partial<ParsedItem>, firstSeenAt = noon, feed = feedContext): Entry {
  const parsed = { built: null, alwaysNow: false };
  return normaliseEntry({ item: parsedItem(given), feed, parsed, firstSeenAt, now: firstSeenAt });
}

/** An entry as the store returns it. */
export function knownOf(entry: Entry, given: Partial<KnownEntry> = {}): KnownEntry {
  return { ...entry, id: 7, revision: 1, purged: false, ...given };
}
