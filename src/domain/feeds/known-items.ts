import type { Instant } from "../time.ts";

/**
 * Items of a feed that were read before, known by hashes of what the document says of them. They are hints: where they
 * are lost, or belong to another version of the reading code, the items are read again and come to the same.
 */
export interface KnownItem {
  readonly hash: string;
  readonly entryId: number;
  /** The entry's guid now. */
  readonly guid: string;
  readonly firstSeenAt: Instant;
  readonly revision: number;
}

/** What a poll leaves behind for the next one. */
export interface LastReading {
  /** Hash of the whole document, with all that its reading depends on; null where it changed anything. */
  readonly bodyHash: string | null;
  /** Items that need not be read again while their entries stay at these revisions. */
  readonly items: readonly Pick<KnownItem, "hash" | "entryId" | "revision">[];
}
