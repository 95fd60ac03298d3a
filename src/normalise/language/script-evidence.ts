/** The writing systems that help to recognise a language. */
export type Script =
  | "latin"
  | "cyrillic"
  | "greek"
  | "arabic"
  | "hebrew"
  | "han"
  | "kana"
  | "hangul"
  | "thai"
  | "devanagari"
  | "bengali"
  | "tamil"
  | "telugu"
  | "gujarati"
  | "gurmukhi"
  | "kannada"
  | "malayalam"
  | "oriya"
  | "sinhala"
  | "lao"
  | "khmer"
  | "myanmar"
  | "georgian"
  | "armenian"
  | "ethiopic"
  | "thaana"
  | "tibetan";

/** How many letters of a text belong to a writing system. */
export interface ScriptShare {
  readonly script: Script;
  /** The share of the examined letters, 0 to 1. */
  readonly share: number;
  readonly letters: number;
}

const lettersMax = 600;

/** The scripts of the first 600 letters of a text with their shares (0 to 1), the largest first. */
export function scriptShares(text: string): readonly ScriptShare[] {
  const counts = new Map<Script, number>();
  const end = Math.min(text.length, 4 * lettersMax);
  let letters = 0;
  // In most texts, most letters are ASCII. They are counted apart, because a look-up in a map for each letter is slow.
  let ascii = 0;
  for (let at = 0; at < end && letters < lettersMax; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) {
      if (!isAsciiLetter(unit)) continue;
      if (ascii === 0 && !counts.has("latin")) counts.set("latin", 0);
      ascii += 1;
      letters += 1;
      continue;
    }
    const codePoint = at + 1 < end ? (text.codePointAt(at) ?? 0) : unit;
    if (codePoint > 0xffff) at += 1;
    const script = scriptOf(codePoint);
    if (script === null) continue;
    counts.set(script, (counts.get(script) ?? 0) + 1);
    letters += 1;
  }
  if (ascii > 0) counts.set("latin", (counts.get("latin") ?? 0) + ascii);
  return [...counts]
    .map(([script, count]) => ({ script, share: count / letters, letters: count }))
    .sort((a, b) => b.share - a.share);
}

function isAsciiLetter(unit: number): boolean {
  const small = unit | 0x20;
  return small >= 0x61 && small <= 0x7a;
}

/** The first and last code point of each block with letters (Unicode 15, Blocks.txt). */
const blocks: readonly (readonly [number, number, Script])[] = [
  [0x41, 0x5a, "latin"],
  [0x61, 0x7a, "latin"],
  [0xc0, 0x24f, "latin"],
  [0x370, 0x3ff, "greek"],
  [0x400, 0x52f, "cyrillic"],
  [0x531, 0x58f, "armenian"],
  [0x5d0, 0x5ea, "hebrew"],
  [0x620, 0x6ff, "arabic"],
  [0x750, 0x77f, "arabic"],
  [0x780, 0x7bf, "thaana"],
  [0x900, 0x97f, "devanagari"],
  [0x980, 0x9ff, "bengali"],
  [0xa00, 0xa7f, "gurmukhi"],
  [0xa80, 0xaff, "gujarati"],
  [0xb00, 0xb7f, "oriya"],
  [0xb80, 0xbff, "tamil"],
  [0xc00, 0xc7f, "telugu"],
  [0xc80, 0xcff, "kannada"],
  [0xd00, 0xd7f, "malayalam"],
  [0xd80, 0xdff, "sinhala"],
  [0xe00, 0xe7f, "thai"],
  [0xe80, 0xeff, "lao"],
  [0xf00, 0xfff, "tibetan"],
  [0x1000, 0x109f, "myanmar"],
  [0x10a0, 0x10ff, "georgian"],
  [0x1100, 0x11ff, "hangul"],
  [0x1200, 0x139f, "ethiopic"],
  [0x1780, 0x17ff, "khmer"],
  [0x1c80, 0x1c8f, "cyrillic"],
  [0x1e00, 0x1eff, "latin"],
  [0x1f00, 0x1fff, "greek"],
  [0x3041, 0x30ff, "kana"],
  [0x3130, 0x318f, "hangul"],
  [0x3400, 0x4dbf, "han"],
  [0x4e00, 0x9fff, "han"],
  [0xac00, 0xd7a3, "hangul"],
  [0xf900, 0xfaff, "han"],
  [0xfb50, 0xfdff, "arabic"],
  [0xfe70, 0xfefc, "arabic"],
  [0xff66, 0xff9f, "kana"],
  [0x20000, 0x323af, "han"],
];

/** Finds a letter's script by binary search; null for a character that is not a letter of these scripts. */
function scriptOf(codepoint: number): Script | null {
  let low = 0;
  let high = blocks.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const block = blocks[middle];
    if (block === undefined) return null;
    if (codepoint < block[0]) high = middle - 1;
    else if (codepoint > block[1]) low = middle + 1;
    else return block[2];
  }
  return null;
}
