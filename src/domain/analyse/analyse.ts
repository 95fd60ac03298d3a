import { casedTokens } from "./cased.ts";
import { charKind, kindOf } from "./char-kinds.ts";
import { codeAt, isLetter, isPlainWord, plainToken } from "./plain-words.ts";
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
 * Splits a text into tokens. The index, searches, watches and highlights all use this function, on the server and in
 * the browser. Its time grows linearly with the text. `wanted-tokens.ts` finds some of the same tokens in less time.
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
  const words: Token[] = [];
  const spellings: Spelling[] = [];
  const end = Math.min(text.length, analysedCharsMax);
  for (let at = 0; at < end; ) {
    const code = text.charCodeAt(at);
    if (code >= 0x80) at = takeBeyondAscii(text, at, language, words, spellings);
    else at = kindOf(code) === charKind.word ? takeWord(text, at, language, words, spellings) : at + 1;
  }
  return { words, spellings };
}

/** Takes the word at `start`. Most words are ASCII letters between spaces and can be read letter by letter. */
function takeWord(text: string, start: number, language: string | null, words: Token[], spellings: Spelling[]): number {
  let at = start;
  let cases = 0x20;
  for (let code = codeAt(text, at); isLetter(code); code = codeAt(text, at)) {
    cases &= code;
    at += 1;
  }
  if (at === start || !isPlainWord(text, start, at)) return takeCompound(text, start, language, words, spellings);
  words.push(plainToken(text, start, at, cases));
  return at;
}

/** Takes the words that begin with the non-ASCII character at `at`, if any. Returns where to continue. */
export function takeBeyondAscii(
  text: string,
  at: number,
  language: string | null,
  words: Token[],
  spellings: Spelling[],
): number {
  const codePoint = text.codePointAt(at) ?? 0;
  const kind = kindOf(codePoint);
  if (kind === charKind.word) return takeCompound(text, at, language, words, spellings);
  if (kind === charKind.unspaced) return readUnspaced(text, at, words);
  return at + (codePoint > 0xffff ? 2 : 1);
}

/** Takes the words that begin with the letter or digit at `at`. Returns where to continue. */
export function takeCompound(
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
 * phrase. Only spaces separate tokens.
 */
export function indexText(text: string, language: string | null): string {
  const analysis = analyse(text, language);
  const tokens = tokensOf(analysis).map((token) => token.text);
  return [...tokens, ...casedTokens(text, analysis.words)].join(" ");
}
