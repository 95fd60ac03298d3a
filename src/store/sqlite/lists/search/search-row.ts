import type { Instant } from "../../../../domain/time.ts";

/**
 * Row numbers of the full-text index grow with arrival: they consist of the quarter of an hour in which an entry
 * arrived, and its id. FTS5 walks its lists by row number, so the newest matches come first without sorting, however
 * common a word is. A finer clock would cost bytes in every list, because row numbers are stored as differences.
 * The walk puts the entries of one quarter of an hour in order (`candidates-by-index.ts`).
 */
export const searchQuarterMs = 15 * 60_000;

/** A quarter of an hour has room for 2^30 entry ids. Row numbers stay safe integers until the year 2200. */
export const searchIdsMax = 2 ** 30;

/** The row number of an entry. */
export function searchRow(firstSeenAt: Instant, entryId: number): number {
  return Math.floor(firstSeenAt / searchQuarterMs) * searchIdsMax + entryId;
}

/** The greatest possible row number of an entry that arrived at `at`. */
export function searchRowLast(at: Instant): number {
  return Math.min(Math.floor(at / searchQuarterMs) * searchIdsMax + searchIdsMax - 1, Number.MAX_SAFE_INTEGER);
}

/** The smallest possible row number of an entry that arrived at `at`. */
export function searchRowFirst(at: Instant): number {
  return Math.min(Math.floor(at / searchQuarterMs) * searchIdsMax, Number.MAX_SAFE_INTEGER);
}
