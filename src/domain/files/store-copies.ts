import type { Instant } from "../time.ts";

/** Reports the progress of a copy. `done` and `total` count rows; `what` is the table that is being copied. */
export type OnCopied = (done: number, total: number, what: string) => void;

/** Copies whole stores, between SQLite and PostgreSQL or within one of them. */
export interface StoreCopies {
  /**
   * Copies a store with all its ids into another place, and compares the number of rows. Continues a copy that was
   * interrupted. Errors: config-invalid, not-found, conflict (the source is in use or needs a migration; the target
   * contains other data; a row is missing), io-failed, store-away, store-corrupt, store-locked, store-newer.
   */
  copy(from: string, to: string, now: Instant, onCopied: OnCopied): Promise<void>;
}

/** The result of comparing the documents that two stores make for the same addresses. */
export interface StoreComparison {
  readonly documents: number;
  /** The addresses, without host, whose documents differ. */
  readonly different: readonly string[];
}
