import type { Instant } from "../time.ts";

/**
 * Reads an HTTP date in any of the three forms of RFC 9110 section 5.6.7; returns null for anything else. `strict`
 * accepts only the forms that the RFC defines; `lenient` also accepts what servers send (one digit for the day, other
 * upper or lower case, "UTC", no zone). `now` decides the century of a two-digit year. Pure.
 */
export function parseHttpDate(text: string, now: Instant, reading: "strict" | "lenient"): Instant | null {
  const value = text.trim().slice(0, dateCharsMax);
  for (const form of forms[reading]) {
    const groups = form.exec(value)?.groups;
    if (groups !== undefined) return instantOf(groups, now);
  }
  return null;
}

const dateCharsMax = 64;
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const time = "(?<hour>\\d{2}):(?<minute>\\d{2}):(?<second>\\d{2})";
const day = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
const longDay = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";
const forms = {
  strict: [
    new RegExp(`^${day}, (?<day>\\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\\d{4}) ${time} GMT$`),
    new RegExp(`^${longDay}, (?<day>\\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\\d{2}) ${time} GMT$`),
    new RegExp(`^${day} (?<month>[A-Z][a-z]{2}) (?<day>[ \\d]\\d) ${time} (?<year>\\d{4})$`),
  ],
  lenient: [
    new RegExp(`^[a-z]{3}, (?<day>\\d{1,2}) (?<month>[a-z]{3}) (?<year>\\d{4}) ${time} ?(GMT|UTC|\\+0000)?$`, "i"),
    new RegExp(`^[a-z]{3,9}, (?<day>\\d{2})-(?<month>[a-z]{3})-(?<year>\\d{2}|\\d{4}) ${time} GMT$`, "i"),
    new RegExp(`^[a-z]{3} (?<month>[a-z]{3}) {1,2}(?<day>\\d{1,2}) ${time} (?<year>\\d{4})$`, "i"),
  ],
};

function instantOf(groups: Record<string, string>, now: Instant): Instant | null {
  const month = months.indexOf((groups.month ?? "").toLowerCase());
  const day = Number(groups.day);
  const [hour, minute, second] = [Number(groups.hour), Number(groups.minute), Number(groups.second)];
  const year = fullYear(groups.year ?? "", now);
  if (month < 0 || day < 1 || hour > 23 || minute > 59 || second > 60) return null;
  const isInMonth = new Date(Date.UTC(year, month, day)).getUTCMonth() === month;
  return isInMonth ? Date.UTC(year, month, day, hour, minute, second) : null;
}

/**
 * Section 5.6.7: a two-digit year that seems more than 50 years in the future means the past year with the same last
 * digits.
 */
function fullYear(year: string, now: Instant): number {
  if (year.length === 4) return Number(year);
  const thisYear = new Date(now).getUTCFullYear();
  const guess = thisYear - (thisYear % 100) + Number(year);
  return guess > thisYear + 50 ? guess - 100 : guess;
}
