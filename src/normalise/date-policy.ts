import type { DateClass } from "../domain/entry.ts";
import type { ParsedDate, ParsedFeed, ParsedItem } from "../domain/parsed-feed.ts";
import { dayMs, hourMs, type Instant, minuteMs, secondMs } from "../domain/time.ts";

/** Server clocks differ by minutes. A date that is only this far ahead is believed and clamped. */
const clockSkewMsMax = 5 * minuteMs;
/** Dates before this are the zeroes of computing (1970-01-01, 1900, year 1), which mean "no date". */
const earliestMs = dayMs;
/**
 * If all dates of a feed are close together and close to the time of the request, the server writes the time of the
 * request. Fewer items than this prove nothing.
 */
const alwaysNowItemsMin = 3;
/** How far apart such dates may be. */
const alwaysNowSpreadMsMax = 30 * secondMs;
/** How far such dates may be from the time of the request. */
const alwaysNowAgeMsMax = 2 * minuteMs;
/** If such dates are this close to the build date, the server writes the time at which it made the page. */
const builtNearMsMax = minuteMs;
/** A cache may have kept such a page for this long. */
const cachedAgeMsMax = 10 * minuteMs;
/** Such dates may seem to be this far in the future, if the server states the wrong zone. */
const wrongZoneMsMax = 14 * hourMs;
/** A date without a time may mean a day that began this long before the document was saved, in some time zone. */
const midnightBeforeFileMsMax = 36 * hourMs;

export interface DateClaim {
  readonly claim: ParsedDate | null;
  readonly firstSeenAt: Instant;
  readonly alwaysNow: boolean;
}

/** How far a feed's publication time can be believed. */
export function classifyDate(dates: DateClaim): DateClass {
  const { claim, firstSeenAt } = dates;
  if (claim === null || isAbsurd(claim.at)) return "missing";
  if (dates.alwaysNow) return "alwaysNow";
  if (claim.at > firstSeenAt + clockSkewMsMax) return "future";
  return claim.midnight ? "midnight" : "stated";
}

/** The feed's date if it is usable, but never later than `firstSeenAt`; otherwise `firstSeenAt`. */
export function publishedAt(dates: DateClaim): Instant {
  const dateClass = classifyDate(dates);
  const usable = dateClass === "stated" || dateClass === "midnight";
  return usable && dates.claim !== null ? Math.min(dates.claim.at, dates.firstSeenAt) : dates.firstSeenAt;
}

/** The feed's date of the last change; null when missing, absurd, or further ahead of `now` than clocks differ. */
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
 * True when the server writes the time of the request, or of making the page, on every item. Such dates mean nothing.
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
  // A batch published on the hour has round times, and its document is built in the same minute; that proves nothing.
  const isBatch = claims.every((claim) => claim !== null && claim.at % minuteMs === 0);
  const builtNear = !isBatch && feed.built !== null && Math.abs(feed.built.at - last) <= builtNearMsMax;
  return builtNear && age >= -wrongZoneMsMax && age <= cachedAgeMsMax;
}

/**
 * The arrival time of an archived item, so that time windows work as they did live: the item's own date if it is
 * plausible, or else the time of the file. A day without a time shortly before the file's time also gives the file's
 * time.
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
