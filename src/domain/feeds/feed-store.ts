import type { DateClass, Entry } from "../entry.ts";
import type { ClaimedFeed, Feed, FeedOrigin, FeedSpec, FeedState, PollState } from "../feed.ts";
import type { Instant } from "../time.ts";
import type { HealStore } from "./heal-store.ts";
import type { KnownItem, LastReading } from "./known-items.ts";
import type { QuarantineStore } from "./quarantine-store.ts";
import type { ShardStore } from "./shard-store.ts";

/** The store methods for pollers: feeds, their leases, and the contents of their documents. */
export interface FeedStore extends HealStore, QuarantineStore, ShardStore {
  /**
   * Brings the store's feeds and sources in line with the configuration: adds new ones, and updates names, kinds, ranks
   * and intervals. A feed that left the configuration becomes `removed`; a feed that a person removed stays removed.
   * New feeds are due at once.
   */
  syncFeeds(configured: readonly FeedSpec[], now: Instant): Promise<void>;
  /** Adds a feed, or brings a removed one back. Error: conflict when an active feed already has the address. */
  addFeed(spec: FeedSpec, origin: FeedOrigin, now: Instant): Promise<Feed>;
  setFeedState(feedId: number, state: FeedState): Promise<void>;
  /** Changes a feed's address. Error: conflict when another feed has it. */
  renameFeed(feedId: number, url: string): Promise<void>;
  /**
   * Makes a feed due at `now` on a person's request, but no sooner than `gapMs` after its last poll, whatever that
   * poll's outcome was.
   */
  pollSoon(feedId: number, now: Instant, gapMs?: number): Promise<void>;
  /** Forgets the address that a feed has moved to. From `now` on, the feed's own address is due again. */
  undoMove(feedId: number, now: Instant): Promise<void>;
  findFeed(url: string): Promise<Feed | null>;
  /**
   * Leases up to `limit` active feeds to `owner`: those due by `dueBy` (all feeds if `dueOnly` is false), longest due
   * first, and not leased to another owner. If `now` is earlier than the `now` of a previous claim, the machine's clock
   * was set back. The claim then moves future times (of polls and leases) back, too.
   */
  claimFeeds(claim: {
    owner: string;
    now: Instant;
    /** `now` if absent. */
    dueBy?: Instant;
    /**
     * The claim leaves out hosts at which another owner holds a feed. With this claim, the owner has at most `max`
     * feeds of a host, including those that it holds already (`held`, by `hostKey`). Absent: hosts do not matter.
     */
    hosts?: { readonly max: number; readonly held: ReadonlyMap<string, number> };
    /** Claims only feeds of the owner's shards, except the shards in this list. Absent: shards do not matter. */
    shardsExcept?: readonly number[];
    leaseUntil: Instant;
    limit: number;
    dueOnly: boolean;
    /** Feeds to leave out, because this pass has already handled them. */
    exceptFeedIds: readonly number[];
  }): Promise<readonly ClaimedFeed[]>;
  /**
   * Extends to `until` those of the owner's leases that end between `now` and `renewBy`. Leases that have already ended
   * stay ended.
   */
  renewLeases(renewal: { owner: string; now: Instant; renewBy: Instant; until: Instant }): Promise<void>;
  /** The owners that hold feeds or the desk after `now`, and the latest end of their leases. */
  listLeases(now: Instant): Promise<readonly HeldLease[]>;
  /**
   * Gives up the leases of an owner that has stopped or is known to be dead: on feeds, on shards and on the desk. Until
   * `quietUntil`, no request to the hosts of its shards may start (absent: they may start at once).
   */
  releaseLeases(owner: string, quietUntil?: Instant): Promise<void>;
  listLeaseOwners(): Promise<readonly string[]>;
  /**
   * The feed's entries that may be one of `wanted`, compared by guid, guid key and url key. Purged entries are included
   * and marked `purged`.
   */
  readKnown(feedId: number, wanted: readonly IdentityKeys[]): Promise<readonly KnownEntry[]>;
  /** The feed's entries that share a title, a date or a guid stem with `wanted`. Purged entries are left out. */
  readAlike(feedId: number, wanted: readonly AlikeKeys[]): Promise<readonly KnownEntry[]>;
  /**
   * Returns "same" if the document of the feed's last poll had the hash `bodyHash`, and no other document has changed
   * the feed's entries since. Otherwise returns the items of that poll whose entries have not changed since they were
   * read.
   */
  readLastReading(feedId: number, bodyHash: string): Promise<"same" | readonly KnownItem[]>;
  /** Saves entries and the poll's outcome in one transaction. Releases the lease when `poll` is given. */
  saveFetched(fetched: FetchedEntries): Promise<SavedEntries>;
  /** Saves a poll that brought no document: a 304 or a failure. Releases the lease. */
  savePoll(feedId: number, poll: PollOutcome): Promise<void>;
  /** The raw documents kept for a feed, newest first. */
  readCaptures(feedId: number): Promise<readonly Capture[]>;
}

