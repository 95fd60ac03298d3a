import { dayMs, hourMs, type Instant, minuteMs } from "../time.ts";

/** The days of a place's calendar. A day is written "2026-06-01". Make one for each reading: it holds a formatter. */
export interface ZoneDays {
  /** IANA name: "Europe/Berlin". */
  readonly timeZone: string;
  /** The day on which the instant falls. */
  dayAt(at: Instant): string;
  /**
   * The first quarter of an hour of a day, or of the next day when the place skipped the day. Summer time may begin at
   * midnight, so this is not always 00:00 on the clock.
   */
  startOf(day: string): Instant;
  /** The time on the place's clock: "14:05". */
  clockAt(at: Instant): string;
}

export function createZoneDays(timeZone: string): ZoneDays {
  const days = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  const dayAt = (at: Instant) => days.format(at);

  function startOf(day: string): Instant {
    const midnight = Date.parse(`${day}T00:00:00Z`);
    // No clock is further from UTC than that. All are whole quarters of an hour away from it, since 1972.
    let [before, from] = [midnight - awayMsMax, midnight + awayMsMax];
    while (from - before > quarterMs) {
      const middle = before + Math.floor((from - before) / quarterMs / 2) * quarterMs;
      if (dayAt(middle) < day) before = middle;
      else from = middle;
    }
    return from;
  }

  return { timeZone, dayAt, startOf, clockAt: (at) => clockOf(at, timeZone) };
}

const quarterMs = 15 * minuteMs;
const awayMsMax = 16 * hourMs;

function clockOf(at: Instant, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(at);
}

/** The day that is `days` days later; null when `day` is not a date. */
export function dayAfter(day: string, days: number): string | null {
  const at = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at)) return null;
  return new Date(at + days * dayMs).toISOString().slice(0, 10);
}
