import { dayMs, type Instant } from "../../domain/time.ts";

/** The columns of an entry that are read before the entry is purged. Hashes of its identity remain in the store. */
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
 * Returns a time; digests that ended before it are purged. The clock that makes digests looks for missed ones in the
 * last eight days, so the digests of these days must be kept.
 */
export function digestsBefore(before: Instant, now: Instant): Instant {
  return Math.min(before, now - 9 * dayMs);
}

/**
 * How many changes of the log are forgotten with each batch of purged entries. An entry has a few changes on average.
 */
export const changesForgottenMax = 20_000;
