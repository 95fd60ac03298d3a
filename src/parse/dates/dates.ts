import type { ParsedDate } from "../../domain/parsed-feed.ts";
import { minuteMs } from "../../domain/time.ts";
import { monthOf, zoneMinutes } from "./date-words.ts";

/**
 * Reads a date as feeds write them: RFC 3339 and W3C-DTF, RFC 822 and 2822, asctime, numbers with separators, month
 * names of many languages, epoch seconds or milliseconds. Fractions of a second are dropped: they are noise of the
 * publisher's database, and the same entry has none in the publisher's RSS. Never depends on the machine's zone; UTC is
 * assumed where none is written. null where it is no date.
 */
export function parseDate(raw: string): ParsedDate | null {
  const text = raw.slice(0, rawCharsMax).replace(/\s+/g, " ").trim();
  if (text === "") return null;
  if (/^\d{9,14}$/.test(text) && !/^(?:19|20)\d{12}$/.test(text) && !/^(?:19|20)\d{10}$/.test(text))
    return epoch(text, raw);
  const fields = readIso(text) ?? readWords(text);
  return fields === null ? null : resolve(fields, raw);
}

const rawCharsMax = 200;

/** Month from 1; hour null where no time of day is written; zone in minutes east of UTC, null where none is known. */
interface DateFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly time: TimeFields | null;
}

interface TimeFields {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly zone: number | null;
}

function epoch(digits: string, raw: string): ParsedDate | null {
  const value = Number(digits);
  const at = digits.length >= 12 ? Math.floor(value / 1000) * 1000 : value * 1000;
  return { at, raw, midnight: false, zoneAssumed: false };
}

function resolve({ year, month, day, time }: DateFields, raw: string): ParsedDate | null {
  if (month > 99 || day > 99 || year < 1 || year > 9999) return null;
  const { hour = 0, minute = 0, second = 0 } = time ?? {};
  const zone = time?.zone ?? null;
  const date = new Date(0);
  // What is out of range runs over into the next unit: 24:00 is the next midnight (ISO 8601:2004 section 4.2.3), a leap
  // second is the second after it, 31 June is 1 July. A date that is off by little is worth more than none.
  date.setUTCFullYear(year, Math.max(month, 1) - 1, Math.max(day, 1));
  date.setUTCHours(hour, minute, second);
  const midnight = time === null || (hour % 24 === 0 && minute === 0 && second === 0);
  return { at: date.getTime() - (zone ?? 0) * minuteMs, raw, midnight, zoneAssumed: zone === null };
}

const isoPattern =
  /^(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?|-(\d{1,2})-(\d{1,2})|-?(\d{3}))?(?:(?:T|t| T? ?|-(?=\d\d:)|:(?=\d\d:\d\d:))(\d.*))?$/;

