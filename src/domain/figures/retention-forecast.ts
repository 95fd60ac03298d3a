import { dayMs, type Instant } from "../time.ts";

/** The content of a store, and how much of it retention deletes. */
export interface RetentionFigures {
  readonly entries: number;
  /** The size of the store without its free pages. On a server: of the store's tables and indexes. */
  readonly bytes: number;
  /** How many entries are old enough to be deleted at each of the requested times. */
  readonly due: readonly number[];
  /** When the oldest entry was stored; null in an empty store. */
  readonly oldestStoredAt: Instant | null;
  /** How many entries were stored since the requested time. */
  readonly storedSince: number;
}

export interface RetentionForecast {
  /** How many entries the next purge deletes. */
  readonly dueNow: number;
  /** How many entries purges delete until `weekMs` from now, the next purge included. */
  readonly dueInAWeek: number;
  /**
   * How many entries were stored per day, in the last week or since the first entry; null when the first entry is less
   * than a day old.
   */
  readonly entriesADay: number | null;
  /**
   * The size at which the store stops growing if entries keep arriving at this rate; null when the rate is not known
   * yet.
   */
  readonly bytesInTheEnd: number | null;
}

/** How far a forecast looks back and ahead. */
export const weekMs = 7 * dayMs;

/**
 * The times for `Store.readRetention`: a forecast needs the numbers of entries that were stored before and since these
 * times.
 */
export function forecastTimes(now: Instant, entryAgeMs: number): { before: readonly Instant[]; since: Instant } {
  return { before: [now - entryAgeMs, now - entryAgeMs + weekMs], since: now - weekMs };
}

/** What retention will delete and how large the store will get. `figures`: for the times of `forecastTimes`. */
export function forecastRetention(figures: RetentionFigures, now: Instant, entryAgeMs: number): RetentionForecast {
  const { entries, bytes, due, oldestStoredAt, storedSince } = figures;
  const [dueNow = 0, dueInAWeek = 0] = due;
  const spanMs = oldestStoredAt === null ? 0 : Math.min(weekMs, now - oldestStoredAt);
  if (spanMs < dayMs || entries === 0) return { dueNow, dueInAWeek, entriesADay: null, bytesInTheEnd: null };
  const entriesADay = (storedSince * dayMs) / spanMs;
  const bytesInTheEnd = (bytes / entries) * entriesADay * (entryAgeMs / dayMs);
  return { dueNow, dueInAWeek, entriesADay, bytesInTheEnd };
}
