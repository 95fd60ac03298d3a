import { dayMs, type Instant, secondMs } from "../../domain/time.ts";

/** A receiver that asks for a longer wait is asked again after a day. */
const waitMsMax = dayMs;

/** The time of a Retry-After header (RFC 9110 section 10.2.3): seconds or a date; null when there is none. */
export function readRetryAfter(header: string | null, now: Instant): Instant | null {
  if (header === null) return null;
  const text = header.trim();
  const at = /^\d+(\.\d+)?$/.test(text) ? now + Math.ceil(Number(text) * secondMs) : Date.parse(text);
  return Number.isNaN(at) ? null : Math.min(Math.max(at, now), now + waitMsMax);
}
