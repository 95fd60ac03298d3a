/** A point in time: milliseconds since 1970-01-01T00:00:00Z, always an integer. */
export type Instant = number;

export const secondMs = 1000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/**
 * Whether a span is shorter than `msMax`. False for a negative span: it means that the clock was set back, and times
 * from before that do not count.
 */
export function isWithin(msMax: number, ms: number): boolean {
  return ms >= 0 && ms < msMax;
}
