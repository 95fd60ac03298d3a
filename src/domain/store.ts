import type { AlertClockStore, AlertReadStore } from "./alerts/alert-store.ts";
import type { AlertOutboxReadStore, AlertOutboxStore } from "./alerts/outbox-store.ts";
import type { ChangeLogStore } from "./changes/change.ts";
import type { CommandOwner, CommandStore } from "./command-store.ts";
import type { DeskStore } from "./desk-store.ts";
import type { Revision, StoredEntry } from "./entry.ts";
import type { FeedStatus } from "./feed.ts";
import type { FeedStore } from "./feeds/feed-store.ts";
import type { LoggedPoll } from "./feeds/poll-log.ts";
import type { RetentionFigures } from "./figures/retention-forecast.ts";
import type { WordForm } from "./forms/form.ts";
import type { HubReadStore, HubStore } from "./hub.ts";
import type { Hits, HitsQuery } from "./query/hits.ts";
import type { SavedValidators, SavedValidatorsStore } from "./saved-validators.ts";
import type { Collapse, Cursor, Page, PageQuery, SectionFilter, StoryDetail, WireItem } from "./section.ts";
import type { ProcessReadStore, ProcessStore } from "./service/processes.ts";
import type { Instant } from "./time.ts";
import type { UpstreamHubStore } from "./upstream-hub.ts";
import type { RecordedRuling } from "./verdict.ts";

/**
 * The store: everything that wiredesk keeps. Each method is one whole transaction: it happens completely or not at all.
 * The port is async so that PostgreSQL can implement it. Times are handed in. Errors: `WireError` (store-locked,
 * store-away, store-corrupt, not-found, conflict, timeout …); anything else is a bug.
 *
 * Roles: any number of readers (`ReadStore`); pollers write entries (`FeedStore`); one desk at a time decides copies
 * and stories (`DeskStore`). `readPage` and the other lists leave an entry out until the desk has decided on it, so
 * that no half-finished item is published.
 */
export interface Store
  extends ReadStore,
    FeedStore,
    DeskStore,
    CommandStore,
    HubStore,
    SavedValidatorsStore,
    UpstreamHubStore,
    AlertOutboxStore,
    AlertClockStore,
    ProcessStore {
  /**
   * The present time of the store's server, which all processes of the store use; null when they use this machine's
   * clock.
   */
  readNow(): Promise<Instant | null>;
  /** Copies the whole store into one file, even while it is in use. */
  backup(file: string): Promise<void>;
  /**
   * Deletes old entries with their revisions, and copies and stories that become empty. An entry is old when its last
   * significant change was stored before `before`. At most `limit` entries are deleted in a call. Their identities are
   * kept, so that they never return as news. Pinned stories stay. The log of changes forgets what happened before
   * `before`. Digests that ended before `before` are deleted as well. Digests of the last nine days always stay, so
   * that none of them is made again. `now`: the time of the purge; absent: `before`. Returns the number of deleted
   * entries.
   */
  purge(before: Instant, limit: number, now?: Instant): Promise<number>;
  /**
   * How many entries `purge` would delete with each of the times `before`, how many were stored since `since`, and how
   * large the store is. It reads the index of these entries, and no text.
   */
  readRetention(asked: { readonly before: readonly Instant[]; readonly since: Instant }): Promise<RetentionFigures>;
  /**
   * Moves at most `limit` entries from an earlier build's full-text index into the present index, the newest first.
   * Also indexes again the entries that an earlier build put into the present index in another way. Returns how many
   * entries still wait; 0 when all is done. Meanwhile, lists stay complete.
   */
  takeOverIndexed(limit: number): Promise<number>;
  /**
   * Compresses the long texts of at most `limit` entries that an earlier build wrote, in the order of their ids.
   * Returns approximately how many still wait; 0 when all are done. Readers see no difference.
   */
  packOlder(limit: number): Promise<number>;
  /**
   * Rewrites the store's file without its free pages. Unless a person has `asked` for it, this is done only when it
   * makes the file much smaller and takes a few seconds at most. Nothing else can write meanwhile. Errors: io-failed (a
   * full disk), store-locked. A database server reuses free space by itself. On a server, this only makes the
   * statistics of tables that have none.
   */
  compact(asked: boolean): Promise<Compaction>;
  /**
   * Adds the words of at most `limit` entries to the dictionary by which queries find other forms of their words, in
   * the order of their ids. Returns how many entries were read; 0 when all entries were read before.
   */
  growWords(limit: number): Promise<number>;
  /** Remembers until `until` that a session was signed out. Forgets the sessions whose `until` has passed at `now`. */
  endSession(id: string, until: Instant, now: Instant): Promise<void>;
  /**
   * Keeps the address at which a store of an earlier build is served. `readIdBase` returns it from then on. Does
   * nothing when the store has a base.
   */
  keepIdBase(baseUrl: string): Promise<void>;
  /** The same store as the public sees it. */
  forPublic(): ReadStore & Pick<HubStore, "readPageFingerprint">;
}

/**
 * The result of `compact`. `analysed`: nothing was rewritten, but the server made statistics of tables, with which it
 * plans queries. `bytes`: the size of the store now; `freeBytes`: how much of it was free before.
 */
export interface Compaction {
  readonly kind: "done" | "needless" | "too-large" | "analysed";
  readonly bytes: number;
  readonly freeBytes: number;
}

/**
 * The kind of reader. For the public, nothing from a private source exists (no entry, no feed, no name), unless a key
 * opens it (`SectionFilter.opensPrivate`). Editors, and people who run commands on the machine, see everything.
 */
export type Audience = "public" | "editors";

