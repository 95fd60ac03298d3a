import type { Instant } from "../domain/time.ts";

/** Clamps an instant to what every feed format can express: 1970 to the end of 9999, in whole milliseconds. */
export function cleanInstant(at: Instant): Instant {
  return Number.isFinite(at) ? Math.min(Math.max(Math.trunc(at), 0), instantMax) : 0;
}

const instantMax = 253_402_300_799_000;
