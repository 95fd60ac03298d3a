import type { DateClass } from "../domain/entry.ts";
import type { ParsedDate, ParsedFeed, ParsedItem } from "../domain/parsed-feed.ts";
import { dayMs, hourMs, type Instant, minuteMs, secondMs } from "../domain/time.ts";

/** Server clocks differ by minutes. A date that is at most this far ahead is trusted, and set back to the present. */
const clockSkewMsMax = 5 * minuteMs;
/** Earlier dates (1970-01-01, 1900, year 1) are the zero values of date formats, and mean "no date". */
const earliestMs = dayMs;
/**
 * "Always now": if all dates of a document are close together and close to the time of the request, the server writes
 * the time of the request. With fewer items than this, such dates prove nothing.
 */
const alwaysNowItemsMin = 3;
/** The greatest distance between dates that are "always now". */
const alwaysNowSpreadMsMax = 30 * secondMs;
/** The greatest distance between such dates and the time of the request. */
const alwaysNowAgeMsMax = 2 * minuteMs;
/** If such dates are this close to the build date, the server writes the time at which it made the document. */
const builtNearMsMax = minuteMs;
/** A cache may have kept such a document for this long. */
const cachedAgeMsMax = 10 * minuteMs;
/**
 * If the server states a wrong zone, such dates may seem to be this far ahead: UTC+14 is the zone furthest from UTC.
 */
const wrongZoneMsMax = 14 * hourMs;
/**
 * A date without a time is read as midnight UTC. In the time zone furthest behind (UTC-12), the day that the date means
 * ends this long after that midnight.
 */
const midnightBeforeFileMsMax = 36 * hourMs;

/** The date that an item states, and the facts by which it is judged. */
export interface DateClaim {
  readonly claim: ParsedDate | null;
  readonly firstSeenAt: Instant;
  readonly alwaysNow: boolean;
}

/** How far a stated publication time can be trusted. */
export function classifyDate(dates: DateClaim): DateClass {
  const { claim, firstSeenAt } = dates;
  if (claim === null || isAbsurd(claim.at)) return "missing";
  if (dates.alwaysNow) return "alwaysNow";
  if (claim.at > firstSeenAt + clockSkewMsMax) return "future";
  return claim.midnight ? "midnight" : "stated";
}

/** The stated date if it can be used, but never later than `firstSeenAt`; otherwise `firstSeenAt`. */
export function publishedAt(dates: DateClaim): Instant {
  const dateClass = classifyDate(dates);
  const usable = dateClass === "stated" || dateClass === "midnight";
  return usable && dates.claim !== null ? Math.min(dates.claim.at, dates.firstSeenAt) : dates.firstSeenAt;
}

/**
 * The stated date of the last change, but never later than `now`; null when it is missing, absurd, or further ahead of
 * `now` than clocks differ.
 */
export function updatedAt(claim: ParsedDate | null, now: Instant): Instant | null {
  if (claim === null || isAbsurd(claim.at) || claim.at > now + clockSkewMsMax) return null;
  return Math.min(claim.at, now);
}

/** The date that an item states: published, or else updated. */
export function claimedDate(item: Pick<ParsedItem, "published" | "updated">): ParsedDate | null {
  return item.published ?? item.updated;
}

/** The dates of a document. */
interface DatedItems extends Pick<ParsedFeed, "built"> {
  readonly items: readonly Pick<ParsedItem, "published" | "updated">[];
}

/**
 * True when the server writes the time of the request, or the time at which it made the document, on every item. Such
 * dates mean nothing.
 */
export function detectAlwaysNow(feed: DatedItems, fetchedAt: Instant): boolean {
  const claims = feed.items.map(claimedDate);
  if (claims.length < alwaysNowItemsMin || claims.some((claim) => claim === null || claim.midnight)) return false;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const claim of claims) {
    first = Math.min(first, claim?.at ?? first);
    last = Math.max(last, claim?.at ?? last);
  }
  if (last - first > alwaysNowSpreadMsMax) return false;
  const age = fetchedAt - last;
  if (Math.abs(age) <= alwaysNowAgeMsMax) return true;
  // Items that are published together on a schedule have times of whole minutes, and their document is built in the
  // same minute. Then a near build date proves nothing.
  const isBatch = claims.every((claim) => claim !== null && claim.at % minuteMs === 0);
  const builtNear = !isBatch && feed.built !== null && Math.abs(feed.built.at - last) <= builtNearMsMax;
  return builtNear && age >= -wrongZoneMsMax && age <= cachedAgeMsMax;
}

/**
 * The arrival time of an archived item, so that time windows work as they did when the item was news. It is the item's
 * own date if it is plausible, otherwise the time of the file. A date without a time, in the 36 hours before the file's
 * time, is replaced by the file's time too.
 */
export function archiveArrival(
  item: Pick<ParsedItem, "published" | "updated">,
  fileTime: Instant,
  alwaysNow: boolean,
): Instant {
  const claim = claimedDate(item);
  if (claim === null || alwaysNow || isAbsurd(claim.at) || claim.at > fileTime + dayMs) return fileTime;
  const age = fileTime - claim.at;
  return claim.midnight && age >= 0 && age <= midnightBeforeFileMsMax ? fileTime : claim.at;
}

function isAbsurd(at: Instant): boolean {
  return !Number.isFinite(at) || at < earliestMs;
}
