import { dayAfter, type ZoneDays } from "../../domain/calendar/zone-days.ts";
import { factTime } from "../../domain/query/read-fact.ts";
import type { Instant } from "../../domain/time.ts";

const bounds = /(?:^|\s)(?:after|before):\S+/giu;

/** The day of the reader's calendar to which after: and before: limit a query; null when they name no whole day. */
export function dayOfQuery(text: string, days: ZoneDays): string | null {
  const after = timeOf(text, "after");
  const before = timeOf(text, "before");
  if (after === null || before === null) return null;
  const day = days.dayAt(after);
  return after === days.startOf(day) && before === endOf(day, days) ? day : null;
}

/** The query with its after: and before: replaced, so that it is limited to one day; null removes the limits. */
export function withDay(text: string, day: string | null, days: ZoneDays): string {
  const bare = text.replaceAll(bounds, "").trim();
  if (day === null) return bare;
  return `${bare} after:${written(days.startOf(day))} before:${written(endOf(day, days))}`.trim();
}

function endOf(day: string, days: ZoneDays): Instant {
  return days.startOf(dayAfter(day, 1) ?? day);
}

/** The time in UTC that the query names; null when it names none, or none that the search accepts. */
function timeOf(text: string, field: "after" | "before"): Instant | null {
  const [, value] =
    new RegExp(`(?:^|\\s)${field}:(\\d{4}-\\d\\d-\\d\\d(?:T\\d\\d:\\d\\d)?)Z?(?=\\s|$)`, "i").exec(text) ?? [];
  const at = value === undefined ? Number.NaN : factTime(value);
  return Number.isNaN(at) ? null : at;
}

/** The time in the form that after: and before: accept: a day or a time in UTC. */
function written(at: Instant): string {
  return new Date(at).toISOString().slice(0, 16).replace("T00:00", "");
}
