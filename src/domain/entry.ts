import type { CarrierStanding } from "./copies/carrier-standing.ts";
import type { Source } from "./feed.ts";
import type { Attachment, Person } from "./parsed-feed.ts";
import type { ToldReason } from "./reason.ts";
import type { Instant } from "./time.ts";

/** How an entry's id was found: the feed's own guid, its permalink, or a hash of its content. */
export type GuidOrigin = "guid" | "permalink" | "content";

/**
 * How far the date that a feed gives to an entry can be believed. stated: it can be believed. missing: the feed gave no
 * date. future: the date was later than our first sight of the entry. midnight: a day without a time of day. alwaysNow:
 * the server writes the time of the request on every item.
 */
export type DateClass = "stated" | "missing" | "future" | "midnight" | "alwaysNow";

/** A wire desk's cue in front of a headline, in any language. It is kept as a fact and removed before comparison. */
export type CueKind =
  | "flash"
  | "alert"
  | "urgent"
  | "breaking"
  | "update"
  | "correction"
  | "refile"
  | "wrapup"
  | "withdrawn"
  | "exclusive"
  | "analysis"
  | "advisory";

export interface Cue {
  readonly kind: CueKind;
  /** The number of the cue ("UPDATE 2" has 2); null when it has none. */
  readonly number: number | null;
  /** The cue as written: "UPDATE 2-". */
  readonly raw: string;
}

/**
 * One normalised item: what a feed says now. Texts are in NFC without control characters; the HTML is sanitised, and
 * its links are absolute.
 */
export interface Entry {
  /** Identifies the entry within its feed. */
  readonly guid: string;
  readonly guidOrigin: GuidOrigin;
  /** The guid without scheme, host and tracking parameters. Equal keys may mean one entry whose guid has changed. */
  readonly guidKey: string;
  /** The absolute http(s) permalink without tracking parameters; null when there is none. */
  readonly url: string | null;
  /** The permalink folded for comparison (scheme, www., default port, trailing slash, order of parameters). */
  readonly urlKey: string | null;
  /** Plain text as published, including the cue. */
  readonly title: string;
  /** The title without cue, byline and " - Publisher" suffix. Comparison uses this. */
  readonly headline: string;
  /** The first text that a person reads: plain, at most 500 characters. */
  readonly summary: string;
  /** The sanitised body: the fullest text that the feed gives. */
  readonly html: string;
  /** The body as plain text, with paragraphs separated by "\n\n". */
  readonly text: string;
  readonly authors: readonly Person[];
  readonly categories: readonly string[];
  readonly attachments: readonly Attachment[];
  readonly imageUrl: string | null;
  /** A BCP 47 tag in lower case ("en", "pt-br"); null when unknown. */
  readonly language: string | null;
  /** The feed's date, but never later than `firstSeenAt`. Without a usable date it is `firstSeenAt` itself. */
  readonly publishedAt: Instant;
  readonly dateClass: DateClass;
  /** The feed's own date of the last change; null when there is none, or when it is not credible. */
  readonly updatedAt: Instant | null;
  /** When we first saw the entry. Feeds and windows use this order of arrival. */
  readonly firstSeenAt: Instant;
  readonly cue: Cue | null;
  /** IPTC urgency: 1 is flash, 5 routine, 8 the least urgent. */
  readonly urgency: number;
  /**
   * The agency that the text credits ("(Reuters)", "SOURCE: AFP"), in its usual spelling; null when the text credits
   * none.
   */
  readonly credit: string | null;
  /**
   * The publisher that an item of an aggregator names ("Reuters"). Absent: the item names none, or does not come from
   * an aggregator.
   */
  readonly publisher?: string;
  readonly rights: string | null;
  readonly commentsUrl: string | null;
  readonly commentCount: number | null;
  readonly inReplyTo: string | null;
  readonly point: { readonly latitude: number; readonly longitude: number } | null;
  /**
   * A hash in hex. It changes whenever something that a reader sees changes: title, body, permalink, authors,
   * categories, attachments.
   */
  readonly contentHash: string;
  /**
   * A hash of the folded headline and the first 400 folded characters of the text; null when the text is too short to
   * identify a copy.
   */
  readonly textKey: string | null;
}

/** An entry with its place in the store. `revision` counts from 1. */
export interface StoredEntry extends Entry {
  readonly id: number;
  readonly feedId: number;
  readonly source: Source;
  readonly revision: number;
  /** The times of the last change of any kind, and of the last change that readers should be told of. */
  readonly revisedAt: Instant;
  readonly significantAt: Instant;
  /** null until the desk has decided. */
  readonly copyId: number | null;
  readonly storyId: number | null;
  readonly reasons: readonly ToldReason[];
  /** The entry's role in its copy. */
  readonly standing: CarrierStanding;
  /**
   * True when its text was withdrawn: by the source whose text it is, by its own source, or by an editor. The public
   * then gets no part of it: text, summary, pictures and attachments are empty.
   */
  readonly isWithdrawn: boolean;
  /** An editor pinned it as its copy's lead. */
  readonly isPinnedLead: boolean;
}

/** A state of an entry: an earlier one, or the present one. */
export interface Revision {
  readonly entryId: number;
  readonly number: number;
  readonly seenAt: Instant;
  readonly title: string;
  readonly url: string | null;
  readonly html: string;
  readonly text: string;
  readonly contentHash: string;
  readonly significant: boolean;
}
