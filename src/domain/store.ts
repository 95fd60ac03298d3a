import type { CommandOwner, CommandStore } from "./command-store.ts";
import type { DeskStore } from "./desk-store.ts";
import type { Revision, StoredEntry } from "./entry.ts";
import type { FeedStatus } from "./feed.ts";
import type { FeedStore } from "./feeds/feed-store.ts";
import type { HubReadStore, HubStore } from "./hub.ts";
import type { SavedValidators, SavedValidatorsStore } from "./saved-validators.ts";
import type { Collapse, Cursor, Page, PageQuery, SectionFilter, StoryDetail, WireItem } from "./section.ts";
import type { Instant } from "./time.ts";
import type { UpstreamHubStore } from "./upstream-hub.ts";
import type { RecordedRuling } from "./verdict.ts";

/**
 * Everything that is kept. A method is one whole transaction: it happens or it does not. The port is async so that
 * PostgreSQL fits behind it. Times are handed in. Errors: `WireError` store-locked, store-corrupt, store-newer,
 * not-found, conflict; anything else is a bug.
 *
 * Roles: any number of readers (`ReadStore`); pollers write entries (`FeedStore`); one desk at a time decides copies
 * and stories (`DeskStore`). An entry is invisible to `readPage` and the other lists until the desk has decided on it,
 * so that no half-told item is published.
 */
export interface Store
  extends ReadStore,
    FeedStore,
    DeskStore,
    CommandStore,
    HubStore,
    SavedValidatorsStore,
    UpstreamHubStore {
  /** Copies the whole store into one file, while in use. */
  backup(file: string): Promise<void>;
  /**
   * Deletes entries (with their revisions, and copies and stories left empty) whose last change that a reader is told
   * of was stored before `before`, at most `limit` a call. Their identities stay behind so that they never return as
   * news. Stories that are pinned stay. Answers how many entries went.
   */
  purge(before: Instant, limit: number): Promise<number>;
  /** Keeps that a session was signed out, until `until`; forgets those whose time is over at `now`. */
  endSession(id: string, until: Instant, now: Instant): Promise<void>;
  /** The same store as the public sees it. */
  forPublic(): ReadStore & Pick<HubStore, "readPageFingerprint">;
}

/**
 * Who reads. For the public nothing that came by a private source exists, but where a key opens it
 * (`SectionFilter.opensPrivate`): no entry, no feed, no name. Editors, and whoever runs commands on the machine, see
 * everything.
 */
export type Audience = "public" | "editors";

export interface ReadStore extends HubReadStore {
  /**
   * Grows with every transaction that changes what any reader can see; equal marks mean equal answers. Cheap. Never
   * shown to the public.
   */
  readChangeMark(): Promise<number>;
  /** The mark as readers may be shown it: for the public it stands still while licensed copy alone comes in. */
  readShownMark(): Promise<number>;
  readPage(query: PageQuery): Promise<Page>;
  /**
   * The places of a list in the order of arrival next to `from`, the nearest first: for a small part of what the items
   * cost.
   */
  readPlaces(query: PlacesQuery): Promise<readonly Cursor[]>;
  readEntry(id: number): Promise<StoredEntry | null>;
  /** Oldest first, the present state last. */
  readRevisions(entryId: number): Promise<readonly Revision[]>;
  /** An id that was merged away answers with what it became. */
  readCopy(id: number): Promise<WireItem | null>;
  readStory(id: number): Promise<StoryDetail | null>;
  /**
   * Decided entries by id, for `export`: those with an id over `afterId` that first arrived at or after `since`, at
   * most `limit`.
   */
  readEntries(query: {
    filter: SectionFilter;
    since: Instant | null;
    afterId: number;
    limit: number;
  }): Promise<readonly StoredEntry[]>;
  /**
   * All by source and address; a page of them by id, for going through thousands without holding up the thread or its
   * memory.
   */
  listFeeds(page?: FeedPage): Promise<readonly FeedStatus[]>;
  /** Editors' rulings on a story or its entries, at most 100: those that wait for the desk, then the newest. */
  readRulingsAbout(storyId: number): Promise<readonly RecordedRuling[]>;
  /**
   * Grows with every command that this owner answers. Read it before the state that a command will speak of, and hand
   * it to the command: one that was carried out in between is then known for the same.
   */
  readCommandMark(owner: CommandOwner): Promise<number>;
  /** Decided entries that arrived at or after `since`, newest first, at most `limit`: what figures are made from. */
  readArrivals(since: Instant, limit: number): Promise<readonly Arrival[]>;
  readCounts(): Promise<StoreCounts>;
  /**
   * What was said of a feed document's newest version, by the key that `saveValidators` was given; null where nothing
   * was.
   */
  readSavedValidators(feedKey: string): Promise<SavedValidators | null>;
  /** Whether an editor has signed out of the session. */
  isSessionEnded(id: string): Promise<boolean>;
  close(): Promise<void>;
}

/** A store that was opened for reading: it answers the public. */
export interface PublicStore extends ReadStore, Pick<HubStore, "readPageFingerprint"> {
  /** The same, as editors see it. It closes with this one. */
  readonly forEditors: ReadStore;
}

export interface FeedPage {
  readonly afterId: number;
  readonly limit: number;
}

export interface PlacesQuery {
  readonly filter: SectionFilter;
  readonly collapse: Collapse;
  /** Left out itself; it need not be an item's. */
  readonly from: Cursor;
  readonly direction: "older" | "newer";
  /** 1..10,000 */
  readonly limit: number;
}

export interface Arrival {
  readonly feedId: number;
  readonly firstSeenAt: Instant;
  /** Equals `firstSeenAt` where the feed gave no usable claim. */
  readonly publishedAt: Instant;
  /** When the desk first decided on it, and readers saw it; null where that was not kept. */
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
