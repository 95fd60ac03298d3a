import type { Instant } from "../domain/time.ts";

/** The instant where every feed format can say it: from 1970 to the end of the year 9999, whole milliseconds. */
export function cleanInstant(at: Instant): Instant {
  return Number.isFinite(at) ? Math.min(Math.max(Math.trunc(at), 0), instantMax) : 0;
}

const instantMax = 253_402_300_799_000;
