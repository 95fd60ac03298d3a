import type { Instant } from "./time.ts";

/**
 * The dialect that a document is written in, as `feeds check` names it: "rss2.0", "rss0.91", "rss1.0", "atom1.0",
 * "json1.1", "cdf" …
 */
export type Dialect = string;

/** A fault in a document that was repaired or skipped. Lines and columns count from 1; null when unknown. */
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
  /** True when no time of day was written, or when it was exactly midnight in the written zone. */
  readonly midnight: boolean;
  /** True when UTC was assumed, because no zone or an unknown zone was written. */
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
  /** A preview image, absolute; null when there is none. */
  readonly thumbnailUrl: string | null;
}

/**
 * One item or entry of a document, before normalising. URLs are absolute. Texts have been decoded once and must not be
 * decoded again.
 */
export interface ParsedItem {
  /** The id that the feed gives, as written but trimmed; null when it gives none. */
  readonly guid: string | null;
  readonly guidIsPermalink: boolean;
  /**
   * The address of the item's page: feedburner:origLink if present, otherwise link rel=alternate; null when there is
   * neither.
   */
  readonly url: string | null;
  /** The link that the feed states, if `url` is a different one (feedburner:origLink); otherwise absent or null. */
  readonly statedUrl?: string | null;
  /** Plain text: markup removed, entities decoded. "" when missing. */
  readonly title: string;
  /** The short text as HTML (RSS description, Atom summary); null when missing. */
  readonly summaryHtml: string | null;
  /** The long text as HTML (content:encoded, Atom content, xhtml body); null when missing. */
  readonly contentHtml: string | null;
  readonly published: ParsedDate | null;
  readonly updated: ParsedDate | null;
  readonly authors: readonly Person[];
  readonly categories: readonly string[];
  readonly attachments: readonly Attachment[];
  /** The address of a picture that represents the item; absolute. */
  readonly imageUrl: string | null;
  readonly language: string | null;
  /** The feed that the item names as its origin (RSS source, atom:source). */
  readonly origin: { readonly title: string; readonly url: string | null } | null;
  readonly rights: string | null;
  readonly commentsUrl: string | null;
  readonly commentCount: number | null;
  /** The entry that this item replies to (Atom threading). */
  readonly inReplyTo: string | null;
  /** Latitude and longitude in degrees, from georss or geo elements. */
  readonly point: { readonly latitude: number; readonly longitude: number } | null;
  /** The base URL of relative links inside the HTML. */
  readonly baseUrl: string;
}

/** An entry that its feed says was deleted (RFC 6721, at:deleted-entry). */
export interface DeletedEntry {
  /** The id that the entry had in this feed. */
  readonly ref: string;
  /** When the entry was deleted; null when the date cannot be read. */
  readonly when: ParsedDate | null;
  /** The feed's comment in plain text; null when there is none. */
  readonly comment: string | null;
}

/** A document after parsing: its statements about the whole feed, and its items in document order. */
export interface ParsedFeed {
  readonly format: Dialect;
  readonly encoding: string;
  readonly title: string | null;
  readonly description: string | null;
  readonly siteUrl: string | null;
  readonly selfUrl: string | null;
  readonly hubUrls: readonly string[];
  /** RFC 5005: the addresses of the previous (older) archive document, and of the next page of a paged feed. */
  readonly prevArchiveUrl: string | null;
  readonly nextPageUrl: string | null;
  /** RFC 5005 fh:complete: the document holds every entry of the feed. */
  readonly complete: boolean;
  readonly language: string | null;
  readonly imageUrl: string | null;
  readonly built: ParsedDate | null;
  readonly ttlMinutes: number | null;
  /** sy:updatePeriod divided by sy:updateFrequency. */
  readonly updatePeriodMs: number | null;
  /** The GMT hours, 0 to 23, in which the publisher asks not to be polled. */
  readonly skipHours: readonly number[];
  /** The days in GMT on which the publisher asks not to be polled: 0 is Sunday, 6 Saturday. */
  readonly skipDays: readonly number[];
  /** The address at which rssCloud subscribers register (http-post and https-post). */
  readonly rssCloud: string | null;
  readonly items: readonly ParsedItem[];
  /** The entries that the document says were deleted. Each id appears once. */
  readonly deleted: readonly DeletedEntry[];
  readonly problems: readonly Problem[];
  /** The limit that ended the reading early, in words; null when the document was read to its end. */
  readonly stoppedBy: string | null;
}
