import { dayMs, type Instant } from "../../domain/time.ts";

/** The columns that are read of an entry before it is purged. Hashes of its identity remain in the store. */
export interface PurgeRow {
  readonly id: number;
  readonly feed_id: number;
  readonly first_seen_at: Instant;
  readonly guid: string;
  readonly guid_key: string;
  readonly url_key: string | null;
  readonly copy_id: number;
  readonly story_id: number;
}

/**
 * Digests that ended before this time are purged. Clocks look for missed digests in the last eight days, so none of
 * these may be forgotten.
 */
export function digestsBefore(before: Instant, now: Instant): Instant {
  return Math.min(before, now - 9 * dayMs);
}

/**
 * How many changes of the log are forgotten with each batch of purged entries. An entry has a few changes on average.
 */
export const changesForgottenMax = 20_000;
