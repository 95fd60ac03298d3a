import { isAssigned } from "./assigned.ts";

/**
 * How the analyser treats a character. `clinging`: marks and invisible characters, which belong to the character
 * before.
 */
export const charKind = { separator: 1, word: 2, unspaced: 3, clinging: 4 } as const;

/** The kind of a code point, as a number of `charKind`. */
export function kindOf(codePoint: number): number {
  if (codePoint >= known.length) return judge(codePoint);
  const kind = known[codePoint] ?? 0;
  if (kind !== 0) return kind;
  const judged = judge(codePoint);
  known[codePoint] = judged;
  return judged;
}

/**
 * Caches the kinds of characters, because a table is many times faster than a pattern. The table covers the code points
 * up to U+323AF.
 */
const known = new Uint8Array(0x323b0);

function judge(codePoint: number): number {
  // These two planes are reserved for ideographs, so unassigned characters count as ideographs, too.
  if (codePoint >= 0x20000 && codePoint <= 0x3fffd) return charKind.unspaced;
  const character = String.fromCodePoint(codePoint);
  if (invisible.test(character)) return charKind.clinging;
  if (!isAssigned(codePoint)) return charKind.separator;
  if (apostrophe.test(character)) return charKind.separator;
  if (digit.test(character)) return charKind.word;
  if (unspaced.test(character)) return charKind.unspaced;
  if (mark.test(character)) return charKind.clinging;
  return word.test(character) ? charKind.word : charKind.separator;
}

const invisible = /^\p{Default_Ignorable_Code_Point}$/u;
/** These modifier letters are used as apostrophes: Hawaiʻi, Shiʿite. */
const apostrophe = /^[\u02b9-\u02bf]$/;
/** Digits of any script. A number is one token in every script. */
const digit = /^\p{Nd}$/u;
const mark = /^\p{M}$/u;
/** Includes private use: a publisher's own font may show a letter there. */
const word = /^[\p{L}\p{N}\p{Co}]$/u;

/**
 * The scripts that are written without spaces, and Korean, whose particles are attached to words. The long vowel mark
 * and the halfwidth voicing marks belong to kana, but Unicode assigns them to no script.
 */
const unspaced =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u30fc\uff70\uff9e\uff9f\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]$/u;

/** Whether a text begins with a character of a script that is written without spaces. */
export function beginsUnspaced(text: string): boolean {
  return kindOf(text.codePointAt(0) ?? 0) === charKind.unspaced;
}
