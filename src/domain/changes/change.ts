import type { Revision, StoredEntry } from "../entry.ts";
import type { SectionFilter } from "../section.ts";
import type { Instant } from "../time.ts";

/**
 * A change of an entry, as far as the reader may know it.
 *
 * - added: readers see it from now on.
 * - revised: it has a new revision.
 * - placed: its copy, its story, or the reasons for them changed.
 * - withdrawn, restored: its text was withdrawn, or came back.
 * - relabelled: its guid was corrected, or its source has another name, kind, rank or family. Text and place are the
 *   same.
 * - hidden, shown: its source became private, or public. The public is told "removed" and "added" instead.
 * - removed: it is gone: it was too old, it was joined with another entry, or it left the list that is read.
 */
export type ChangeKind =
  | "added"
  | "revised"
  | "placed"
  | "withdrawn"
  | "restored"
  | "relabelled"
  | "hidden"
  | "shown"
  | "removed";

/** One change in the log. The log lists changes in the order in which they became visible to readers. */
export interface Change {
  readonly at: Instant;
  readonly kind: ChangeKind;
  readonly entryId: number;
  /** The entry's revision, copy and story just after the change; null when it was removed. */
  readonly revision: number | null;
  readonly copyId: number | null;
  readonly storyId: number | null;
  /** The entry in its present state, which may be newer than the change; null when the entry was removed. */
  readonly entry: StoredEntry | null;
  /** The revision that the change was about, if the entry has a later one and the store still keeps this one. */
  readonly past: Revision | null;
}

/**
 * A place in the log of changes: just after the change with this number. `at` is the time of that change. The time
 * shows whether this is still the same log, because after a backup was restored, another change may have the same
 * number.
 */
export interface LogPlace {
  readonly seq: number;
  readonly at: Instant;
}

export interface ChangesQuery {
  /** Only changes of entries that pass the filter. */
  readonly filter: SectionFilter;
  readonly after: LogPlace;
  /**
   * At most this many changes of the log are read. The result may have fewer, because the reader may not see all of
   * them.
   */
  readonly limit: number;
}

/**
 * The result of reading the log. `upTo`: the place from which to read on. `isMore`: the log may have more changes after
 * it. forgotten: the log no longer reaches back to the place, or is another log.
 */
export type ChangesRead =
  | {
      readonly kind: "read";
      readonly changes: readonly Change[];
      readonly upTo: LogPlace;
      readonly isMore: boolean;
    }
  | { readonly kind: "forgotten" };

/** The part of the store that reads the log of changes. */
export interface ChangeLogStore {
  readChanges(query: ChangesQuery): Promise<ChangesRead>;
  /** The place after the last change. */
  readLogEnd(): Promise<LogPlace>;
  /** 32 secret bytes of this store, with which places in the log are encrypted for readers. */
  readPlaceKey(): Promise<Uint8Array>;
}
