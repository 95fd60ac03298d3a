import { dayMs, hourMs, minuteMs, secondMs } from "../domain/time.ts";

/** A length of time in one unit: "40 s", "12 min", "3.5 h", "9.2 d". */
export function spanOf(ms: number): string {
  if (ms < minuteMs) return `${Math.round(ms / secondMs)} s`;
  if (ms < hourMs) return `${Math.round(ms / minuteMs)} min`;
  return ms < 2 * dayMs ? `${(ms / hourMs).toFixed(1)} h` : `${(ms / dayMs).toFixed(1)} d`;
}
