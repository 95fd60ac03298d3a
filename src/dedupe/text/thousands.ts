import { charClass, charTables } from "./char-tables.ts";

/** Whether exactly three digits begin at `at`, and no letter or hyphen follows them ("the top 5 100-metre runners"). */
export function isGroupOfThree(text: string, at: number, end: number): boolean {
  for (let i = at; i < at + 3; i += 1) if (!isDigitAt(text, i, end)) return false;
  if (at + 3 >= end) return true;
  const next = text.charCodeAt(at + 3);
  const kind = charTables.classes[next] as number;
  return next !== 0x2d && (kind === charClass.separator || kind === charClass.mark);
}

/** Whether two digits and a comma begin at `at`, as between the lakhs and crores of "1,20,000" and "3,45,67,890". */
export function isIndianGroup(text: string, at: number, end: number): boolean {
  for (let next = at; isDigitAt(text, next, end) && isDigitAt(text, next + 1, end); next += 3) {
    if (text.charCodeAt(next + 2) !== 0x2c) return false;
    if (isGroupOfThree(text, next + 3, end)) return true;
  }
  return false;
}

/** Spaces that people write between thousands: plain, no-break, thin and narrow no-break. */
export function isThousandsSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0xa0 || unit === 0x2009 || unit === 0x202f;
}

/** Whether a digit of any script stands at `at`. */
export function isDigitAt(text: string, at: number, end: number): boolean {
  return at < end && charTables.classes[text.charCodeAt(at)] === charClass.digit;
}
