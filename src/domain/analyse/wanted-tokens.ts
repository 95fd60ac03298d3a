import { analysedCharsMax, takeBeyondAscii, takeCompound } from "./analyse.ts";
import { charKind, kindOf } from "./char-kinds.ts";
import { codeAt, isLetter, isPlainEnd, isPrefixSign, plainToken } from "./plain-words.ts";
import type { Spelling } from "./spellings.ts";
import type { Token } from "./token.ts";

/** Some tokens of a text. `places`: the place of each among all tokens of the text, in the order of `tokensOf`. */
export interface PlacedTokens {
  readonly tokens: readonly Token[];
  readonly places: readonly number[];
}

/**
 * The wanted tokens of a text, and some others, as `tokensOf` gives them. It takes a fraction of the time of `analyse`,
 * because most words are passed over: they are counted and not copied.
 */
export function wantedTokensOf(text: string, language: string | null, wanted: WantedWords): PlacedTokens {
  const words: Token[] = [];
  const spellings: Spelling[] = [];
  const places: number[] = [];
  const end = Math.min(text.length, analysedCharsMax);
  let passed = 0;
  let before = 0;
  for (let at = 0; at < end; ) {
    const start = at;
    let code = text.charCodeAt(at);
    if (isLetter(code)) {
      let hash = 0;
      let cases = 0x20;
      do {
        hash = nextHash(hash, code);
        cases &= code;
        at += 1;
        code = codeAt(text, at);
      } while (isLetter(code));
      if (isPlainEnd(code, at - start) && !isPrefixSign(before)) {
        if (mayBeWanted(wanted, hash, text, start, at)) {
          places.push(words.length + passed);
          words.push(plainToken(text, start, at, cases));
        } else passed += 1;
        before = code;
        at += 1;
        continue;
      }
      at = takeCompound(text, start, language, words, spellings);
    } else if (code >= 0x80) at = takeBeyondAscii(text, at, language, words, spellings);
    else if (kindOf(code) === charKind.word) at = takeCompound(text, at, language, words, spellings);
    else at += 1;
    before = text.charCodeAt(at - 1);
    while (places.length < words.length) places.push(places.length + passed);
  }
  if (spellings.length === 0) return { tokens: words, places };
  // As in `tokensOf`, a gap lies between the words and the spellings.
  const first = words.length + passed + 1;
  return { tokens: [...words, ...spellings], places: [...places, ...spellings.map((_, at) => first + at)] };
}

/** Says which words of ASCII letters are wanted. All other tokens count as wanted. */
export interface WantedWords {
  /** One bit for each hash of a word. */
  readonly hashes: Uint8Array;
  /**
   * One bit for each three letters; 1 if a wanted word may begin with them. null when no beginnings are wanted.
   */
  readonly begins: Uint8Array | null;
}

/**
 * Makes the tables of wanted words. `texts`: the tokens that are wanted. `beginnings`: all tokens that begin with one
 * of these are wanted, too.
 */
export function wantedWords(texts: readonly string[], beginnings: readonly string[]): WantedWords {
  const hashes = new Uint8Array(1 << (hashBits - 3));
  for (const text of texts) {
    let hash = 0;
    for (let at = 0; at < text.length; at += 1) hash = nextHash(hash, text.charCodeAt(at));
    const bit = bitOf(hash);
    hashes[bit >>> 3] = (hashes[bit >>> 3] ?? 0) | (1 << (bit & 7));
  }
  const begins = new Uint8Array(1 << (beginBits - 3));
  for (const text of beginnings) {
    const first = beginOf(text, 0, text.length);
    // After a beginning of one or two letters, any letters may follow, or none.
    const last = first + (text.length > 2 ? 0 : (1 << (5 * (3 - text.length))) - 1);
    for (let begin = first; begin <= last; begin += 1)
      begins[begin >>> 3] = (begins[begin >>> 3] ?? 0) | (1 << (begin & 7));
  }
  return { hashes, begins: beginnings.length === 0 ? null : begins };
}

function mayBeWanted({ hashes, begins }: WantedWords, hash: number, text: string, start: number, end: number): boolean {
  const bit = bitOf(hash);
  if (((hashes[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0) return true;
  if (begins === null) return false;
  const begin = beginOf(text, start, end);
  return ((begins[begin >>> 3] ?? 0) & (1 << (begin & 7))) !== 0;
}

const hashBits = 15;
/** Five bits for each of three letters. */
const beginBits = 15;

/** The hash of a word with one more letter. The last five bits tell letters apart, whatever their case. */
function nextHash(hash: number, code: number): number {
  return ((hash << 5) - hash + (code & 31)) | 0;
}

/** The number 0x9e3779b1 spreads the hashes (Knuth, volume 3, section 6.4). */
function bitOf(hash: number): number {
  return Math.imul(hash, 0x9e3779b1) >>> (32 - hashBits);
}

/** The first three letters of a word. No letter has the number 0, which stands for a missing one. */
function beginOf(text: string, start: number, end: number): number {
  return (letterAt(text, start, end) << 10) | (letterAt(text, start + 1, end) << 5) | letterAt(text, start + 2, end);
}

function letterAt(text: string, at: number, end: number): number {
  return at < end ? text.charCodeAt(at) & 31 : 0;
}
