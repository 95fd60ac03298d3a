import type { Tokens } from "./tokenise.ts";

/**
 * The number of words in the kicker: the words of a title before its first colons or bars ("Parties: Greens elect new
 * leaders").
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

/** A kicker has at most this many words. The words after it are a headline by themselves. */
const kickerTextWordsMax = 4;
const coreWordsMin = 3;
/** A title may have two kickers: "Football: After five months: City lends striker". */
const kickersMax = 2;
const kickerTokensMax = 15;
