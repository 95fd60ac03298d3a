import { dayMs, hourMs, minuteMs, secondMs } from "../domain/time.ts";

const unitMs: Readonly<Record<string, number>> = { s: secondMs, m: minuteMs, h: hourMs, d: dayMs };

/** Reads "90s", "5m", "2h" or "30d" into milliseconds. Returns null for anything else, and for zero. */
export function readDuration(text: string): number | null {
  const match = /^(\d{1,6})\s?([smhd])$/.exec(text.trim());
  if (match === null) return null;
  const ms = Number(match[1]) * (unitMs[match[2] ?? ""] ?? 0);
  return ms > 0 ? ms : null;
}
