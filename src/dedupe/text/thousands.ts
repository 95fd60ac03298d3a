import { charClass, charTables } from "./char-tables.ts";

/** Whether exactly three digits begin at `at`, and no letter or hyphen follows them ("the top 5 100-metre runners"). */
export function isGroupOfThree(text: string, at: number, end: number): boolean {
  for (let i = at; i < at + 3; i += 1) if (!isDigitAt(text, i, end)) return false;
  if (at + 3 >= end) return true;
  const next = text.charCodeAt(at + 3);
  const kind = charTables.classes[next] as number;
  return next !== 0x2d && (kind === charClass.separator || kind === charClass.mark);
}

/** Spaces that people write between thousands: plain, no-break, thin and narrow no-break. */
export function isThousandsSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0xa0 || unit === 0x2009 || unit === 0x202f;
}

/** Whether a digit of any script stands at `at`. */
export function isDigitAt(text: string, at: number, end: number): boolean {
  return at < end && charTables.classes[text.charCodeAt(at)] === charClass.digit;
}
