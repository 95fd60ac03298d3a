import { type HoursOfDay, readHourRanges, readTimeZone, writeHourRange } from "../domain/calendar/hours-of-day.ts";
import { WireError } from "../domain/errors.ts";
import { isSourceKind, type SourceKind } from "../domain/feed.ts";

/**
 * The filter that an address asks for, in canonical form: lists are sorted without duplicates, and missing parameters
 * are empty or null.
 */
export interface AskedFilter {
  readonly sources: readonly string[];
  readonly languages: readonly string[];
  readonly categories: readonly string[];
  readonly kinds: readonly SourceKind[];
  readonly urgencyMax: number | null;
  readonly hours: HoursOfDay | null;
  /** The full-text query as written; "" when there is none. */
  readonly text: string;
}

/**
 * Reads the parameters that narrow a section. Throws WireError usage for invalid values. The full-text query is not
 * checked here.
 */
export function readAskedFilter(given: URLSearchParams): AskedFilter {
  return {
    sources: listOf(given, "source"),
    languages: [...new Set(listOf(given, "lang").map(languageTag))].sort(),
    categories: listOf(given, "category"),
    kinds: listOf(given, "kind").map(kindOf),
    urgencyMax: readUrgency(given.get("urgency") ?? ""),
    hours: readHours(listOf(given, "hours"), given.get("tz")?.trim() ?? ""),
    text: given.get("q")?.trim() ?? "",
  };
}

/** The parameters as name and value in a fixed order, so that equal filters are written the same way. */
export function writeAskedFilter(asked: AskedFilter): readonly (readonly [string, string])[] {
  const { urgencyMax, hours, text } = asked;
  return [
    ...asked.sources.map((source) => ["source", source] as const),
    ...asked.languages.map((language) => ["lang", language] as const),
    ...asked.categories.map((category) => ["category", category] as const),
    ...asked.kinds.map((kind) => ["kind", kind] as const),
    ...(urgencyMax === null ? [] : [["urgency", String(urgencyMax)] as const]),
    ...(hours === null ? [] : [["hours", hours.ranges.map(writeHourRange).join(",")] as const]),
    ...(hours === null ? [] : [["tz", hours.timeZone] as const]),
    ...(text === "" ? [] : [["q", text] as const]),
  ];
}

const listValuesMax = 20;

function listOf(given: URLSearchParams, name: string): readonly string[] {
  const values = [...new Set(given.getAll(name).map((value) => value.trim()))].filter((value) => value !== "").sort();
  if (values.length > listValuesMax)
    throw new WireError("usage", `${name} may be given ${listValuesMax} times at most.`);
  return values;
}

function languageTag(text: string): string {
  const tag = text.toLowerCase();
  if (/^[a-z]{2,8}(-[a-z0-9]{1,8}){0,8}$/.test(tag)) return tag;
  throw new WireError("usage", "lang must be a language tag such as en or pt-br.");
}

function kindOf(text: string): SourceKind {
  if (isSourceKind(text)) return text;
  throw new WireError("usage", "kind must be agency, outlet or aggregator.");
}

function readUrgency(asked: string): number | null {
  if (asked === "") return null;
  if (!/^[1-8]$/.test(asked)) throw new WireError("usage", "urgency must be a whole number from 1 (flash) to 8.");
  return Number(asked);
}

function readHours(hours: readonly string[], tz: string): HoursOfDay | null {
  if (hours.length === 0 && tz === "") return null;
  if (hours.length === 0) throw new WireError("usage", "tz needs hours, such as hours=06:00-10:00.");
  if (tz === "") throw new WireError("usage", "hours need a time zone, such as tz=Europe/Berlin.");
  const ranges = named("hours", () => readHourRanges(hours));
  return { ranges, timeZone: named("tz", () => readTimeZone(tz)) };
}

/** Calls `read`, and adds the parameter's name to its error. */
function named<Value>(name: string, read: () => Value): Value {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof WireError)) throw thrown;
    throw new WireError("usage", `${name}: ${thrown.message}.`);
  }
}
