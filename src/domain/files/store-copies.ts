import type { Instant } from "../time.ts";

/** How far a copy is. `done` and `total` count rows; `what` is copied at the moment. */
export type OnCopied = (done: number, total: number, what: string) => void;

/** Copies whole stores, between SQLite and PostgreSQL or within one of them. */
export interface StoreCopies {
  /**
   * Copies a store with all its ids into another place, and compares the number of rows. A copy that was broken off
   * goes on. Errors: config-invalid, not-found, conflict (the source is in use or needs a migration; the target holds
   * something else; a row is missing), io-failed, store-away, store-corrupt, store-locked, store-newer.
   */
  copy(from: string, to: string, now: Instant, onCopied: OnCopied): Promise<void>;
}

/** What two stores say under the same addresses. */
export interface StoreComparison {
  readonly documents: number;
  /** The addresses, without host, under which they have different documents. */
  readonly different: readonly string[];
}
