import { WireError } from "../errors.ts";
import { type Instant, minuteMs } from "../time.ts";

/**
 * Hours of the day on the clock of one place, with its summer time. An instant matches when it falls within one of the
 * ranges.
 */
export interface HoursOfDay {
  readonly ranges: readonly HourRange[];
  /** IANA name: "Europe/Berlin". */
  readonly timeZone: string;
}

/** Minutes since midnight, 0 to 1440; `to` is excluded. A range whose end is before its beginning passes midnight. */
export interface HourRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Reads texts such as "06:00-10:00" or "22:00-02:00,12:00-12:30". Returns the ranges sorted by their beginning, each
 * once. Throws WireError usage with a message that shows what to write.
 */
export function readHourRanges(texts: readonly string[]): readonly HourRange[] {
  const parts = texts.flatMap((text) => text.split(",")).map((part) => part.trim());
  const given = parts.filter((part) => part !== "");
  if (given.length === 0 || given.length > rangesMax) {
    throw new WireError("usage", `expected 1 to ${rangesMax} ranges such as 06:00-10:00, with commas between them`);
  }
  const byText = new Map(given.map(readRange).map((range) => [writeHourRange(range), range]));
  return [...byText.values()].sort((a, b) => a.from - b.from || a.to - b.to);
}

/** Checks a time zone and returns it unchanged. Throws WireError usage. */
export function readTimeZone(text: string): string {
  if (zoneName.test(text) && isKnownZone(text)) return text;
  const shown = text.slice(0, zoneCharsMax);
  throw new WireError("usage", `"${shown}" is not a time zone; expected an IANA name such as Europe/Berlin, or UTC`);
}

/** Writes a range such as "06:00-10:00". */
export function writeHourRange({ from, to }: HourRange): string {
  return `${clockOf(from)}-${clockOf(to)}`;
}

const rangesMax = 24;
const zoneCharsMax = 64;
/**
 * A name must begin with a letter, because offsets such as "+02:00" have no summer time, and not every Node.js accepts
 * them.
 */
const zoneName = /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/;
const dayMinutes = 24 * 60;

function readRange(text: string): HourRange {
  const [, ...parts] = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  const [fromHour, fromMinute, toHour, toMinute] = parts.map(Number);
  const from = minutesOf(fromHour, fromMinute);
  const to = minutesOf(toHour, toMinute);
  if (from === null || to === null || from === dayMinutes) {
    throw new WireError("usage", `"${text.slice(0, 40)}" is not a range of hours; expected one such as 06:00-10:00`);
  }
  if (from === to) throw new WireError("usage", `"${text}" is an empty range; the whole day is 00:00-24:00`);
  return { from, to };
}

/** Minutes since midnight; null for a time that no clock shows. 24:00 is the end of the day. */
function minutesOf(hour: number | undefined, minute: number | undefined): number | null {
  if (hour === undefined || minute === undefined || minute > 59) return null;
  const minutes = hour * 60 + minute;
  return minutes <= dayMinutes ? minutes : null;
}

function clockOf(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function isKnownZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }) !== null;
  } catch (thrown) {
    if (thrown instanceof RangeError) return false;
    throw thrown;
  }
}

/** The minute of the day on a clock that is `offsetMs` ahead of UTC. */
export function minuteOfDay(at: Instant, offsetMs: number): number {
  const minutes = Math.floor((at + offsetMs) / minuteMs);
  return ((minutes % dayMinutes) + dayMinutes) % dayMinutes;
}

/** Whether a minute of the day falls within a range. */
export function isInRange({ from, to }: HourRange, minute: number): boolean {
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}
