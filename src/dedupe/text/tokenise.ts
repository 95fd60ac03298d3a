import { charClass, charTables, fillTables } from "./char-tables.ts";
import { hashWord } from "./hash-word.ts";
import { numberWords } from "./number-words.ts";
import { isDigitAt, isGroupOfThree, isIndianGroup, isThousandsSpace } from "./thousands.ts";

/** The flags of a token. `pair`: the token is a pair (or a run) of characters and not a word. */
export const tokenFlag = { number: 1, capital: 2, opensSentence: 4, pair: 8 } as const;
/**
 * Bits 4 and 5 of a token's flags hold the length class of the word: 0 for one or two letters, 1 for three, 2 for four,
 * 3 for five and more. The prior frequency of a word depends on its length class.
 */
export const lengthClassShift = 4;

/**
 * The words of a text in order, as hashes. `starts` and `ends` are offsets in the text, for quoting. The object is
 * reused for the next text.
 */
export interface Tokens {
  count: number;
  readonly hashes: Uint32Array;
  readonly flags: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** A buffer for the letters of one word. */
  readonly word: Uint16Array;
}

/** An object for at most `tokensMax` words. */
export function createTokens(tokensMax: number): Tokens {
  return {
    count: 0,
    hashes: new Uint32Array(tokensMax),
    flags: new Uint8Array(tokensMax),
    starts: new Uint32Array(tokensMax),
    ends: new Uint32Array(tokensMax),
    word: new Uint16Array(lettersMax),
  };
}

/**
 * At most this many UTF-16 units are read for each token, so that a text without words takes no longer than other
 * texts.
 */
const unitsPerTokenMax = 24;
/** At most this many letters of a word are compared. */
const lettersMax = 24;

/**
 * Cuts `text` from offset `from` into words by Unicode class, in any script. Words are folded and lightly stemmed. Han,
 * kana and Hangul become pairs of characters, Thai and similar scripts become runs of four, and a number becomes one
 * word. Stops when `into` is full. Takes linear time.
 */
export function tokenise(text: string, from: number, into: Tokens): void {
  const { classes } = charTables;
  into.count = 0;
  const end = Math.min(text.length, from + into.hashes.length * unitsPerTokenMax);
  fillTables(text, from, end);
  let at = from;
  let opens = true;
  while (at < end && into.count < into.hashes.length) {
    const unit = text.charCodeAt(at);
    const kind = classes[unit] as number;
    if (kind === charClass.separator || kind === charClass.mark) {
      if (opensSentence(unit)) opens = true;
      at += 1;
      continue;
    }
    const before = into.count;
    at = readRun(text, at, end, kind, into);
    if (opens && into.count > before) {
      into.flags[before] = (into.flags[before] as number) | tokenFlag.opensSentence;
      opens = false;
    }
  }
}

/** Whether the unit is . ! ? : a line feed or an opening quotation mark. A capital after it does not mark a name. */
function opensSentence(unit: number): boolean {
  return (
    unit === 0x2e ||
    unit === 0x21 ||
    unit === 0x3f ||
    unit === 0x3a ||
    unit === 0x22 ||
    unit === 0x201c ||
    unit === 0x0a ||
    unit === 0x2018
  );
}

function readRun(text: string, at: number, end: number, kind: number, into: Tokens): number {
  if (kind === charClass.digit) return readNumber(text, at, end, into);
  if (kind === charClass.letter || kind === charClass.cyrillic) return readWord(text, at, end, kind, into);
  return readGrams(text, at, end, kind, into);
}

function push(into: Tokens, hash: number, flags: number, start: number, end: number): void {
  const i = into.count;
  if (i >= into.hashes.length) return;
  into.hashes[i] = hash;
  into.flags[i] = flags;
  into.starts[i] = start;
  into.ends[i] = end;
  into.count = i + 1;
}

function readWord(text: string, start: number, end: number, kind: number, into: Tokens): number {
  const { classes, folded, upper } = charTables;
  const { word } = into;
  const initials = initialsEnd(text, start, end);
  if (initials > start) return readInitials(text, start, initials, into);
  let at = start;
  let length = 0;
  for (; at < end; at += 1) {
    const unit = text.charCodeAt(at);
    const next = classes[unit] as number;
    if (next === charClass.mark) continue;
    if (next !== kind && next !== charClass.digit) break;
    if (length < lettersMax) word[length++] = folded[unit] as number;
  }
  if (length < 2) return at;
  const hash = hashWord(word, length, kind === charClass.cyrillic);
  const figure = numberWords.get(hash);
  const capital = upper[text.charCodeAt(start)] === 1 ? tokenFlag.capital : 0;
  const lengthClass = figure === undefined ? Math.min(3, Math.max(0, length - 2)) : 1;
  const flags = (lengthClass << lengthClassShift) | (figure === undefined ? capital : tokenFlag.number);
  push(into, figure ?? hash, flags, start, at);
  return at;
}

