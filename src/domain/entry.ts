import type { Source } from "./feed.ts";
import type { Attachment, Person } from "./parsed-feed.ts";
import type { ToldReason } from "./reason.ts";
import type { Instant } from "./time.ts";

/** How an entry's id was found: the feed's own guid, its permalink, or a hash of its content. */
export type GuidOrigin = "guid" | "permalink" | "content";

/**
 * What a feed's date claim is worth. stated: believable. missing: none was given. future: after we saw it.
 * midnight: a day without a time of day. alwaysNow: the server writes the time of the request on every item.
 */
export type DateClass = "stated" | "missing" | "future" | "midnight" | "alwaysNow";

/** A wire desk's word in front of a headline, in any language, kept as a fact and stripped before comparison. */
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
  /** UPDATE 2 has number 2; null where there is none. */
  readonly number: number | null;
  /** As written: "UPDATE 2-". */
  readonly raw: string;
}

/**
 * One normalised item: what a feed says now. Texts are NFC without control characters; the HTML is sanitised with
 * absolute links.
 */
export interface Entry {
  /** Identity within the feed, together with the feed. */
  readonly guid: string;
  readonly guidOrigin: GuidOrigin;
  /** The guid without scheme, host and tracking parameters. Equal keys may mean one entry whose guid flipped. */
  readonly guidKey: string;
  /** Absolute http(s) permalink without tracking parameters; null where there is none. */
  readonly url: string | null;
  /** The permalink folded for comparison (scheme, www., default port, trailing slash, order of parameters). */
  readonly urlKey: string | null;
  /** Plain text as published, cue included. */
  readonly title: string;
  /** The title without cue, byline and " - Publisher" suffix. Comparison uses this. */
  readonly headline: string;
  /** The first text a person reads: plain, at most 500 characters. */
  readonly summary: string;
  /** Sanitised body, the fullest that the feed gives. */
  readonly html: string;
  /** The body as plain text, paragraphs separated by "\n\n". */
  readonly text: string;
  readonly authors: readonly Person[];
  readonly categories: readonly string[];
  readonly attachments: readonly Attachment[];
  readonly imageUrl: string | null;
  /** BCP 47 in lower case ("en", "pt-br"); null when unknown. */
  readonly language: string | null;
  /** The feed's claim, but never after `firstSeenAt`; `firstSeenAt` itself without a usable claim. */
  readonly publishedAt: Instant;
  readonly dateClass: DateClass;
  /** The feed's own claim of the last change; null where none or absurd. */
  readonly updatedAt: Instant | null;
  /** When we first saw it. Arrival order is what feeds and windows use. */
  readonly firstSeenAt: Instant;
  readonly cue: Cue | null;
  /** 1 flash … 5 routine … 8 least (IPTC urgency). */
  readonly urgency: number;
  /** The agency that the text credits ("(Reuters)", "SOURCE: AFP"), in its usual spelling; null where none. */
  readonly credit: string | null;
  readonly rights: string | null;
  readonly commentsUrl: string | null;
  readonly commentCount: number | null;
  readonly inReplyTo: string | null;
  readonly point: { readonly latitude: number; readonly longitude: number } | null;
  /**
   * Changes when anything that a reader sees changes: title, body, permalink, authors, categories, attachments. Hex.
   */
  readonly contentHash: string;
  /**
   * Hash of the folded headline and the first 400 folded characters of the text; null when the text is too short to
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
  /** Last change of any kind, and last change that a reader should be told of. */
  readonly revisedAt: Instant;
  readonly significantAt: Instant;
  /** null until the desk has decided. */
  readonly copyId: number | null;
  readonly storyId: number | null;
  readonly reasons: readonly ToldReason[];
}

/** An earlier state of an entry, or the present one. */
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
