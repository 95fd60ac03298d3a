import type { Token } from "./token.ts";

/**
 * At most so many different words of one text are marked, and none where most are in capitals, as in some headlines.
 */
const casedWordsMax = 24;
const casedShareMax = 0.5;

/**
 * Tokens of the words that have a capital letter behind their first letter, each once: US, WHO, iPhone. Searches for
 * `=US` look them up, because few of the texts with "us" have it so. Capitals at the beginning of a word are too common
 * to be marked. `words`: the words of the text.
 */
export function casedTokens(text: string, words: readonly Token[]): readonly string[] {
  const found = new Set<string>();
  for (const { start, end } of words) {
    if (!hasInnerCapital(text, start, end)) continue;
    const word = plainForm(text.slice(start, end));
    if (word !== null) found.add(casedToken(word));
    if (found.size > casedWordsMax) return [manyCased];
  }
  // One word in capitals is no more than one mark.
  return found.size > 1 && found.size > words.length * casedShareMax ? [manyCased] : [...found];
}

/** Stands for all such words of a text that has too many of them. */
export const manyCased = "^";

/**
 * The tokens that a text must have to contain these words exactly as they are written. Empty when the index does not
 * tell: the words have no inner capitals, or other characters than ASCII letters and digits.
 */
export function casedTokensOf(exact: string): readonly string[] {
  if (!/^[A-Za-z0-9]+(?: [A-Za-z0-9]+)*$/.test(exact)) return [];
  const words = exact.split(" ").filter((word) => /[A-Z]/.test(word.slice(1)));
  return [...new Set(words.map(casedToken))];
}

/** No other token begins with this sign, and FTS5 would fold a capital letter. */
function casedToken(word: string): string {
  return `^${word.replaceAll(/[A-Z]/g, (letter) => `^${letter.toLowerCase()}`)}`;
}

function hasInnerCapital(text: string, start: number, end: number): boolean {
  for (let at = start + 1; at < end; at += 1) {
    const code = text.charCodeAt(at);
    // Not only ASCII letters: the Kelvin sign is composed as K.
    if ((code >= 0x41 && code <= 0x5a) || code === 0x212a) return true;
  }
  return false;
}

/** A word as exact searches compare it, without signs in it; null when it has other letters than ASCII. */
function plainForm(word: string): string | null {
  if (/^[A-Za-z0-9]+$/.test(word)) return word;
  const composed = word.normalize("NFC").replaceAll(/[\p{Default_Ignorable_Code_Point}\p{P}\p{S}]/gu, "");
  return /^[A-Za-z0-9]+$/.test(composed) ? composed : null;
}
