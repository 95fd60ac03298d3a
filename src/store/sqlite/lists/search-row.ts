import type { Instant } from "../../../domain/time.ts";

/**
 * Row numbers of the full-text index grow with arrival: the quarter of an hour in which an entry arrived, then its id.
 * FTS5 walks its lists by row number, so the newest matches come first without sorting all of them, however common a
 * word is. A finer clock would cost bytes in every list (row numbers are stored as differences); inside a quarter we
 * sort.
 */
const searchQuarterMs = 15 * 60_000;

/** A quarter has room for 2^30 entry ids; the number stays a safe integer until the year 2200. */
export const searchIdsMax = 2 ** 30;

export function searchRow(firstSeenAt: Instant, entryId: number): number {
  return Math.floor(firstSeenAt / searchQuarterMs) * searchIdsMax + entryId;
}

/** The last row number that an entry that arrived at `at` may have. */
export function searchRowLast(at: Instant): number {
  return Math.min(Math.floor(at / searchQuarterMs) * searchIdsMax + searchIdsMax - 1, Number.MAX_SAFE_INTEGER);
}

/** The first row number that an entry that arrived at `at` may have. */
export function searchRowFirst(at: Instant): number {
  return Math.min(Math.floor(at / searchQuarterMs) * searchIdsMax, Number.MAX_SAFE_INTEGER);
}
