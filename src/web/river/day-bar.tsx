import { createZoneDays, dayAfter } from "../../domain/calendar/zone-days.ts";
import type { Instant } from "../../domain/time.ts";
import { dayOfQuery, withDay } from "./day-of.ts";
import { addressOf, type DeskQuery } from "./desk-query.ts";

/**
 * Lets the reader go to a day of their calendar, or to the day before or after. A day is part of the search, as times
 * in UTC: `after:2026-05-31T22:00 before:2026-06-01T22:00` is the first of June in Berlin.
 */
export function DayBar(props: { readonly query: DeskQuery; readonly now: Instant; readonly timeZone: string }) {
  const { query, now, timeZone } = props;
  const days = createZoneDays(timeZone);
  const today = days.dayAt(now);
  const day = dayOfQuery(query.asked.text, days);
  const to = (target: string | null) => `/${addressOf(query, { q: withDay(query.asked.text, target, days) || null })}`;
  const shown = day ?? today;
  const next = dayAfter(shown, 1);
  return (
    <form id="day-bar" class="day-bar" data-zone={timeZone} method="get" action="/" aria-label="Go to a day">
      {[...new URLSearchParams(query.canonical)].map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <a href={to(dayAfter(shown, -1))} aria-label="The day before">
        ‹
      </a>
      <input
        type="date"
        name="day"
        value={shown}
        max={today}
        aria-label={`Day, in ${timeZone}`}
        title={`Day, in ${timeZone}`}
        required
      />
      {day === null || next === null || next > today ? null : (
        <a href={to(next)} aria-label="The day after">
          ›
        </a>
      )}
      <button type="submit">Go</button>
      {day === null ? null : <a href={to(null)}>Now</a>}
    </form>
  );
}
