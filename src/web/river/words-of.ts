/** A word of a text, without case and diacritics, and its position. */
export interface Word {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

/** The words of a text, one by one. In a script without spaces, each character is a word. */
export function* eachWord(text: string): Generator<Word> {
  for (const match of text.matchAll(wordPattern))
    yield { folded: foldWord(match[0]), start: match.index, end: match.index + match[0].length };
}

/** All words of a text at once. */
export function wordsOf(text: string): readonly Word[] {
  return [...eachWord(text)];
}

const unspaced = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}";
const wordPattern = new RegExp(`[${unspaced}]|[[\\p{L}\\p{M}\\p{N}]--[${unspaced}]]+`, "gv");

function foldWord(word: string): string {
  if (plain.test(word)) return word.toLowerCase();
  return word
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
}

const plain = /^[0-9A-Za-z]*$/;
