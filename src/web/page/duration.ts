import { dayMs, hourMs, minuteMs, secondMs } from "../../domain/time.ts";

/** Writes a span of time with one unit: "300 ms", "40 s", "12 min", "3 h", "2 d". */
export function duration(ms: number): string {
  const span = Math.max(0, ms);
  if (span < secondMs) return `${Math.round(span)} ms`;
  if (span < 2 * minuteMs) return `${Math.round(span / secondMs)} s`;
  if (span < 2 * hourMs) return `${Math.round(span / minuteMs)} min`;
  if (span < 2 * dayMs) return `${Math.round(span / hourMs)} h`;
  return `${Math.round(span / dayMs)} d`;
}
