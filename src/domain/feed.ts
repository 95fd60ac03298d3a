import type { WireErrorCode } from "./errors.ts";
import type { Instant } from "./time.ts";

/**
 * The kinds of source. An agency's own text leads its reprints. An outlet prints its own copy and agencies' copy. An
 * aggregator shows what others print, and leads only when no other source carries the text.
 */
export type SourceKind = (typeof sourceKinds)[number];

export const sourceKinds = ["agency", "outlet", "aggregator"] as const;

export function isSourceKind(text: string | undefined): text is SourceKind {
  return sourceKinds.some((kind) => kind === text);
}

/**
 * The agency or outlet behind one or more feeds. `rank`: if two sources carry the same text, the source with the lower
 * number usually leads (the rules are in `outranks`). If the ranks are equal, the kind decides, and then the time of
 * arrival.
 */
export interface Source {
  readonly id: number;
  readonly name: string;
  readonly kind: SourceKind;
  readonly rank: number;
  /**
   * The house that the source belongs to: "BBC". Its sources count as one outlet. Absent: the source is a house by
   * itself.
   */
  readonly family?: string;
  /**
   * True for licensed copy. Only editors see it, and readers with a key to a section that contains the source. Absent:
   * everybody sees it.
   */
  readonly isPrivate?: boolean;
}

/**
 * The origin of a subscription: the configuration file, a person (`feeds add`, import, desk page), or archived
 * documents. An ingested feed is never polled, because its address may be only a name.
 */
export type FeedOrigin = "config" | "added" | "ingested";

/**
 * The state of a feed. Only `active` feeds are polled. `gone`: the server has answered 410 often enough. `removed`: a
 * person removed the feed; its entries stay.
 */
export type FeedState = "active" | "paused" | "removed" | "gone";

/** An upstream document that we poll. */
export interface Feed {
  readonly id: number;
  readonly url: string;
  readonly source: Source;
  readonly origin: FeedOrigin;
  readonly state: FeedState;
  readonly title: string | null;
  readonly siteUrl: string | null;
  readonly language: string | null;
  /** An interval set by the operator; null when the feed's own rhythm decides. */
  readonly intervalMs: number | null;
}

/** The validators of RFC 9110 sections 8.8.2 and 8.8.3, byte for byte as the server sent them. */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** The present run of failures of a feed. One success ends the run. */
export interface FeedFailure {
  readonly code: WireErrorCode;
  readonly message: string;
  readonly count: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
}

/** The state of a feed between polls. The store keeps `memory` as opaque JSON; `poll-memory.ts` reads it. */
export interface PollState {
  readonly nextPollAt: Instant;
  /** The rule that set `nextPollAt`, in words: "new feed", "ttl 15 min", "Retry-After 120 s" … */
  readonly nextPollReason: string;
  readonly validators: Validators;
  readonly lastPollAt: Instant | null;
  readonly lastSuccessAt: Instant | null;
  readonly lastNewEntryAt: Instant | null;
  readonly lastStatus: number | null;
  readonly failure: FeedFailure | null;
  readonly memory: PollMemory;
}

export type PollMemory = Readonly<Record<string, unknown>>;

export interface ClaimedFeed {
  readonly feed: Feed;
  readonly poll: PollState;
  /** The fence of the lease. It is handed back with the poll's outcome (`PollOutcome`). */
  readonly fence: number;
}

/** A feed as `feeds list`, `/sources` and the API show it. */
export interface FeedStatus {
  readonly feed: Feed;
  readonly poll: PollState;
  readonly entryCount: number;
}

/** A source as the configuration, an OPML file or a person describes it. */
export interface SourceSpec {
  readonly name: string;
  readonly kind: SourceKind;
  readonly rank: number;
  /** See `Source`. */
  readonly family?: string;
  /**
   * See `Source`. A value in the configuration always decides. Elsewhere, true makes a new source private, but false or
   * an absent value never makes a private source public.
   */
  readonly isPrivate?: boolean;
}

export interface FeedSpec {
  readonly url: string;
  readonly source: SourceSpec;
  readonly title: string | null;
  /** The web page that the feed belongs to; null when unknown before the first poll. */
  readonly siteUrl: string | null;
  readonly intervalMs: number | null;
}
