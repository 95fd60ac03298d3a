import { dayMs, hourMs, type Instant, minuteMs } from "../time.ts";

/**
 * The days of a place's calendar. A day is written "2026-06-01". Creating a `ZoneDays` is slow, because it makes a
 * formatter, so create one and ask it about many instants.
 */
export interface ZoneDays {
  /** IANA name: "Europe/Berlin". */
  readonly timeZone: string;
  /** The day on which the instant falls. */
  dayAt(at: Instant): string;
  /**
   * When a day begins, as a whole quarter of an hour; if the place skipped the day, when the next day begins. Summer
   * time may begin at midnight, so a day does not always begin at 00:00 on the clock.
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
    // No clock differs from UTC by more than `awayMsMax`. Since 1972, all differ by whole quarters of an hour.
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
