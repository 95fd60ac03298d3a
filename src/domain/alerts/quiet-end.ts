import { createHoursClock } from "../calendar/hours-clock.ts";
import { hourMs, type Instant, minuteMs } from "../time.ts";
import type { AlertRule } from "./alert-rule.ts";

/** The end of the quiet hours that contain `now`; null when `now` is not in quiet hours. */
export function quietEnd(quiet: AlertRule["quiet"], now: Instant): Instant | null {
  if (quiet === null) return null;
  const clock = createHoursClock({ ranges: [quiet.range], timeZone: quiet.timeZone });
  if (!clock.holds(now)) return null;
  let end = (Math.floor(now / minuteMs) + 1) * minuteMs;
  // A day on which the clock changes may have 25 hours.
  while (end < now + 25 * hourMs && clock.holds(end)) end += minuteMs;
  return end;
}
