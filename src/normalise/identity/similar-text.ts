import { foldText } from "../fold-text.ts";

/** A text is compared by its first characters, which are enough to tell two articles apart. */
const comparedCharsMax = 3000;
/** Text in writing systems without spaces is cut into pairs of characters. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * The share (0 to 1) of the shorter text's different words that are also in the other text; 0 when one of them has no
 * words.
 */
export function similarText(a: string, b: string): number {
  const wordsA = wordSet(a);
  const wordsB = wordSet(b);
  const [small, large] = wordsA.size <= wordsB.size ? [wordsA, wordsB] : [wordsB, wordsA];
  if (small.size === 0) return 0;
  let shared = 0;
  for (const word of small) if (large.has(word)) shared += 1;
  return shared / small.size;
}

function wordSet(text: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const word of foldText(text.slice(0, comparedCharsMax)).split(" ")) {
    if (word === "") continue;
    if (unspaced.test(word)) for (let at = 0; at + 2 <= word.length; at += 1) words.add(word.slice(at, at + 2));
    else words.add(word);
  }
  return words;
}
