import { dayMs } from "../../domain/time.ts";

const bounds = /(?:^|\s)(?:after|before):\S+/giu;

/**
 * The day ("2026-06-01", in UTC) to which after: and before: limit a query; null when they do not limit it to one day.
 */
export function dayOfQuery(text: string): string | null {
  const [, after] = /(?:^|\s)after:(\d{4}-\d\d-\d\d)(?=\s|$)/i.exec(text) ?? [];
  const [, before] = /(?:^|\s)before:(\d{4}-\d\d-\d\d)(?=\s|$)/i.exec(text) ?? [];
  return after !== undefined && before === dayAfter(after, 1) ? after : null;
}

/** The query with its after: and before: replaced, so that it is limited to one day; null removes the limits. */
export function withDay(text: string, day: string | null): string {
  const bare = text.replaceAll(bounds, "").trim();
  if (day === null) return bare;
  return `${bare} after:${day} before:${dayAfter(day, 1)}`.trim();
}

/** The day that is `days` days later; null when `day` is not a date. */
export function dayAfter(day: string, days: number): string | null {
  const at = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at)) return null;
  return new Date(at + days * dayMs).toISOString().slice(0, 10);
}
