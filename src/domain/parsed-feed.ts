import type { Instant } from "./time.ts";

/**
 * The dialect a document was written in, as `feeds check` names it: "rss2.0", "rss0.91", "rss1.0", "atom1.0",
 * "json1.1", "cdf" …
 */
export type Dialect = string;

/**
 * Something wrong in a document that was repaired or passed over. Lines and columns count from 1; null where unknown.
 */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly line: number | null;
  readonly column: number | null;
}

/** A date as a feed wrote it. */
export interface ParsedDate {
  readonly at: Instant;
  readonly raw: string;
  /** No time of day was written, or it was exactly midnight in the zone that was written. */
  readonly midnight: boolean;
  /** No zone was written (or one we do not know): UTC was assumed. */
  readonly zoneAssumed: boolean;
}

export interface Person {
  readonly name: string;
  readonly email: string | null;
  readonly url: string | null;
}

/** An attached file: RSS enclosure, Atom link rel=enclosure, Media RSS content, JSON Feed attachment. */
export interface Attachment {
  readonly url: string;
  readonly type: string | null;
  readonly lengthBytes: number | null;
  /** "image", "video", "audio", "document" or null. */
  readonly medium: string | null;
  readonly title: string | null;
  readonly credit: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly durationSeconds: number | null;
  /** A preview image, absolute; null where there is none. */
  readonly thumbnailUrl: string | null;
}

/**
 * One item or entry of a document, before normalising. URLs are absolute; texts are as the feed meant them, decoded
 * once.
 */
export interface ParsedItem {
  /** The id that the feed gives, as written (trimmed); null where it gives none. */
  readonly guid: string | null;
  readonly guidIsPermalink: boolean;
  /** The item's page: feedburner:origLink before link rel=alternate; null where there is none. */
  readonly url: string | null;
  /**
   * The link as the feed states it where `url` is another one (feedburner:origLink); absent or null where it is not.
   */
  readonly statedUrl?: string | null;
  /** Plain text: markup removed, entities decoded. "" where missing. */
  readonly title: string;
  /** HTML. The short text (RSS description, Atom summary); null where missing. */
  readonly summaryHtml: string | null;
  /** HTML. The long text (content:encoded, Atom content, xhtml body); null where missing. */
  readonly contentHtml: string | null;
  readonly published: ParsedDate | null;
  readonly updated: ParsedDate | null;
  readonly authors: readonly Person[];
  readonly categories: readonly string[];
  readonly attachments: readonly Attachment[];
  /** A picture that stands for the item; absolute URL. */
  readonly imageUrl: string | null;
  readonly language: string | null;
  /** The feed that the item says it was taken from (RSS source, atom:source). */
  readonly origin: { readonly title: string; readonly url: string | null } | null;
  readonly rights: string | null;
  readonly commentsUrl: string | null;
  readonly commentCount: number | null;
  /** Atom threading: what the item answers. */
  readonly inReplyTo: string | null;
  /** georss/geo: latitude and longitude in degrees. */
  readonly point: { readonly latitude: number; readonly longitude: number } | null;
  /** Base URL of relative links inside the HTML. */
  readonly baseUrl: string;
}

/** An entry that its feed says is gone: RFC 6721, at:deleted-entry. */
export interface DeletedEntry {
  /** The id that the entry had in this feed. */
  readonly ref: string;
  /** When it was deleted; null where that is unreadable. */
  readonly when: ParsedDate | null;
  /** What the feed says of it, plain; null where nothing. */
  readonly comment: string | null;
}

/** A document read: what the channel says and its items in document order. */
export interface ParsedFeed {
  readonly format: Dialect;
  readonly encoding: string;
  readonly title: string | null;
  readonly description: string | null;
  readonly siteUrl: string | null;
  readonly selfUrl: string | null;
  readonly hubUrls: readonly string[];
  /** RFC 5005: the older archive document, and the next page of a paged feed. */
  readonly prevArchiveUrl: string | null;
  readonly nextPageUrl: string | null;
  /** RFC 5005 fh:complete: the document holds every entry there is. */
  readonly complete: boolean;
  readonly language: string | null;
  readonly imageUrl: string | null;
  readonly built: ParsedDate | null;
  readonly ttlMinutes: number | null;
  /** sy:updatePeriod divided by sy:updateFrequency. */
  readonly updatePeriodMs: number | null;
  /** GMT hours 0..23 in which the publisher asks not to be polled. */
  readonly skipHours: readonly number[];
  /** 0 = Sunday … 6 = Saturday, GMT. */
  readonly skipDays: readonly number[];
  /** Where rssCloud subscribers register (http-post and https-post). */
  readonly rssCloud: string | null;
  readonly items: readonly ParsedItem[];
  /** Entries that the document says were deleted, each id once. */
  readonly deleted: readonly DeletedEntry[];
  readonly problems: readonly Problem[];
  /** The limit that ended the reading early, in words; null when the document was read to its end. */
  readonly stoppedBy: string | null;
}
