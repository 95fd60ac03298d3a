import type { StoredEntry } from "../entry.ts";
import type { Instant } from "../time.ts";

/** The store methods for joining what an earlier build took for several entries. */
export interface HealStore {
  /** The ids of a feed's entries, decided or not, ascending. */
  listEntryIds(feedId: number): Promise<readonly number[]>;
  /** Entries by id, in the order of `ids`; those that are gone are left out. */
  readKept(ids: readonly number[]): Promise<readonly KeptEntry[]>;
  /**
   * Makes each `joinId` revisions of its `keepId`, all in one transaction. Every state of both is kept, in the order in
   * which they were seen; the newest is the present one. The id of the joined entry answers with the one that stays,
   * its copy too where nothing else carried it, and rulings about it are rulings about that one. The desk decides on it
   * again. Pairs that are no longer two entries of one feed are passed over. Answers how many were joined.
   */
  joinEntries(joins: readonly EntryJoin[]): Promise<number>;
}

export interface KeptEntry {
  readonly entry: StoredEntry;
  /** When it was stored, or last changed in a way that readers are told of. Entries of one document have one time. */
  readonly storedAt: Instant;
}

export interface EntryJoin {
  readonly keepId: number;
  readonly joinId: number;
}
