import { dayMs, type Instant, secondMs } from "../../domain/time.ts";

/** The longest wait. If a receiver asks for a longer one, the next try is made after a day. */
const waitMsMax = dayMs;

/**
 * The time that a Retry-After header names (RFC 9110 section 10.2.3), in seconds or as a date. It is never before
 * `now`. null: the header is absent or cannot be read.
 */
export function readRetryAfter(header: string | null, now: Instant): Instant | null {
  if (header === null) return null;
  const text = header.trim();
  const at = /^\d+(\.\d+)?$/.test(text) ? now + Math.ceil(Number(text) * secondMs) : Date.parse(text);
  return Number.isNaN(at) ? null : Math.min(Math.max(at, now), now + waitMsMax);
}
