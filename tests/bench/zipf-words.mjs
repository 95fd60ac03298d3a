// Words of an invented language that are as frequent as those of a real one: the frequency of a word is one divided by
// its rank (Zipf). Three words in ten are among the twenty most frequent, and the vocabulary has an end.
const wordCount = 30_000;
const syllables = "ba ne to vi sa mu he dra lo ke pri ga ul we os fi ra mi cho ten".split(" ");

/** The word of a rank, from 0. */
export function wordOf(rank) {
  let word = "";
  for (let rest = rank + 20; rest > 0; rest = Math.floor(rest / syllables.length))
    word += syllables[rest % syllables.length];
  return word;
}

/**
 * Numbers from 0 to 1, the same for the same seed (mulberry32). The sequences of neighbouring seeds are far apart.
 */
export function randomOf(seed) {
  let state = (seed * 2_654_435_761) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One word, drawn with `random`. */
export const drawWord = (random) => wordOf(Math.floor(wordCount ** random()) - 1);

/** `count` words, drawn with `random`. */
export const textOf = (random, count) => Array.from({ length: count }, () => drawWord(random)).join(" ");
