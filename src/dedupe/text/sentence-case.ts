import { type Tokens, tokenFlag } from "./tokenise.ts";

const lowerWordsMin = 4;

/**
 * Whether a headline is written like a sentence, so that a capital in it marks a name: at least four words inside it
 * are in lower case, and at least as many as have a capital.
 */
export function isSentenceCase(title: Tokens): boolean {
  let lower = 0;
  let capitals = 0;
  for (let i = 0; i < title.count; i += 1) {
    const flags = title.flags[i] as number;
    if (flags & (tokenFlag.opensSentence | tokenFlag.number | tokenFlag.pair)) continue;
    if (flags & tokenFlag.capital) capitals += 1;
    else lower += 1;
  }
  return lower >= lowerWordsMin && lower >= capitals;
}
