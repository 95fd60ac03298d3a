import type { Instant } from "../domain/time.ts";

/** An HTTP date in any of the three forms of RFC 9110 section 5.6.7; null for anything else. Pure. */
export function parseHttpDate(text: string): Instant | null {
  const value = text.trim().slice(0, dateCharsMax);
  const found = imfFixdate.exec(value) ?? rfc850.exec(value) ?? asctime.exec(value);
  const parts = found?.groups;
  if (parts === undefined) return null;
  const month = months.indexOf((parts.month ?? "").toLowerCase());
  const day = Number(parts.day);
  if (month < 0 || day < 1 || day > 31) return null;
  const at = Date.UTC(
    fullYear(parts.year ?? ""),
    month,
    day,
    Number(parts.hour),
    Number(parts.minute),
    Number(parts.second),
  );
  return Number.isFinite(at) ? at : null;
}

const dateCharsMax = 64;
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const time = "(?<hour>[0-2]\\d):(?<minute>[0-5]\\d):(?<second>[0-6]\\d)";
const imfFixdate = new RegExp(
  `^[A-Za-z]{3}, (?<day>\\d{1,2}) (?<month>[A-Za-z]{3}) (?<year>\\d{4}) ${time} ?(GMT|UTC|\\+0000)?$`,
);
const rfc850 = new RegExp(`^[A-Za-z]{3,9}, (?<day>\\d{2})-(?<month>[A-Za-z]{3})-(?<year>\\d{2,4}) ${time} GMT$`);
const asctime = new RegExp(`^[A-Za-z]{3} (?<month>[A-Za-z]{3}) {1,2}(?<day>\\d{1,2}) ${time} (?<year>\\d{4})$`);

/**
 * Two digits: 70 to 99 are of the last century. No date that is in use now lies before it, so the clock is not asked.
 */
function fullYear(text: string): number {
  const year = Number(text);
  if (text.length !== 2) return year;
  return year < 70 ? 2000 + year : 1900 + year;
}
