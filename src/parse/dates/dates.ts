import type { ParsedDate } from "../../domain/parsed-feed.ts";
import { dayMs, minuteMs } from "../../domain/time.ts";
import { foldCalendar, monthOf } from "./date-words.ts";
import { findTime, readTime, type TimeFields } from "./times.ts";
import { zoneMinutes } from "./zones.ts";

/**
 * Reads a date as feeds write it: RFC 3339 and W3C-DTF, RFC 822 and 2822, asctime, numbers with separators, month names
 * of many languages, other digits, years of the Buddhist, Japanese and Taiwanese calendars, epoch seconds or
 * milliseconds. Fractions of a second are dropped: they come from the publisher's database, and other feeds of the
 * publisher give the same entry without them. A date without a zone is read as UTC, whatever the machine's own time
 * zone is. Returns null for a text that is not a date.
 */
export function parseDate(raw: string): ParsedDate | null {
  const written = raw.slice(0, rawCharsMax).replace(/\s+/g, " ").trim();
  const text = /^[ -~]*$/.test(written) ? written : foldCalendar(written);
  if (text === "") return null;
  const stamp = stampPattern.exec(text);
  if (stamp !== null) return epoch(stamp[1] ?? stamp[2] ?? "", raw);
  if (/^\d{9,14}$/.test(text) && !/^(?:19|20)\d{12}$/.test(text) && !/^(?:19|20)\d{10}$/.test(text))
    return epoch(text, raw);
  const fields = readIsoWeek(text) ?? readIso(text) ?? readWords(text);
  return fields === null ? null : resolve(fields, raw);
}

const rawCharsMax = 200;

/** Seconds with a fraction, and the dates that .NET writes into JSON: "1796000700.5", "/Date(1796000700000+0100)/". */
const stampPattern = /^(?:(\d{9,11})\.\d{1,9}|\/?Date\((\d{12,14})(?:[+-]\d{4})?\)\/?)$/;

/** The fields of a date. Months count from 1. `time` is null when no time of day is written. */
interface DateFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly time: TimeFields | null;
}

function epoch(digits: string, raw: string): ParsedDate | null {
  const value = Number(digits);
  const at = digits.length >= 12 ? Math.floor(value / 1000) * 1000 : value * 1000;
  return { at, raw, midnight: false, zoneAssumed: false };
}

function resolve(fields: DateFields, raw: string): ParsedDate | null {
  const { month, day, time } = fields;
  const isBuddhist = fields.year >= buddhistYearMin && fields.year <= buddhistYearMax;
  const year = isBuddhist ? fields.year - buddhistYearsAhead : fields.year;
  if (month > monthMax || day > dayMax || year < 1 || year > 9999) return null;
  const { hour = 0, minute = 0, second = 0 } = time ?? {};
  const zone = time?.zone ?? null;
  const date = new Date(0);
  // A value out of range carries over into the next unit: 24:00 becomes the next midnight (ISO 8601:2004 section
  // 4.2.3), second 60 becomes the first second of the next minute, and 31 June becomes 1 July. A slightly wrong date is
  // better than none.
  date.setUTCFullYear(year, Math.max(month, 1) - 1, Math.max(day, 1));
  date.setUTCHours(hour, minute, second);
  const midnight = time === null || (hour % 24 === 0 && minute === 0 && second === 0);
  const minutesEast = zone === null ? 0 : zoneMinutes(zone, date.getTime());
  return { at: date.getTime() - minutesEast * minuteMs, raw, midnight, zoneAssumed: zone === null };
}

/**
 * Month 13 and day 32 come from publishers that count wrongly, and carry over. A text with greater numbers is not a
 * date.
 */
const monthMax = 13;
const dayMax = 32;

/**
 * Thai newsrooms count years in the Buddhist era: 2569 is 2026. Years in this range are read in that era; they mean
 * 1957 to 2100.
 */
const buddhistYearMin = 2500;
const buddhistYearMax = 2643;
const buddhistYearsAhead = 543;

/** ISO 8601 section 5.2.3: "2026-W48-7", "2026W487", "2026-W48". Week 1 contains 4 January; day 1 is Monday. */
function readIsoWeek(text: string): DateFields | null {
  const match = /^(\d{4})-?W(\d{2})(?:-?([1-7]))?(?:[T ](.*))?$/i.exec(text);
  if (match === null || Number(match[2]) < 1 || Number(match[2]) > 53) return null;
  const [, year, week, weekday = "1", rest] = match;
  const time = rest === undefined ? null : readTime(rest);
  if (rest !== undefined && time === null) return null;
  const fourth = new Date(Date.UTC(Number(year), 0, 4));
  const days = (Number(week) - 1) * 7 + Number(weekday) - ((fourth.getUTCDay() + 6) % 7) - 1;
  const date = new Date(fourth.getTime() + days * dayMs);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), time };
}

