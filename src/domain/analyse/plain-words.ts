import { charKind, kindOf } from "./char-kinds.ts";
import type { Token } from "./token.ts";

/** The token of a word of ASCII letters. `cases`: the bitwise AND of 0x20 and the word's code units. */
export function plainToken(text: string, start: number, end: number, cases: number): Token {
  const word = text.slice(start, end);
  // Among ASCII letters, the lower-case letters have the bit 0x20.
  return { text: cases === 0x20 ? word : word.toLowerCase(), start, end };
}

/** Whether the letters of ASCII from `start` to `end`, at least one, are a whole word. */
export function isPlainWord(text: string, start: number, end: number): boolean {
  return isPlainEnd(codeAt(text, end), end - start) && (start === 0 || !isPrefixSign(text.charCodeAt(start - 1)));
}

/** The code unit at a place; after the end, a space. Reading beyond the end of a string is slow. */
export function codeAt(text: string, at: number): number {
  return at < text.length ? text.charCodeAt(at) : space;
}

const space = 0x20;

/** Whether a code unit is a letter of ASCII. */
export function isLetter(code: number): boolean {
  // A code before "a" gives a negative difference here, which `>>> 0` turns into a number greater than 25.
  return ((code | 0x20) - 0x61) >>> 0 < 26;
}

/**
 * Whether this character (a space, the end, most signs) surely ends a word of `letters` letters, whatever follows it.
 */
export function isPlainEnd(code: number, letters: number): boolean {
  return code < 0x80 && (code === 0x2e ? letters > 1 : plainEnds[code] === 1);
}

/** The signs that can tie words together; `"` does so in Hebrew. */
const tying = new Set([..."#&'+-/`"].map((sign) => sign.charCodeAt(0)));
const plainEnds = Uint8Array.from({ length: 0x80 }, (_, code) =>
  kindOf(code) !== charKind.word && !tying.has(code) ? 1 : 0,
);

/** Whether a sign before a word makes it a tag or a name: #word, @name. */
export function isPrefixSign(code: number): boolean {
  return code === 0x23 || code === 0x40 || code === 0xff03 || code === 0xff20;
}