/** The leases of one owner: on feeds, or on the desk. */
export interface HeldLease {
  readonly owner: string;
  readonly what: "feeds" | "desk";
  /** The number of feeds; 0 for the desk. */
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
  /** null when the entry has no permalink, or was purged. */
  readonly url: string | null;
  readonly publishedAt: Instant;
  readonly dateClass: DateClass;
  /** The newest date that the feed stated without a change of the text; null or absent when it stated no other date. */
  readonly restatedAt?: Instant | null;
  readonly title: string;
  readonly text: string;
  readonly contentHash: string;
  readonly revision: number;
  readonly firstSeenAt: Instant;
  /** True when only the identity is left. The entry must not return as news. */
  readonly purged: boolean;
}

/** The values by which an entry may still be recognised when all its ids have changed. */
export interface AlikeKeys {
  readonly title: string;
  /** null when the feed states no date. */
  readonly publishedAt: Instant | null;
  /** The guid's key without a version number at its end ("/news/cx2k9wq7#"); null when the guid has no such number. */
  readonly guidStem: string | null;
}

/** The decision on one incoming entry. */
export type EntryChange = (
  | { readonly kind: "new"; readonly entry: Entry }
  | { readonly kind: "revised"; readonly id: number; readonly entry: Entry; readonly significant: boolean }
  /**
   * The entry is known and its content is the same. `healed`: its new identity, if its guid has changed; null when the
   * stored identity stays. `firstSeenAt`: that of the stored entry.
   */
  | {
      readonly kind: "unchanged";
      readonly id: number;
      readonly healed: IdentityKeys | null;
      readonly firstSeenAt?: Instant;
      /** The revision of the stored entry that was compared; absent when the entry is purged or was not compared. */
      readonly revision?: number;
    }
) & {
  /** The hash of the item from which the entry was read; absent when the next poll must read the item again. */
  readonly itemHash?: string;
  /** The date that the item states now, if the stored entry has another date. */
  readonly restatedAt?: Instant;
};

export interface FetchedEntries {
  readonly feedId: number;
  /** When the document was fetched. New revisions get this time. */
  readonly now: Instant;
  /** The present time, if it differs from `now` (archived documents). Retention counts from it. */
  readonly storedAt?: Instant;
  readonly changes: readonly EntryChange[];
  /** null for archived documents, which do not touch the poll state. */
  readonly poll: PollOutcome | null;
  /**
   * The items that the next poll need not read again, in addition to the changes with an `itemHash`. Absent or null:
   * the document did not come from a poll (a hub sent it, or it is archived). If such a document changes an entry, the
   * next poll reads the feed's document again.
   */
  readonly reading?: LastReading | null;
  readonly capture: Capture | null;
  /** How many captures of the feed are kept. */
  readonly capturesMax: number;
}

export interface PollOutcome {
  readonly state: PollState;
  /**
   * The fence of the lease under which the feed was polled. If the lease was lost, nothing is saved, and the error is
   * store-locked. Absent: the feed was not leased.
   */
  readonly fence?: number;
  /** The document's statements about the feed; null leaves the stored ones as they are. */
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

/** A raw document as received, compressed with gzip. */
export interface Capture {
  readonly fetchedAt: Instant;
  readonly url: string;
  readonly contentType: string | null;
  readonly gzip: Uint8Array;
}
