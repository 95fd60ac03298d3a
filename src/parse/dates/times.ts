import { type FoundZone, type Zone, zoneIn } from "./zones.ts";

/** A time of day. `zone` is null when unknown. */
export interface TimeFields {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly zone: Zone | null;
}

/** Reads a text that begins with a time: "14:05:07.25+02:00", "1405", "14h05", "2:05 PM EST". */
export function readTime(text: string): TimeFields | null {
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

/** "14時05分", "14点", "2시 5분 30초", "2時半". */
const eastAsianPattern = /(\d{1,2}) ?(?:[時时點点]|시(?!간))(?: ?(\d{1,2}) ?[分분](?: ?(\d{1,2}) ?[秒초])?| ?(半|반))?/;

interface FoundTime {
  readonly time: TimeFields;
  readonly start: number;
  readonly end: number;
}

/** The first time of day in a text, with its AM or PM and its zone. */
export function findTime(text: string): FoundTime | null {
  const match = timePattern.exec(text) ?? eastAsianPattern.exec(text);
  if (match === null) return null;
  let end = match.index + match[0].length;
  const after = /^ ?(am|pm|a\.? ?m\.?|p\.? ?m\.?)(?![a-z])/i.exec(text.slice(end));
  if (after !== null) end += after[0].length;
  const before = halfBefore.exec(text.slice(0, match.index));
  const half = after?.[1] ?? before?.[1] ?? "";
  const zone = zoneIn(text.slice(end));
  const [, hour, minute, second, thirty] = match;
  const minutes = /[半반]/.test(thirty ?? "") ? "30" : minute;
  return { time: timeOf(hour, minutes, second, half, zone), start: match.index, end: end + zone.length };
}

const halfBefore = /(am|pm|오전|오후|上午|下午|午前|午後|凌晨|早上|清晨|晚上|傍晚|πμ|μμ) ?$/i;

function timeOf(
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  half: string,
  { zone }: FoundZone,
): TimeFields {
  const afternoon = /^(?:p|오후|下午|午後|晚上|傍晚|μμ)/i.test(half);
  const morning = half !== "" && !afternoon;
  const written = Number(hour);
  const shifted = afternoon && written < 12 ? written + 12 : morning && written === 12 ? 0 : written;
  return { hour: shifted, minute: Number(minute ?? 0), second: Number(second ?? 0), zone };
}
