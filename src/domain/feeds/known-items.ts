import type { Instant } from "../time.ts";

/**
 * Items of a feed that were read before, identified by hashes of their content. They only save work: if they are lost,
 * or come from another version of the reading code, the items are read again with the same result.
 */
export interface KnownItem {
  readonly hash: string;
  readonly entryId: number;
  /** The entry's guid now. */
  readonly guid: string;
  readonly firstSeenAt: Instant;
  readonly revision: number;
}

/** The facts that one poll stores for the next one. */
export interface LastReading {
  /**
   * The hash of the whole document and of everything that its reading depends on; null when the document changed an
   * entry.
   */
  readonly bodyHash: string | null;
  /** Items that need not be read again while their entries stay at these revisions. */
  readonly items: readonly Pick<KnownItem, "hash" | "entryId" | "revision">[];
}
