import type { Tokens } from "./tokenise.ts";

/**
 * The number of words in a title's kicker: the words before its first colon or bar ("Parties: Greens elect new
 * leaders"), or before its second one.
 */
export function kickerWords(text: string, title: Tokens): number {
  let end = 0;
  let words = 0;
  for (let kickers = 0; kickers < kickersMax; kickers += 1) {
    const match = /^(.{2,60}?)(?:: | \| |：)/u.exec(text.slice(end));
    if (match === null || (match[1] as string).trim().split(/\s+/u).length > kickerTextWordsMax) break;
    end += match[0].length;
    let count = words;
    while (count < title.count && (title.starts[count] as number) < end) count += 1;
    if (count > kickerTokensMax || title.count - count < coreWordsMin) break;
    words = count;
  }
  return words;
}

/** A kicker has at most this many words. */
const kickerTextWordsMax = 4;
/** The words after the kicker are a headline by themselves. They are at least this many. */
const coreWordsMin = 3;
/** A title may have two kickers: "Football: After five months: City lends striker". */
const kickersMax = 2;
/** A packed text has four bits for the number of tokens in the kicker. */
const kickerTokensMax = 15;
