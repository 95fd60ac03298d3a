import { parseHttpDate } from "../domain/calendar/http-date.ts";
import type { Headers } from "../domain/document.ts";
import { type Instant, secondMs } from "../domain/time.ts";

/** How long the publisher calls a response fresh, in milliseconds from its arrival, and the header that says so. */
export interface Freshness {
  readonly ms: number;
  readonly rule: string;
}

/**
 * The freshness by RFC 9111 section 4.2 for a private cache: max-age, or else the time from the server's own Date to
 * Expires. Age, the time that the response spent in caches on the way, is subtracted. s-maxage is ignored, because it
 * is for shared caches. no-cache and no-store mean 0. null when the headers say nothing. Pure.
 */
export function httpFreshness(headers: Headers, now: Instant): Freshness | null {
  const control = cacheControl(headers["cache-control"] ?? "");
  if (control.has("no-store") || control.has("no-cache")) return { ms: 0, rule: "Cache-Control no-cache" };
  const ageMs = (deltaSeconds(headers.age ?? null) ?? 0) * secondMs;
  const maxAge = control.get("max-age");
  if (maxAge !== undefined) {
    // RFC 9111 section 4.2.1: a max-age that cannot be read counts as stale.
    const seconds = deltaSeconds(maxAge) ?? 0;
    return { ms: Math.max(0, seconds * secondMs - ageMs), rule: `Cache-Control max-age=${seconds}` };
  }
  const expires = headers.expires;
  if (expires === undefined) return null;
  // RFC 9111 section 5.3: an invalid date, such as "0", is in the past.
  const at = parseHttpDate(expires, now, "lenient");
  if (at === null) return { ms: 0, rule: "Expires in the past" };
  const date = parseHttpDate(headers.date ?? "", now, "lenient") ?? now;
  return { ms: Math.max(0, at - date - ageMs), rule: `Expires ${new Date(at).toISOString()}` };
}

/** When Retry-After allows the next request. */
export interface RetryAfter {
  readonly at: Instant;
  readonly ms: number;
}

/**
 * Reads Retry-After (RFC 9110 section 10.2.3): a number of seconds, or a date, which is compared with the server's own
 * Date. null when the header is absent or unreadable. Pure.
 */
export function retryAfter(headers: Headers, now: Instant): RetryAfter | null {
  const value = headers["retry-after"]?.trim();
  if (value === undefined || value === "") return null;
  const seconds = deltaSeconds(value);
  if (seconds !== null) return { at: now + seconds * secondMs, ms: seconds * secondMs };
  const date = parseHttpDate(value, now, "lenient");
  if (date === null) return null;
  const ms = Math.max(0, date - (parseHttpDate(headers.date ?? "", now, "lenient") ?? now));
  return { at: now + ms, ms };
}

/** RFC 9111 section 1.2.2: only digits; a value over 2^31 counts as 2^31. */
function deltaSeconds(text: string | null): number | null {
  const digits = text?.trim() ?? "";
  if (!/^\d{1,32}$/.test(digits)) return null;
  return Math.min(Number(digits), deltaSecondsMax);
}

const deltaSecondsMax = 2 ** 31;

/** Directives by lower-case name. If a directive is repeated, the first one counts (RFC 9111 section 4.2.1). */
function cacheControl(header: string): ReadonlyMap<string, string> {
  const directives = new Map<string, string>();
  for (const part of header.slice(0, headerCharsMax).split(",")) {
    const [name = "", value = ""] = part.split("=", 2);
    const key = name.trim().toLowerCase();
    if (key !== "" && !directives.has(key)) directives.set(key, value.trim().replace(/^"|"$/g, ""));
  }
  return directives;
}

const headerCharsMax = 4096;
