import { WireError } from "../domain/errors.ts";
import type { Instant } from "../domain/time.ts";

/** Reads the time that an option gives, such as 2026-11-22T08:00:00Z. Throws WireError usage when it is no time. */
export function readTime(text: string, option: string): Instant {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new WireError("usage", `${option} ${text}: expected a time such as 2026-11-22T08:00:00Z`);
  return at;
}
