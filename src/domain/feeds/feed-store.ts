import type { DateClass, Entry } from "../entry.ts";
import type { ClaimedFeed, Feed, FeedOrigin, FeedSpec, FeedState, PollState } from "../feed.ts";
import type { Instant } from "../time.ts";

/** The store methods for whoever polls: feeds, their leases, and what their documents brought. */
export interface FeedStore {
  /**
   * Makes the configured feeds and sources those of the store: adds the new, updates names, kinds, ranks and intervals,
   * pauses nothing. A configured feed that left the configuration is `removed`; one that a person removed stays
   * removed. New feeds are due at once.
   */
  syncFeeds(configured: readonly FeedSpec[], now: Instant): Promise<void>;
  /** Adds a feed, or brings a removed one back. Conflict when an active one has the address already. */
  addFeed(spec: FeedSpec, origin: FeedOrigin, now: Instant): Promise<Feed>;
  setFeedState(feedId: number, state: FeedState): Promise<void>;
  /** Gives a feed its proper address; conflict when another has it. */
  renameFeed(feedId: number, url: string): Promise<void>;
  /**
   * Makes a feed due at `now` because somebody asked for it, but no sooner than `gapMs` after its last poll, however
   * that ended.
   */
  pollSoon(feedId: number, now: Instant, gapMs?: number): Promise<void>;
  /** Forgets where a feed has moved: it is asked at its own address again, at `now`. */
  undoMove(feedId: number, now: Instant): Promise<void>;
  findFeed(url: string): Promise<Feed | null>;
  /**
   * Leases up to `limit` active feeds to `owner`: those due by `dueBy` (or all, with `dueOnly` false), longest due
   * first, not leased to another. When `now` lies before that of an
   * earlier claim, the machine's clock was set back, and what is to come (polls, leases) moves with it.
   */
  claimFeeds(claim: {
    owner: string;
    now: Instant;
    /** `now` where absent. */
    dueBy?: Instant;
    /**
     * What counts as one host: none is given of a host that another owner has a feed of. Absent: hosts are not looked
     * at.
     */
    hostOf?: (claimed: ClaimedFeed) => string;
    /** How many more of a host may be claimed; absent: any number. */
    hostRoom?: (host: string) => number;
    leaseUntil: Instant;
    limit: number;
    dueOnly: boolean;
    /** Feeds not to be claimed: those that this pass has had already. */
    exceptFeedIds: readonly number[];
  }): Promise<readonly ClaimedFeed[]>;
  /** Leases of the owner that end after `now` and by `renewBy` hold until `until`; those that have ended stay ended. */
  renewLeases(renewal: { owner: string; now: Instant; renewBy: Instant; until: Instant }): Promise<void>;
  /** Who holds feeds or the desk after `now`, and until when at the latest. */
  listLeases(now: Instant): Promise<readonly HeldLease[]>;
  /** Gives up the leases of an owner that is known to be dead. */
  releaseLeases(owner: string): Promise<void>;
  listLeaseOwners(): Promise<readonly string[]>;
  /** Entries of the feed that may be one of `wanted`, by guid, guid key, url key. Purged ones are told by `purged`. */
  readKnown(feedId: number, wanted: readonly IdentityKeys[]): Promise<readonly KnownEntry[]>;
  /** A feed's entries that have a title, a date or a guid's stem in common with `wanted`; none that are purged. */
  readAlike(feedId: number, wanted: readonly AlikeKeys[]): Promise<readonly KnownEntry[]>;
  /** Entries and the poll's outcome in one transaction; releases the lease when `poll` is given. */
  saveFetched(fetched: FetchedEntries): Promise<SavedEntries>;
  /** A poll that brought no document: 304 or a failure. Releases the lease. */
  savePoll(feedId: number, poll: PollOutcome): Promise<void>;
  /** The raw documents kept for a feed, newest first. */
  readCaptures(feedId: number): Promise<readonly Capture[]>;
}

/** What one owner holds: feeds, or the desk. */
export interface HeldLease {
  readonly owner: string;
  readonly what: "feeds" | "desk";
  /** How many feeds; 0 for the desk. */
  readonly feeds: number;
  readonly until: Instant;
}

export interface IdentityKeys {
  readonly guid: string;
  readonly guidKey: string;
  readonly urlKey: string | null;
}

/** A stored entry as `decideChange` compares it. */
export interface KnownEntry extends IdentityKeys {
  readonly id: number;
  /** null where there is none, or it is purged. */
  readonly url: string | null;
  readonly publishedAt: Instant;
  readonly dateClass: DateClass;
  readonly title: string;
  readonly text: string;
  readonly contentHash: string;
  readonly revision: number;
  readonly firstSeenAt: Instant;
  /** Only its identity is left; it must not come back as news. */
  readonly purged: boolean;
}

/** What an entry may have in common with its former self when all its ids have changed. */
export interface AlikeKeys {
  readonly title: string;
  /** null where the feed states none. */
  readonly publishedAt: Instant | null;
  /** A guid's key in front of the version that it counts ("/news/cx2k9wq7#"); null where it counts none. */
  readonly guidStem: string | null;
}

/** What becomes of one incoming entry. */
export type EntryChange =
  | { readonly kind: "new"; readonly entry: Entry }
  | { readonly kind: "revised"; readonly id: number; readonly entry: Entry; readonly significant: boolean }
  /**
   * `healed` is the new identity when the guid flipped; otherwise nothing is written. `firstSeenAt`: of the stored
   * entry.
   */
  | {
      readonly kind: "unchanged";
      readonly id: number;
      readonly healed: IdentityKeys | null;
      readonly firstSeenAt?: Instant;
    };

export interface FetchedEntries {
  readonly feedId: number;
  /** When the document was fetched: the time of new revisions. */
  readonly now: Instant;
  /** The present time where that is another one (archived documents): retention counts from it. */
  readonly storedAt?: Instant;
  readonly changes: readonly EntryChange[];
  /** null for archived documents: they leave the poll state alone. */
  readonly poll: PollOutcome | null;
  readonly capture: Capture | null;
  /** How many captures of the feed are kept. */
  readonly capturesMax: number;
}

export interface PollOutcome {
  readonly state: PollState;
  /** What the document said of the feed; null leaves it as it is. */
  readonly feed: {
    readonly url: string;
    readonly title: string | null;
    readonly siteUrl: string | null;
    readonly language: string | null;
    readonly state: FeedState;
  } | null;
}

export interface SavedEntries {
  readonly newIds: readonly number[];
  readonly revisedIds: readonly number[];
}

/** A raw document as it came, gzip-compressed. */
export interface Capture {
  readonly fetchedAt: Instant;
  readonly url: string;
  readonly contentType: string | null;
  readonly gzip: Uint8Array;
}
