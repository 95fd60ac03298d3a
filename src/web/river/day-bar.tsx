import type { Instant } from "../../domain/time.ts";
import { dayAfter, dayOfQuery, withDay } from "./day-of.ts";
import { addressOf, type DeskQuery } from "./desk-query.ts";

/** Goes to a day, or to the day before or after. A day is part of the search: `after:2026-06-01 before:2026-06-02`. */
export function DayBar({ query, now }: { readonly query: DeskQuery; readonly now: Instant }) {
  const today = new Date(now).toISOString().slice(0, 10);
  const day = dayOfQuery(query.asked.text);
  const to = (target: string | null) => `/${addressOf(query, { q: withDay(query.asked.text, target) || null })}`;
  const shown = day ?? today;
  const next = dayAfter(shown, 1);
  return (
    <form id="day-bar" class="day-bar" method="get" action="/" aria-label="Go to a day">
      {[...new URLSearchParams(query.canonical)].map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <a href={to(dayAfter(shown, -1))} aria-label="The day before">
        ‹
      </a>
      <input type="date" name="day" value={shown} max={today} aria-label="Day, in UTC" required />
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
