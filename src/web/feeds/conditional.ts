import type { Instant } from "../../domain/time.ts";

/** The conditional headers of a request as they came; null where absent. */
export interface Conditions {
  readonly ifMatch: string | null;
  readonly ifNoneMatch: string | null;
  readonly ifModifiedSince: string | null;
  readonly ifUnmodifiedSince: string | null;
}

/**
 * What a GET or HEAD with these conditions gets, in the order of RFC 9110 section 13.2.2. `etag` is that of the
 * selected representation with its quotes; `lastModified` is null where none is sent. Fields that do not parse are
 * ignored.
 */
export function evaluateConditions(
  conditions: Conditions,
  current: { readonly etag: string; readonly lastModified: Instant | null },
  now: Instant,
): "send" | "notModified" | "preconditionFailed" {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions;
  if (ifMatch !== null) {
    if (!namesEtag(ifMatch, current.etag, "strong")) return "preconditionFailed";
  } else if (ifUnmodifiedSince !== null && current.lastModified !== null) {
    const since = parseHttpDate(ifUnmodifiedSince, now);
    if (since !== null && wholeSecond(current.lastModified) > since) return "preconditionFailed";
  }
  // Section 13.1.3: with If-None-Match there, If-Modified-Since is not looked at.
  if (ifNoneMatch === current.etag) return "notModified";
  if (ifNoneMatch !== null) return namesEtag(ifNoneMatch, current.etag, "weak") ? "notModified" : "send";
  if (ifModifiedSince === null || current.lastModified === null) return "send";
  const since = parseHttpDate(ifModifiedSince, now);
  return since !== null && wholeSecond(current.lastModified) <= since ? "notModified" : "send";
}

/**
 * Whether a list of entity tags (or "*") names `etag`, by RFC 9110 section 8.8.3.2. A broken list names what stands
 * before the break.
 */
function namesEtag(list: string, etag: string, comparison: "strong" | "weak"): boolean {
  if (list === etag) return comparison === "weak" || !etag.startsWith("W/");
  if (list.trim() === "*") return true;
  const wanted = etag.startsWith("W/") ? etag.slice(2) : etag;
  if (comparison === "strong" && wanted !== etag) return false;
  // One element of the list with the separators before it (empty elements are allowed, section 5.6.1.2).
  const entityTag = /[ \t,]*(W\/)?("[\x21\x23-\x7e\x80-\xff]*")[ \t]*(?=,|$)/y;
  for (let found = entityTag.exec(list); found !== null; found = entityTag.exec(list)) {
    const [, weak, tag] = found;
    if (tag === wanted && (comparison === "weak" || weak === undefined)) return true;
  }
  return false;
}

function wholeSecond(at: Instant): Instant {
  return at - (at % 1000);
}

/**
 * A date in one of the three forms of RFC 9110 section 5.6.7; null for anything else. `now` settles the century of
 * two-digit years.
 */
export function parseHttpDate(text: string, now: Instant): Instant | null {
  for (const form of dateForms) {
    const groups = form.exec(text.trim())?.groups;
    if (groups !== undefined) return instantOf(groups, now);
  }
  return null;
}

const dateForms = [
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/,
  /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\d{2}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/,
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d{2}:\d{2}:\d{2}) (?<year>\d{4})$/,
];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function instantOf(groups: Record<string, string>, now: Instant): Instant | null {
  const month = months.indexOf(groups.month ?? "");
  const day = Number(groups.day);
  const [hour = 0, minute = 0, second = 0] = (groups.time ?? "").split(":").map(Number);
  const year = fullYear(groups.year ?? "", now);
  if (month < 0 || day < 1 || hour > 23 || minute > 59 || second > 60) return null;
  const at = Date.UTC(year, month, day, hour, minute, second);
  return new Date(Date.UTC(year, month, day)).getUTCMonth() === month ? at : null;
}

/** Section 5.6.7: a two-digit year that seems over 50 years in the future is the past one with the same last digits. */
function fullYear(year: string, now: Instant): number {
  if (year.length === 4) return Number(year);
  const thisYear = new Date(now).getUTCFullYear();
  const guess = thisYear - (thisYear % 100) + Number(year);
  return guess > thisYear + 50 ? guess - 100 : guess;
}
