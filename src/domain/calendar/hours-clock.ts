import { hourMs, type Instant, minuteMs, secondMs } from "../time.ts";
import { type HourRange, type HoursOfDay, isInRange, minuteOfDay } from "./hours-of-day.ts";

/**
 * Converts instants to the local clock of a place. It caches results, so create one clock and ask it about many
 * instants.
 */
export interface HoursClock {
  /** Whether the instant falls within the hours. */
  holds(at: Instant): boolean;
  /**
   * The latest stretch at or before `at` that may lie within the hours. It is at most an hour long and includes both
   * ends. No instant between its end and `at` is within the hours. Some instants inside it may lie outside the hours,
   * so ask `holds` about each.
   */
  stretchBefore(at: Instant): Stretch;
  /** Like `stretchBefore`, but in the other direction: the earliest stretch at or after `at`. */
  stretchAfter(at: Instant): Stretch;
}

interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
}

export function createHoursClock({ ranges, timeZone }: HoursOfDay): HoursClock {
  const offsetAt = createOffsets(timeZone);
  const slots = new Map<number, Slot>();

  function slotAt(at: Instant): Slot {
    const start = Math.floor(at / hourMs) * hourMs;
    let slot = slots.get(start);
    if (slot === undefined) {
      slot = readSlot(start, offsetAt, ranges);
      if (slots.size >= slotsMax) slots.clear();
      slots.set(start, slot);
    }
    return slot;
  }

  function holds(at: Instant): boolean {
    const { offset } = slotAt(at);
    const minute = minuteOfDay(at, offset ?? offsetAt(at));
    return ranges.some((range) => isInRange(range, minute));
  }

  function stretchBefore(at: Instant): Stretch {
    let end = at;
    for (let step = 0; step < stepsMax; step += 1) {
      const { start, stretches } = slotAt(end);
      const found = stretches.findLast(({ from }) => from <= end);
      if (found !== undefined) return { from: found.from, to: Math.min(found.to, end) };
      end = start - 1;
    }
    return { from: end, to: end };
  }

  function stretchAfter(at: Instant): Stretch {
    let begin = at;
    for (let step = 0; step < stepsMax; step += 1) {
      const { start, stretches } = slotAt(begin);
      const found = stretches.find(({ to }) => to >= begin);
      if (found !== undefined) return { from: Math.max(found.from, begin), to: found.to };
      begin = start + hourMs;
    }
    return { from: begin, to: begin };
  }

  return { holds, stretchBefore, stretchAfter };
}

/** One hour of UTC, in which the local clock changes at most once. */
interface Slot {
  readonly start: Instant;
  /** The offset of the local clock during the whole hour; null when it changes within the hour. */
  readonly offset: number | null;
  /** The parts of the slot that lie within the hours, in order; the whole slot when the clock changes in it. */
  readonly stretches: readonly Stretch[];
}

/** About two years of slots. */
const slotsMax = 20_000;
/**
 * How many hours are searched for the next stretch. A clock change can skip the hours of one day, and moving the date
 * line can skip a whole day; 96 hours are enough for both.
 */
const stepsMax = 96;

function readSlot(start: Instant, offsetAt: (at: Instant) => number, ranges: readonly HourRange[]): Slot {
  const last = start + hourMs - 1;
  const offset = offsetAt(start);
  if (offsetAt(last) !== offset) return { start, offset: null, stretches: [{ from: start, to: last }] };
  const stretches: Stretch[] = [];
  // Go from minute to minute of the local clock. Such a minute may begin at any second of UTC.
  let from = start;
  while (from <= last) {
    const next = (Math.floor((from + offset) / minuteMs) + 1) * minuteMs - offset;
    const to = Math.min(next - 1, last);
    const minute = minuteOfDay(from, offset);
    const before = stretches.at(-1);
    const isIn = ranges.some((range) => isInRange(range, minute));
    if (isIn && before?.to === from - 1) stretches[stretches.length - 1] = { from: before.from, to };
    else if (isIn) stretches.push({ from, to });
    from = next;
  }
  return { start, offset, stretches };
}

/** How far the clock of a zone is ahead of UTC, in milliseconds. */
function createOffsets(timeZone: string): (at: Instant) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
    const date = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
    return date - Math.floor(at / secondMs) * secondMs;
  };
}