const isoPattern =
  /^(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?|-(\d{1,2})-(\d{1,2})|-?(\d{3}))?(?:(?:T|t| T? ?|-(?=\d\d:)|:(?=\d\d:\d\d:))(\d.*))?$/;

function readIso(text: string): DateFields | null {
  // "20261121083000" has no separators.
  const match = isoPattern.exec(
    /^(?:19|20)\d{10}(?:\d{2})?$/.test(text) ? `${text.slice(0, 8)}T${text.slice(8)}` : text,
  );
  if (match === null) return null;
  const [, year = "", month, day, looseMonth, looseDay, ordinal, rest] = match;
  const time = rest === undefined ? null : readTime(rest);
  if (rest !== undefined && time === null) return null;
  if (ordinal !== undefined) {
    const date = new Date(Date.UTC(Number(year), 0, Number(ordinal)));
    return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), time };
  }
  return { year: Number(year), month: Number(month ?? looseMonth ?? 1), day: Number(day ?? looseDay ?? 1), time };
}

/** Reads dates that are not ISO 8601: a time anywhere in the text, and a day, a month and a year before or after it. */
function readWords(text: string): DateFields | null {
  const found = findTime(text);
  const around = found === null ? text : `${text.slice(0, found.start)} ${text.slice(found.end)}`;
  const day = readDay(around);
  return day === null ? null : { ...day, time: found?.time ?? null };
}

type Day = Omit<DateFields, "time">;

function readDay(text: string): Day | null {
  const tokens = text.match(/\d+|[\p{L}\p{M}.'’]+/gu) ?? [];
  const numbers: { value: number; digits: number }[] = [];
  let month = 0;
  let numbersBeforeMonth = 0;
  for (const token of tokens.slice(0, tokensMax)) {
    if (/^\d/.test(token)) numbers.push({ value: Number(token), digits: token.length });
    else {
      // The last month name counts, because "mar." may first mean Tuesday in French, and March after that.
      const named = monthOf(token);
      if (named !== 0) {
        month = named;
        numbersBeforeMonth = numbers.length;
      }
    }
  }
  return month === 0 ? numericDay(numbers, text) : wordDay(numbers, month, numbersBeforeMonth);
}

const tokensMax = 16;

type Numbers = readonly { readonly value: number; readonly digits: number }[];

function wordDay(numbers: Numbers, month: number, before: number): Day | null {
  const yearAt = numbers.findIndex(({ digits }) => digits === 4);
  if (yearAt !== -1) {
    const day = numbers.find(({ digits }, index) => index !== yearAt && digits <= 2);
    return { year: numbers[yearAt]?.value ?? 0, month, day: day?.value ?? 1 };
  }
  const [first, second] = numbers;
  if (first === undefined || second === undefined) return null;
  // In "01 Jan 04" and "Jan 1 04" the first number is the day, unless the first number cannot be a day ("04-Jan-31"
  // with the year first).
  const yearFirst = before > 0 && first.value > 31;
  const [day, year] = yearFirst ? [second, first] : [first, second];
  return { year: fullYear(year), month, day: day.value };
}

function numericDay(numbers: Numbers, text: string): Day | null {
  const [a, b, c] = numbers;
  if (a === undefined || b === undefined || c === undefined) return compactDay(a, text);
  if (a.digits === 4) return { year: a.value, month: b.value, day: c.value };
  if (c.digits !== 4 && /^\d{2}-\d{1,2}-\d{1,2}/.test(text)) return { year: fullYear(a), month: b.value, day: c.value };
  // "/" means American order with the month first, unless the first number is over 12 and can only be a day. With any
  // other separator the day comes first.
  const monthFirst = text.includes("/") && a.value <= 12;
  return { year: fullYear(c), month: monthFirst ? a.value : b.value, day: monthFirst ? b.value : a.value };
}

/** A day without separators: "20040101". */
function compactDay(number: Numbers[number] | undefined, text: string): Day | null {
  const match = number === undefined ? null : /(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)/.exec(text);
  return match === null ? null : { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
}

/**
 * RFC 2822 section 4.3 reads two digits up to 49 as 2000 to 2049. Feeds began in the 1990s, so here two digits up to 89
 * mean 2000 to 2089.
 */
function fullYear({ value, digits }: Numbers[number]): number {
  if (digits > 3 || value > 999) return value;
  if (digits === 3) return value + 1900;
  return value < 90 ? value + 2000 : value + 1900;
}
