import { casedTokens } from "./cased.ts";
import { charKind, kindOf } from "./char-kinds.ts";
import { type Compound, readCompound } from "./read-compound.ts";
import { readUnspaced } from "./read-unspaced.ts";
import { type Spelling, spellingsOf } from "./spellings.ts";
import type { Token } from "./token.ts";

export interface Analysis {
  /** In text order. */
  readonly words: readonly Token[];
  /** Other ways to write some of the words: joined, with their signs, without umlauts. */
  readonly spellings: readonly Spelling[];
}

/** Only this much of a text is analysed, for every purpose. The text itself is kept whole. */
export const analysedCharsMax = 50_000;

/**
 * The only place that makes tokens. The index, searches, watches and highlights all use it, on the server and in the
 * browser. It takes time linear in the text.
 *
 * A word is a run of letters, marks and digits, folded (`fold-word.ts`). A sign inside a word splits it: cease-fire
 * gives cease fire, O'Brien gives o brien. Acronyms and numbers stay one word: U.S. gives us, 118,970 gives 118970, 3,5
 * gives 3.5. In a script without spaces, each run of characters gives its overlapping pairs, and then its last
 * character alone: 停火協議 gives 停火 火协 协议 议. So a search finds any part of such a text as a phrase, and any single
 * character as the beginning of a word.
 *
 * `language` (a tag; null when it is unknown) only decides which spellings are added.
 */
export function analyse(text: string, language: string | null): Analysis {
  return read(text, language, null);
}

/** Says which words matter. */
export interface WantedWords {
  /** Whether the word from `start` to `end` may be one of them. The word has only ASCII letters. */
  mayBe(text: string, start: number, end: number): boolean;
}

/**
 * The texts of all tokens that may matter. Most words of a text are passed over without being copied, so this takes a
 * fraction of the time of `analyse`.
 */
export function tokenTextsOf(text: string, language: string | null, wanted: WantedWords): readonly string[] {
  return tokensOf(read(text, language, wanted)).map((token) => token.text);
}

function read(text: string, language: string | null, wanted: WantedWords | null): Analysis {
  const words: Token[] = [];
  const spellings: Spelling[] = [];
  const reading = { language, wanted };
  const end = Math.min(text.length, analysedCharsMax);
  for (let at = 0; at < end; ) {
    if (wanted !== null) at = passOver(text, at, end, wanted);
    if (at >= end) break;
    const code = text.charCodeAt(at);
    if (code < 0x80) {
      at = kindOf(code) === charKind.word ? takeWord(text, at, reading, words, spellings) : at + 1;
      continue;
    }
    const codePoint = text.codePointAt(at) ?? 0;
    const kind = kindOf(codePoint);
    if (kind === charKind.word) at = takeCompound(text, at, language, words, spellings);
    else if (kind === charKind.unspaced) at = readUnspaced(text, at, words);
    else at += codePoint > 0xffff ? 2 : 1;
  }
  return { words, spellings };
}

/**
 * The place after the plain words that are not wanted, and the signs between them. It takes as little time as reading
 * the characters does.
 */
function passOver(text: string, start: number, end: number, wanted: WantedWords): number {
  let at = start;
  let before = start > 0 ? text.charCodeAt(start - 1) : space;
  while (at < end) {
    let code = text.charCodeAt(at);
    if (isLetter(code)) {
      let next = at + 1;
      code = codeAt(text, next);
      while (isLetter(code)) {
        next += 1;
        code = codeAt(text, next);
      }
      if (!isPlainEnd(code, next - at) || isPrefixSign(before) || wanted.mayBe(text, at, next)) return at;
      at = next + 1;
    } else if (code < 0x80 && kindOf(code) !== charKind.word) at += 1;
    else return at;
    before = code;
  }
  return at;
}

interface Reading {
  readonly language: string | null;
  /** null: all words are wanted. */
  readonly wanted: WantedWords | null;
}

/** Takes the word at `start`. Most words are ASCII letters between spaces and can be read letter by letter. */
function takeWord(
  text: string,
  start: number,
  { language, wanted }: Reading,
  words: Token[],
  spellings: Spelling[],
): number {
  let at = start;
  let cases = 0x20;
  for (let code = codeAt(text, at); isLetter(code); code = codeAt(text, at)) {
    cases &= code;
    at += 1;
  }
  if (at === start || !isPlainWord(text, start, at)) return takeCompound(text, start, language, words, spellings);
  if (wanted !== null && !wanted.mayBe(text, start, at)) return at;
  const word = text.slice(start, at);
  // Of the letters of ASCII, the small ones have this bit.
  words.push({ text: cases === 0x20 ? word : word.toLowerCase(), start, end: at });
  return at;
}

/** Whether the letters of ASCII from `start` to `end`, at least one, are a whole word. */
function isPlainWord(text: string, start: number, end: number): boolean {
  return isPlainEnd(codeAt(text, end), end - start) && (start === 0 || !isPrefixSign(text.charCodeAt(start - 1)));
}

/** The code unit at a place; after the end, a space. Reading beyond the end of a string is slow. */
function codeAt(text: string, at: number): number {
  return at < text.length ? text.charCodeAt(at) : space;
}

const space = 0x20;

function isLetter(code: number): boolean {
  // As unsigned numbers, all codes before "a" are greater than 25 here.
  return ((code | 0x20) - 0x61) >>> 0 < 26;
}

/**
 * Whether this character (a space, the end, most signs) surely ends a word of `letters` letters, whatever follows it.
 */
function isPlainEnd(code: number, letters: number): boolean {
  return code < 0x80 && (code === 0x2e ? letters > 1 : plainEnds[code] === 1);
}

/** The signs that can tie words together; `"` does so in Hebrew. */
const tying = new Set([..."#&'+-/`"].map((sign) => sign.charCodeAt(0)));
const plainEnds = Uint8Array.from({ length: 0x80 }, (_, code) =>
  kindOf(code) !== charKind.word && !tying.has(code) ? 1 : 0,
);

function isPrefixSign(code: number): boolean {
  return code === 0x23 || code === 0x40 || code === 0xff03 || code === 0xff20;
}

function takeCompound(
  text: string,
  at: number,
  language: string | null,
  words: Token[],
  spellings: Spelling[],
): number {
  const compound: Compound = readCompound(text, at);
  const first = words.length;
  for (const { text: word, start, end } of compound.units) words.push({ text: word, start, end });
  if (compound.isMarked) spellings.push(...spellingsOf(text, compound, first, language));
  return compound.next;
}

/**
 * All tokens in the order of the index: the words, then a gap that no phrase can cross, then the spellings. Phrases and
 * distances are measured in this order.
 */
export function tokensOf({ words, spellings }: Analysis): readonly Token[] {
  return spellings.length === 0 ? words : [...words, gap, ...spellings];
}

/** No word has this text. */
const gap: Token = { text: "|", start: 0, end: 0 };

/**
 * The tokens as one text for the full-text index. After them come the tokens of `cased.ts`, which are not part of any
 * phrase. A space separates tokens; no other character separates them.
 */
export function indexText(text: string, language: string | null): string {
  const analysis = analyse(text, language);
  const tokens = tokensOf(analysis).map((token) => token.text);
  return [...tokens, ...casedTokens(text, analysis.words)].join(" ");
}
