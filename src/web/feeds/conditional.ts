import { parseHttpDate } from "../../domain/calendar/http-date.ts";
import type { Instant } from "../../domain/time.ts";

/** The conditional headers of a request as received; null when absent. */
export interface Conditions {
  readonly ifMatch: string | null;
  readonly ifNoneMatch: string | null;
  readonly ifModifiedSince: string | null;
  readonly ifUnmodifiedSince: string | null;
}

/**
 * The outcome of a GET or HEAD with these conditions, in the order of RFC 9110 section 13.2.2. `etag` is the ETag of
 * the selected representation with its quotes; `lastModified` is null when none is sent. Headers that cannot be parsed
 * are ignored.
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
    const since = parseHttpDate(ifUnmodifiedSince, now, "strict");
    if (since !== null && wholeSecond(current.lastModified) > since) return "preconditionFailed";
  }
  // Section 13.1.3: if If-None-Match is present, If-Modified-Since is ignored.
  if (ifNoneMatch === current.etag) return "notModified";
  if (ifNoneMatch !== null) return namesEtag(ifNoneMatch, current.etag, "weak") ? "notModified" : "send";
  if (ifModifiedSince === null || current.lastModified === null) return "send";
  const since = parseHttpDate(ifModifiedSince, now, "strict");
  return since !== null && wholeSecond(current.lastModified) <= since ? "notModified" : "send";
}

/**
 * Whether a list of entity tags (or "*") contains `etag`, by RFC 9110 section 8.8.3.2. If the list is malformed, only
 * the part before the fault counts.
 */
function namesEtag(list: string, etag: string, comparison: "strong" | "weak"): boolean {
  if (list === etag) return comparison === "weak" || !etag.startsWith("W/");
  if (list.trim() === "*") return true;
  const wanted = etag.startsWith("W/") ? etag.slice(2) : etag;
  if (comparison === "strong" && wanted !== etag) return false;
  // One element of the list and the separators before it (empty elements are allowed, section 5.6.1.2).
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
