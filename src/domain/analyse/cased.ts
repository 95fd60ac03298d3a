import type { Token } from "./token.ts";

/**
 * At most this many different words of a text get tokens of their own. If more words than this have inner capitals, the
 * text gets `manyCased` instead. It also does so if more than half of its words have inner capitals, as in some
 * headlines.
 */
const casedWordsMax = 24;
const casedShareMax = 0.5;

/**
 * Tokens of the words that have a capital letter after their first letter, each once: US, WHO, iPhone. A search for
 * `=US` looks up such a token, because few of the texts with the word "us" write it in capitals. A capital at the
 * beginning of a word is too common to be useful. `words`: the words of the text.
 */
export function casedTokens(text: string, words: readonly Token[]): readonly string[] {
  const found = new Set<string>();
  for (const { start, end } of words) {
    if (!hasInnerCapital(text, start, end)) continue;
    const word = plainForm(text.slice(start, end));
    if (word !== null) found.add(casedToken(word));
    if (found.size > casedWordsMax) return [manyCased];
  }
  // If only one word has inner capitals, the text gets the token of that word, however short the text is.
  return found.size > 1 && found.size > words.length * casedShareMax ? [manyCased] : [...found];
}

/** The token of a text in which too many words have inner capitals. It stands for all of these words. */
export const manyCased = "^";

/**
 * The tokens that a text must have to contain these words exactly as they are written. Empty when the index cannot
 * help: the words have no inner capitals, or have characters other than ASCII letters and digits.
 */
export function casedTokensOf(exact: string): readonly string[] {
  if (!/^[A-Za-z0-9]+(?: [A-Za-z0-9]+)*$/.test(exact)) return [];
  const words = exact.split(" ").filter((word) => /[A-Z]/.test(word.slice(1)));
  return [...new Set(words.map(casedToken))];
}

/**
 * No other token begins with "^". A capital is written as "^" and its small letter, because FTS5 would fold the
 * capital.
 */
function casedToken(word: string): string {
  return `^${word.replaceAll(/[A-Z]/g, (letter) => `^${letter.toLowerCase()}`)}`;
}

function hasInnerCapital(text: string, start: number, end: number): boolean {
  for (let at = start + 1; at < end; at += 1) {
    const code = text.charCodeAt(at);
    // Test for U+212A as well: NFC turns this sign, the Kelvin sign, into K.
    if ((code >= 0x41 && code <= 0x5a) || code === 0x212a) return true;
  }
  return false;
}

/** A word as exact searches compare it, without the signs in it; null when it has letters other than ASCII. */
function plainForm(word: string): string | null {
  if (/^[A-Za-z0-9]+$/.test(word)) return word;
  const composed = word.normalize("NFC").replaceAll(/[\p{Default_Ignorable_Code_Point}\p{P}\p{S}]/gu, "");
  return /^[A-Za-z0-9]+$/.test(composed) ? composed : null;
}
