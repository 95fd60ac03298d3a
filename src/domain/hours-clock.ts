import { type HourRange, type HoursOfDay, isInRange, minuteOfDay } from "./hours-of-day.ts";
import { hourMs, type Instant, minuteMs, secondMs } from "./time.ts";

/** Tells instants by the clock of a place. Remembers what it worked out: make one for each reading. */
export interface HoursClock {
  /** Whether an instant lies in the hours. */
  holds(at: Instant): boolean;
  /**
   * The latest stretch that ends at or before `at` and may hold the hours, both ends included, an hour long at most. Between its end and `at`
   * no instant lies in the hours; inside it `holds` has the last word.
   */
  stretchBefore(at: Instant): Stretch;
}

export interface Stretch {
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
      slot = { start, first: offsetAt(start), last: offsetAt(start + hourMs - 1) };
      if (slots.size >= slotsMax) slots.clear();
      slots.set(start, slot);
    }
    return slot;
  }

  function holds(at: Instant): boolean {
    const { first, last } = slotAt(at);
    const minute = minuteOfDay(at, first === last ? first : offsetAt(at));
    return ranges.some((range) => isInRange(range, minute));
  }

  function stretchBefore(at: Instant): Stretch {
    let slot = slotAt(at);
    let end = at;
    for (let step = 0; step < stepsMax; step += 1) {
      const stretch = stretchIn(slot, ranges, end);
      if (stretch !== null) return stretch;
      end = slot.start - 1;
      slot = slotAt(end);
    }
    return { from: slot.start, to: end };
  }

  return { holds, stretchBefore };
}

/** An hour of UTC, and how far the place's clock is ahead in its first and last moment. Clocks change at most once in it. */
interface Slot {
  readonly start: Instant;
  readonly first: number;
  readonly last: number;
}

/** Two years. */
const slotsMax = 20_000;
/** A change of clocks can swallow the hours of a day, and the date line a whole day: more than three days never pass without them. */
const stepsMax = 96;

/** The latest part of a slot up to `end` that lies in a range; the whole where clocks change in it. null where none does. */
function stretchIn(slot: Slot, ranges: readonly HourRange[], end: Instant): Stretch | null {
  if (slot.first !== slot.last) return { from: slot.start, to: end };
  const isIn = (at: Instant) => {
    const minute = minuteOfDay(at, slot.first);
    return ranges.some((range) => isInRange(range, minute));
  };
  // Whole minutes of the place's clock, which may begin at any second of ours.
  const firstOf = (at: Instant) => Math.floor((at + slot.first) / minuteMs) * minuteMs - slot.first;
  let to = end;
  while (to >= slot.start && !isIn(to)) to = firstOf(to) - 1;
  if (to < slot.start) return null;
  let from = firstOf(to);
  while (from > slot.start && isIn(from - 1)) from -= minuteMs;
  return { from: Math.max(from, slot.start), to };
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