export interface ReadStore
  extends AlertReadStore,
    HubReadStore,
    AlertOutboxReadStore,
    ChangeLogStore,
    ProcessReadStore {
  /**
   * A number that grows with every transaction that changes what any reader can see. Equal marks mean equal answers.
   * Cheap to read. Never shown to the public.
   */
  readChangeMark(): Promise<number>;
  /** The mark that readers may be shown. For the public it does not change when only licensed copy arrives. */
  readShownMark(): Promise<number>;
  /**
   * How many entries are still in the full-text index in the way of an earlier build. The number is 0 except in the
   * first minutes after an upgrade.
   */
  readIndexWaiting(): Promise<number>;
  /**
   * One page of a list. `isForFeed`: for feed documents, which show only leads and carriers. The items then have no
   * `alarms` and no `followUp`, and have `matched` only if the filter has a query.
   */
  readPage(query: PageQuery, isForFeed?: boolean): Promise<Page>;
  /** The known other forms of folded words. Callers that search texts for the terms of a query need them. */
  readForms(words: readonly string[]): Promise<readonly WordForm[]>;
  /** How many entries a list has, and when they arrived. */
  readHits(query: HitsQuery): Promise<Hits>;
  /** The items that a feed document shows again after the newest items (`told-again.ts`), in the order of the list. */
  readToldAgain(query: ToldAgainQuery): Promise<readonly WireItem[]>;
  /**
   * The places of a list's items by time of arrival, the place nearest to `from` first. This is much cheaper than
   * reading the items.
   */
  readPlaces(query: PlacesQuery): Promise<readonly Cursor[]>;
  readEntry(id: number): Promise<StoredEntry | null>;
  /** All states of an entry: oldest first, the present state last. */
  readRevisions(entryId: number): Promise<readonly Revision[]>;
  /** For an id that was merged away, returns the item that it was merged into. */
  readCopy(id: number): Promise<WireItem | null>;
  readStory(id: number): Promise<StoryDetail | null>;
  /**
   * For `export`: decided entries in the order of their ids, at most `limit`. Their ids are greater than `afterId`, and
   * they arrived at or after `since`.
   */
  readEntries(query: {
    filter: SectionFilter;
    since: Instant | null;
    afterId: number;
    limit: number;
  }): Promise<readonly StoredEntry[]>;
  /**
   * All feeds in the order of source and address, or one page of feeds in the order of their ids. Pages keep a walk
   * over thousands of feeds from blocking the thread or filling the memory.
   */
  listFeeds(page?: FeedPage): Promise<readonly FeedStatus[]>;
  /** At most 100 editors' rulings on a story or its entries: first those that wait for the desk, then the newest. */
  readRulingsAbout(storyId: number): Promise<readonly RecordedRuling[]>;
  /** Rulings that were carried out on pairs with one of these entries, oldest first; the newest 20,000 of them. */
  readRulingsNaming(entryIds: readonly number[]): Promise<readonly RecordedRuling[]>;
  /**
   * A number that grows with every command that this owner answers. Read it before the state that a command will
   * change, and pass it with the command; a command that was carried out in between is then recognised as the same.
   */
  readCommandMark(owner: CommandOwner): Promise<number>;
  /** At most `limit` decided entries that arrived at or after `since`, newest first. Figures are computed from them. */
  readArrivals(since: Instant, limit: number): Promise<readonly Arrival[]>;
  /** The languages of the newest `limit` decided entries, without regions, the most common first. */
  readLanguages(limit: number): Promise<readonly string[]>;
  /** The last polls of a feed, the newest first; empty for a feed that the audience does not see. */
  readPolls(feedId: number): Promise<readonly LoggedPoll[]>;
  readCounts(): Promise<StoreCounts>;
  /**
   * The validators of a feed document's newest version, under the key that `saveValidators` was given; null when there
   * are none.
   */
  readSavedValidators(feedKey: string): Promise<SavedValidators | null>;
  /**
   * The base of the ids of all documents and items. It never changes. A new store has "urn:uuid:…". A store of an
   * earlier build has the address at which it was served, or null until a service has stored that address.
   */
  readIdBase(): Promise<string | null>;
  /** Whether an editor has signed out of the session. */
  isSessionEnded(id: string): Promise<boolean>;
  close(): Promise<void>;
}

/** A store that was opened for reading. It shows what the public may see. */
export interface PublicStore extends ReadStore, Pick<HubStore, "readPageFingerprint"> {
  /** The same store as editors see it. Closing this store closes both. */
  readonly forEditors: ReadStore;
}

export interface FeedPage {
  readonly afterId: number;
  readonly limit: number;
}

export interface PlacesQuery {
  readonly filter: SectionFilter;
  readonly collapse: Collapse;
  /** The result does not include this place. It need not be the place of an item. */
  readonly from: Cursor;
  readonly direction: "older" | "newer";
  /** From 1 to 10,000. */
  readonly limit: number;
}

export interface ToldAgainQuery {
  /** The first page that was read. */
  readonly page: PageQuery;
  /** When its newest item arrived. */
  readonly newestAt: Instant;
  /** The place of its last item. */
  readonly last: Cursor;
}

export interface Arrival {
  readonly feedId: number;
  readonly firstSeenAt: Instant;
  /** Equals `firstSeenAt` when the feed gave no usable date. */
  readonly publishedAt: Instant;
  /** When the desk first decided on the entry, which is when readers first saw it; null when that was not recorded. */
  readonly decidedAt: Instant | null;
}

export interface StoreCounts {
  readonly sources: number;
  readonly feeds: number;
  readonly entries: number;
  readonly revisions: number;
  readonly copies: number;
  readonly stories: number;
  readonly pending: number;
}
