import type { DateClass } from "../domain/entry.ts";
import type { ParsedDate, ParsedFeed, ParsedItem } from "../domain/parsed-feed.ts";
import { dayMs, hourMs, type Instant, minuteMs, secondMs } from "../domain/time.ts";

/** Clocks of servers differ by minutes: a date so little ahead is believed, and clamped. */
const clockSkewMsMax = 5 * minuteMs;
/** Before it lie the zeroes of computing (1970-01-01, 1900, year 1), which mean "no date". */
const earliestMs = dayMs;
/**
 * A feed whose dates are all the time of the request: items that are needed to tell, how far apart they may be, and
 * from the request.
 */
const alwaysNowItemsMin = 3;
const alwaysNowSpreadMsMax = 30 * secondMs;
const alwaysNowAgeMsMax = 2 * minuteMs;
/**
 * A build date that says the same allows for a cache, or for a zone that is wrong; not for more: newsrooms publish in
 * batches on the hour.
 */
const builtNearMsMax = minuteMs;
const cachedAgeMsMax = 10 * minuteMs;
const wrongZoneMsMax = 14 * hourMs;
/** A day without a time of day, in any zone, and then some time before the document was kept. */
const midnightBeforeFileMsMax = 36 * hourMs;

export interface DateClaim {
  readonly claim: ParsedDate | null;
  readonly firstSeenAt: Instant;
  readonly alwaysNow: boolean;
}

/** What a feed's claim of the time of publication is worth. */
export function classifyDate(dates: DateClaim): DateClass {
  const { claim, firstSeenAt } = dates;
  if (claim === null || isAbsurd(claim.at)) return "missing";
  if (dates.alwaysNow) return "alwaysNow";
  if (claim.at > firstSeenAt + clockSkewMsMax) return "future";
  return claim.midnight ? "midnight" : "stated";
}

/** The claim where it can be used, never after `firstSeenAt`; else `firstSeenAt`. */
export function publishedAt(dates: DateClaim): Instant {
  const dateClass = classifyDate(dates);
  const usable = dateClass === "stated" || dateClass === "midnight";
  return usable && dates.claim !== null ? Math.min(dates.claim.at, dates.firstSeenAt) : dates.firstSeenAt;
}

/** The claim of the last change; null where it is missing, absurd or after `now` by more than clocks differ. */
export function updatedAt(claim: ParsedDate | null, now: Instant): Instant | null {
  if (claim === null || isAbsurd(claim.at) || claim.at > now + clockSkewMsMax) return null;
  return Math.min(claim.at, now);
}

/** The date that an item claims: published, else updated. */
export function claimedDate(item: Pick<ParsedItem, "published" | "updated">): ParsedDate | null {
  return item.published ?? item.updated;
}

/**
 * True when the server writes the time of the request, or of the page's making, on every item: such dates say nothing.
 */
export function detectAlwaysNow(feed: Pick<ParsedFeed, "items" | "built">, fetchedAt: Instant): boolean {
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
  // A batch on the hour has round times, and a document built in the same minute.
  const isBatch = claims.every((claim) => claim !== null && claim.at % minuteMs === 0);
  const builtNear = !isBatch && feed.built !== null && Math.abs(feed.built.at - last) <= builtNearMsMax;
  return builtNear && age >= -wrongZoneMsMax && age <= cachedAgeMsMax;
}

/**
 * When an archived item is taken to have arrived, so that time windows work as they did live: its own date where that
 * is plausible, else the time of the file. A day without a time of day that lies shortly before the file's time gives
 * the file's time.
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
