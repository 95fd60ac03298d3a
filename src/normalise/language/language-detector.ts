import { readFileSync } from "node:fs";
import type { eld } from "eld/extrasmall";
import { createGroupSet, type GroupSet } from "./group-set.ts";
import { type GroupTable, groupKey, packGroups } from "./pack-groups.ts";

type Eld = typeof eld;
type Detected = ReturnType<Eld["detect"]>;

/**
 * The detector of the eld package with its smallest table, in packed form. The package itself makes an object for each
 * of 50,000 letter groups, which takes about 60 MB, and strings for each look-up. Packed, the table takes 2 MB (9 MB
 * while it is read), and detecting a language takes a fraction of the time. The files are internal to the package, so
 * package.json names its exact version, and a test compares every result with the package's own.
 */
export const languageDetector: Pick<Eld, "detect"> = await makeDetector(import.meta.resolve("eld/extrasmall"));

/** Inner parts of the package. */
interface Inner {
  readonly LanguageResult: new (
    language: string,
    scores: readonly number[],
    groups: number,
    codes: GroupTable["languages"],
  ) => Detected;
  /** The characters that separate words. */
  readonly separators: RegExp;
  /** For each byte value, the character that stands for it. */
  readonly dictionary: readonly string[];
}

async function makeDetector(entry: string): Promise<Pick<Eld, "detect">> {
  const inner = (file: string): Promise<Inner> => import(new URL(`../${file}`, entry).href);
  const { LanguageResult } = await inner("LanguageResult.js");
  const { separators } = await inner("regexPatterns.js");
  const { dictionary } = await inner("dictionary.js");
  let loaded: { readonly table: GroupTable; readonly known: GroupSet } | null = null;
  return {
    detect(text) {
      // A thread whose documents bring nothing new never needs the table.
      loaded ??= {
        table: packGroups(readFileSync(new URL("../ngrams/extrasmall.js", entry), "utf8")),
        known: createGroupSet(groupsMax),
      };
      const { table, known } = loaded;
      const plain = text.substring(0, textCharsMax).replace(separators, " ").trim().toLowerCase();
      const others = addGroups(wordsOf(plain, dictionary), known);
      const scores: number[] = new Array(table.languageCount).fill(0);
      const groupCount = others.size + known.drain((group) => table.addScores(group, groupScoreMin, scores));
      const best = bestOf(scores);
      if (best === null) return new LanguageResult("", [], 0, {});
      return new LanguageResult(table.languages[best] ?? "", scores, groupCount, table.languages);
    },
  };
}

const textCharsMax = 1000;
/** The table states each score reduced by this number. */
const groupScoreMin = 53;

/** The number of the language with the highest score, or the first of several; null when no score is over 0. */
function bestOf(scores: readonly number[]): number | null {
  let best: number | null = null;
  let most = 0;
  for (const [language, score] of scores.entries()) {
    if (score <= most) continue;
    most = score;
    best = language;
  }
  return best;
}

const wordCharsMax = 70;
const groupBytes = 4;
const strideBytes = 3;

/** A text has fewer groups than this: at most one for each byte, and `wordsOf` reads only about `bytesMax` bytes. */
const groupsMax = 512;

/**
 * Cuts words into groups of letters: four bytes, beginning at every third byte, and the last four bytes. Adds the
 * groups to `known`. Groups that the table cannot contain are returned as text, because they count in the number of
 * groups.
 */
function addGroups(words: readonly string[], known: GroupSet): ReadonlySet<string> {
  const others = new Set<string>();
  for (const word of words) {
    const length = Math.min(word.length, wordCharsMax);
    let start = 0;
    for (; start + groupBytes < length; start += strideBytes)
      addGroup(known, others, word, { start, end: start + groupBytes, isFirst: start === 0, isLast: false });
    // The package forms the last group from the last four bytes, or from the whole word if it has three bytes.
    const from = length === 3 ? 0 : Math.max(0, length - groupBytes);
    addGroup(known, others, word, { start: from, end: word.length, isFirst: start === 0, isLast: true });
  }
  return others;
}

interface Group {
  readonly start: number;
  readonly end: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

function addGroup(known: GroupSet, others: Set<string>, word: string, { start, end, isFirst, isLast }: Group): void {
  const key = groupKey(word, start, end, spacesAt[isFirst ? 1 : 0][isLast ? 1 : 0]);
  if (key !== null) known.add(key);
  else others.add(`${isFirst ? " " : ""}${word.substring(start, end)}${isLast ? " " : ""}`);
}

const spacesAt = [false, true].map((before) => [false, true].map((behind) => ({ before, behind }))) as [
  [Spaces, Spaces],
  [Spaces, Spaces],
];
type Spaces = { readonly before: boolean; readonly behind: boolean };

/**
 * A text is cut at the first space after `bytesSoft` bytes, or after the first character that exceeds `bytesMax` bytes.
 */
const bytesSoft = 350;
const bytesMax = 380;

/** The words at the beginning of a text, with one character for each byte of UTF-8. */
function wordsOf(text: string, dictionary: readonly string[]): readonly string[] {
  const words: string[] = [];
  let word = "";
  let bytes = 0;
  for (let index = 0; index < text.length && bytes <= bytesMax; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x20) {
      if (word !== "") words.push(word);
      word = "";
      if (bytes > bytesSoft) return words;
      bytes += 1;
    } else if (code < 0x80) {
      word += text[index];
      bytes += 1;
    } else {
      const isPair = code >= 0xd800 && code < 0xe000;
      const point = isPair ? 0x10000 + (((code & 0x3ff) << 10) | (text.charCodeAt(index + 1) & 0x3ff)) : code;
      if (isPair) index += 1;
      const encoded = bytesOf(point);
      for (const byte of encoded) word += dictionary[byte];
      bytes += encoded.length;
    }
  }
  if (word !== "") words.push(word);
  return words;
}

/** The bytes of a character outside ASCII, in UTF-8. */
function bytesOf(point: number): readonly number[] {
  const last = 0x80 | (point & 0x3f);
  if (point < 0x800) return [0xc0 | (point >> 6), last];
  const middle = 0x80 | ((point >> 6) & 0x3f);
  if (point < 0x10000) return [0xe0 | (point >> 12), middle, last];
  return [0xf0 | (point >> 18), 0x80 | ((point >> 12) & 0x3f), middle, last];
}