/**
 * The end of initials that begin at `start`: at least two single letters with a full stop after each ("U.S."). Returns
 * `start` when there are none.
 */
function initialsEnd(text: string, start: number, end: number): number {
  let at = start;
  while (at + 1 < end && charTables.classes[text.charCodeAt(at)] === charClass.letter && text[at + 1] === ".") at += 2;
  return at - start >= 4 ? at : start;
}

function readInitials(text: string, start: number, end: number, into: Tokens): number {
  const { folded, upper } = charTables;
  let length = 0;
  for (let at = start; at < end && length < lettersMax; at += 2)
    into.word[length++] = folded[text.charCodeAt(at)] as number;
  const capital = upper[text.charCodeAt(start)] === 1 ? tokenFlag.capital : 0;
  const lengthClass = Math.min(3, length - 2);
  push(into, hashWord(into.word, length, false), (lengthClass << lengthClassShift) | capital, start, end);
  return end;
}

/**
 * English articles. Headline writers drop them, so headlines are compared without them. "a" is not among them, because
 * a single letter is never read as a word.
 */
export const articles: ReadonlySet<number> = new Set(
  ["the", "an"].map((word) =>
    hashWord(
      Uint16Array.from(word, (letter) => letter.charCodeAt(0)),
      word.length,
      false,
    ),
  ),
);

/**
 * Reads digits with points and commas between them as one number. A point, comma or space before a group of three
 * digits is left out: "1,200", "1.200" and "1 200" are read as "1200", and the Indian "1,20,000" as "120000". Any other
 * point or comma is decimal: "1,2" is read as "1.2", and is not "12".
 */
function readNumber(text: string, start: number, end: number, into: Tokens): number {
  const { classes, folded } = charTables;
  const { word } = into;
  let at = start;
  let length = 0;
  let group = 0;
  for (; at < end; at += 1) {
    const unit = text.charCodeAt(at);
    if (classes[unit] === charClass.digit) {
      if (length < lettersMax) word[length++] = folded[unit] as number;
      group += 1;
      continue;
    }
    const form = folded[unit] as number;
    const isSign = form === point || form === comma;
    if (!isSign && !isThousandsSpace(unit)) break;
    const thousands =
      group <= 3 && (isGroupOfThree(text, at + 1, end) || (form === comma && isIndianGroup(text, at + 1, end)));
    if (!(thousands && (isSign || word[0] !== zero)) && !(isSign && isDigitAt(text, at + 1, end))) break;
    // Digits after a decimal point are not thousands.
    group = thousands ? 0 : lettersMax;
    if (!thousands && length < lettersMax) word[length++] = point;
  }
  const flags = tokenFlag.number | (figureClass(word, length) << lengthClassShift);
  push(into, hashWord(word, length, false), flags, start, at);
  return at;
}

const zero = 0x30;
const point = 0x2e;
const comma = 0x2c;

/** The length class of a number: days and years are as common as words of three letters, longer figures are rarer. */
function figureClass(word: Uint16Array, length: number): number {
  const century = length === 4 && ((word[0] === 0x31 && word[1] === 0x39) || (word[0] === 0x32 && word[1] === 0x30));
  return length <= 2 || century ? 1 : 2;
}

/** Reads overlapping pairs (or runs of four) of characters from a script without spaces. */
function readGrams(text: string, start: number, end: number, kind: number, into: Tokens): number {
  const { classes, folded } = charTables;
  const { word } = into;
  let at = start;
  let units = 0;
  const size = kind === charClass.run ? 4 : 2;
  const first = into.count;
  for (; at < end && into.count < into.hashes.length; at += 1) {
    const unit = text.charCodeAt(at);
    const next = classes[unit] as number;
    if (next === charClass.mark && kind === charClass.run) continue;
    if (next < charClass.han || next > charClass.run || (next === charClass.run) !== (kind === charClass.run)) break;
    for (let i = 0; i < size - 1; i += 1) word[i] = word[i + 1] as number;
    word[size - 1] = folded[unit] as number;
    units += 1;
    if (units >= size) push(into, hashWord(word, size, false), gramFlags(word, size), at - size + 1, at + 1);
  }
  if (into.count === first && units > 0)
    push(into, hashWord(word.subarray(size - units), units, false), gramFlags(word, size), start, at);
  return at;
}

/**
 * The flags of a pair or run. A pair of hiragana is usually a grammatical ending or particle, so it is as common as a
 * short word, and so is a run of Thai or a similar script. Any other pair is as rare as a long word.
 */
function gramFlags(word: Uint16Array, size: number): number {
  const { classes } = charTables;
  const grammar = size === 2 && isHiragana(word[0] as number) && isHiragana(word[1] as number);
  const lengthClass = grammar || classes[word[0] as number] === charClass.run ? 1 : 3;
  return tokenFlag.pair | (lengthClass << lengthClassShift);
}

function isHiragana(unit: number): boolean {
  return unit >= 0x3041 && unit <= 0x309f;
}
