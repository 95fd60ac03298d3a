import type { FeedMemory } from "../../domain/poll-memory.ts";
import { dayMs, hourMs, type Instant } from "../../domain/time.ts";

/**
 * When a feed publishes: the number of entries by hour of the week (UTC, hour 0 is Sunday 00:00). Old weeks fade: half
 * of their weight is gone after `halfLifeMs`.
 */
export type Rhythm = NonNullable<FeedMemory["rhythm"]>;

const hoursOfWeek = 168;
const halfLifeMs = 28 * dayMs;
/** Entries older than this do not count, neither in a feed's first document nor in the check for silence. */
export const lookBackMsMax = 28 * dayMs;

/** Adds the times of the entries that are new since `rhythm` was last updated. Pure. */
export function learnRhythm(rhythm: Rhythm | null, arrivals: readonly Instant[], now: Instant): Rhythm {
  const before = fade(rhythm ?? startRhythm(arrivals, now), now);
  const counts = [...before.counts];
  for (const at of arrivals) {
    if (at < now - lookBackMsMax) continue;
    const hour = hourOfWeek(at);
    counts[hour] = (counts[hour] ?? 0) + 1;
  }
  const elapsedMs = Math.max(0, now - before.updatedAt);
  return { ...before, counts, observedMs: before.observedMs + elapsedMs, updatedAt: now };
}

/**
 * How long to wait until a poll is worth its request, at most `msMax`. The wait is shorter in hours with more news.
 * Pure.
 */
export function rhythmInterval(rhythm: Rhythm, now: Instant, msMax: number): number {
  const rates = hourlyRates(rhythm);
  let expected = 0;
  for (let at = now; at < now + msMax; ) {
    const hourEnd = Math.min(now + msMax, nextHour(at));
    const perMs = (rates[hourOfWeek(at)] ?? 0) / hourMs;
    const reachedAt = perMs > 0 ? at + (entriesWorthAPoll - expected) / perMs : Number.POSITIVE_INFINITY;
    if (reachedAt <= hourEnd) return Math.round(reachedAt - now);
    expected += perMs * (hourEnd - at);
    at = hourEnd;
  }
  return msMax;
}

/**
 * A poll is worth its request when it brings a tenth of an entry on average: a feed with ten entries an hour is polled
 * every 36 s, and a feed with one entry a day every 2.4 h.
 */
const entriesWorthAPoll = 0.1;

/** The number of entries expected between `since` and `now`, looking back at most `lookBackMsMax`. Pure. */
export function expectedSince(rhythm: Rhythm, since: Instant, now: Instant): number {
  const rates = hourlyRates(rhythm);
  let expected = 0;
  for (let at = Math.max(since, now - lookBackMsMax); at < now; ) {
    const hourEnd = Math.min(now, nextHour(at));
    expected += ((rates[hourOfWeek(at)] ?? 0) * (hourEnd - at)) / hourMs;
    at = hourEnd;
  }
  return expected;
}

/** The number of entries expected in each hour of the week. */
function hourlyRates(rhythm: Rhythm): readonly number[] {
  const total = rhythm.counts.reduce((sum, count) => sum + count, 0);
  // Add half an entry: a feed that had none in its first hour may well have one in the next.
  const mean = (total + 0.5) / (rhythm.observedMs / hourMs);
  const weeks = rhythm.observedMs / (hoursOfWeek * hourMs);
  // The mean counts as one more week, so that a new feed starts with its mean. Every hour counts for at least a third
  // of the mean, because news also breaks at night.
  return rhythm.counts.map((count) => Math.max((count + mean) / (weeks + 1), mean / 3));
}

/** Fades once a day. If it faded more often, rounding would undo it. */
function fade(rhythm: Rhythm, now: Instant): Rhythm {
  const elapsedMs = now - rhythm.fadedAt;
  if (elapsedMs < dayMs) return rhythm;
  const factor = 0.5 ** (elapsedMs / halfLifeMs);
  const counts = rhythm.counts.map((count) => Math.round(count * factor * 1000) / 1000);
  return { ...rhythm, counts, observedMs: Math.round(rhythm.observedMs * factor), fadedAt: now };
}

/** Starts the observation at the oldest entry of the first document. */
function startRhythm(arrivals: readonly Instant[], now: Instant): Rhythm {
  const oldest = arrivals.reduce((min, at) => Math.min(min, at), now);
  const observedMs = Math.min(lookBackMsMax, Math.max(now - oldest, hourMs));
  return { counts: new Array<number>(hoursOfWeek).fill(0), observedMs, updatedAt: now, fadedAt: now };
}

function hourOfWeek(at: Instant): number {
  // 1970-01-01 was a Thursday.
  const hours = Math.floor(at / hourMs) + 4 * 24;
  return ((hours % hoursOfWeek) + hoursOfWeek) % hoursOfWeek;
}

function nextHour(at: Instant): Instant {
  return (Math.floor(at / hourMs) + 1) * hourMs;
}
