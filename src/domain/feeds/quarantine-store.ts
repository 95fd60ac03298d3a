import type { Instant } from "../time.ts";

/** A document of a feed that is not read until `until`, because it crashed its reader `count` times. */
export interface Quarantined {
  readonly feedId: number;
  /** A hash of the document's bytes. */
  readonly hash: string;
  readonly count: number;
  readonly until: Instant;
}

/**
 * Documents that are not read for a while, at most one for each feed. They are kept in the store, so that a restart
 * does not forget them. Resuming a feed ends its quarantine.
 */
export interface QuarantineStore {
  readQuarantined(feedId: number): Promise<Quarantined | null>;
  saveQuarantined(document: Quarantined): Promise<void>;
}
