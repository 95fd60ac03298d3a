import type { StoredEntry } from "../entry.ts";
import type { Instant } from "../time.ts";

/** The store methods that join entries which an earlier build stored twice. */
export interface HealStore {
  /** The ids of a feed's entries, decided or not, ascending. */
  listEntryIds(feedId: number): Promise<readonly number[]>;
  /** Entries by id, in the order of `ids`; those that are gone are left out. */
  readKept(ids: readonly number[]): Promise<readonly KeptEntry[]>;
  /**
   * Turns each `joinId` into revisions of its `keepId`, all in one transaction. Every state of both entries is kept, in
   * the order in which they were seen; the newest is the present state. From then on, the joined entry's id and the
   * rulings about it refer to the kept entry. So does the joined entry's copy, if it is now empty. The desk decides on
   * the kept entry again. Pairs that are no longer two entries of one feed are skipped. Returns how many were joined.
   */
  joinEntries(joins: readonly EntryJoin[]): Promise<number>;
}

export interface KeptEntry {
  readonly entry: StoredEntry;
  /** When the entry was stored, or when it last changed significantly. Entries of one document have equal times. */
  readonly storedAt: Instant;
}

export interface EntryJoin {
  readonly keepId: number;
  readonly joinId: number;
}