function readIso(text: string): DateFields | null {
  // "20261121083000" has no separator at all.
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

/** "14:05:07.25+02:00", "1405", "14h05", "2:05 PM EST" and nothing after it. */
function readTime(text: string): TimeFields | null {
  const compact = /^(\d{2})(\d{2})(\d{2})?(?![\d:])/.exec(text);
  if (compact !== null) {
    return timeOf(compact[1], compact[2], compact[3], "", zoneIn(text.slice(compact[0].length)));
  }
  const found = findTime(text);
  return found !== null && found.start === 0 ? found.time : hourOnly(text);
}

function hourOnly(text: string): TimeFields | null {
  const match = /^(\d{1,2})(?!\d)/.exec(text);
  return match === null ? null : timeOf(match[1], "0", "0", "", zoneIn(text.slice(match[0].length)));
}

const timePattern =
  /(\d{1,2})(?:[:h]|(?<=\d)\.(?=\d\d(?:\.\d\d)?(?!\.?\d)))(\d{1,2})(?:[:.](\d{1,2})(?:[.,:](\d{1,9}))?)?/;

interface FoundTime {
  readonly time: TimeFields;
  readonly start: number;
  readonly end: number;
}

function findTime(text: string): FoundTime | null {
  const match = timePattern.exec(text);
  if (match === null) return null;
  let end = match.index + match[0].length;
  const after = /^ ?(am|pm|a\.m\.?|p\.m\.?)(?![a-z])/i.exec(text.slice(end));
  if (after !== null) end += after[0].length;
  const before = /(am|pm|오전|오후|上午|下午|午前|午後|πμ|μμ) ?$/i.exec(text.slice(0, match.index));
  const half = after?.[1] ?? before?.[1] ?? "";
  const zone = zoneIn(text.slice(end));
  const [, hour, minute, second] = match;
  return { time: timeOf(hour, minute, second, half, zone), start: match.index, end: end + zone.length };
}

function timeOf(
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  half: string,
  zone: FoundZone,
): TimeFields {
  const afternoon = /^(?:p|오후|下午|午後|μμ)/i.test(half);
  const morning = half !== "" && !afternoon;
  const written = Number(hour);
  const shifted = afternoon && written < 12 ? written + 12 : morning && written === 12 ? 0 : written;
  return { hour: shifted, minute: Number(minute), second: Number(second ?? 0), zone: zone.minutes };
}

interface FoundZone {
  readonly minutes: number | null;
  /** Characters of the text that name it. */
  readonly length: number;
}

/** The zone at the beginning of what follows a time: "Z", " +0200", "GMT+2", " EST", " -05:00 (CDT)". */
function zoneIn(text: string): FoundZone {
  const offset = /^ ?(?:GMT|UTC|UT)? ?([+\-\u2212])(\d{1,2})(?::?(\d{2}))?(?!\d)/i.exec(text);
  if (offset !== null) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
    return { minutes: offset[1] === "+" ? minutes : -minutes, length: offset[0].length };
  }
  const name = /^[ ,]{0,2}\(?([A-Za-z]{1,5})(?![A-Za-z])/.exec(text);
  const minutes = name === null ? null : zoneMinutes(name[1] ?? "");
  return name === null || minutes === null ? { minutes: null, length: 0 } : { minutes, length: name[0].length };
}

/** Everything that is not ISO 8601: a time somewhere, and around it a day, a month and a year. */
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
      // The last one counts: "mar." is Tuesday in French, before it is March.
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
  // "01 Jan 04", "Jan 1 04": the day comes first either way, unless it cannot be one ("04-Jan-31" with a year before).
  const yearFirst = before > 0 && first.value > 31;
  const [day, year] = yearFirst ? [second, first] : [first, second];
  return { year: fullYear(year), month, day: day.value };
}

function numericDay(numbers: Numbers, text: string): Day | null {
  const [a, b, c] = numbers;
  if (a === undefined || b === undefined || c === undefined) return compactDay(a, text);
  if (a.digits === 4) return { year: a.value, month: b.value, day: c.value };
  if (c.digits !== 4 && /^\d{2}-\d{1,2}-\d{1,2}/.test(text)) return { year: fullYear(a), month: b.value, day: c.value };
  // "/" with the month first is American use; a first number over 12 can only be a day, and "." always follows one.
  const monthFirst = text.includes("/") && a.value <= 12;
  return { year: fullYear(c), month: monthFirst ? a.value : b.value, day: monthFirst ? b.value : a.value };
}

/** "20040101". */
function compactDay(number: Numbers[number] | undefined, text: string): Day | null {
  const match = number === undefined ? null : /(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)/.exec(text);
  return match === null ? null : { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
}

/** RFC 2822 section 4.3 lets two digits mean 2000 to 2049; feeds begin in the nineties, so the turn is at 90. */
function fullYear({ value, digits }: Numbers[number]): number {
  if (digits > 3 || value > 999) return value;
  if (digits === 3) return value + 1900;
  return value < 90 ? value + 2000 : value + 1900;
}
