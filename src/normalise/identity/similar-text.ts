import { foldText } from "../fold-text.ts";

/** Only this many characters of a text are compared. They are enough to tell two articles apart. */
const comparedCharsMax = 3000;
/** Matches writing systems without spaces. Their text is cut into pairs of characters in place of words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * The share (0 to 1) of words that are in both texts, among the different words of the text that has fewer of them; 0
 * when one of the texts has no words.
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
