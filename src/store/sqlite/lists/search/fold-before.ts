/**
 * A searched phrase for the index of earlier builds (`search_before`), as long as entries wait there: overlapping pairs
 * of characters where scripts have no spaces; SQLite's unicode61 folds and parts the rest. `prefix`: its last token is
 * the beginning of one.
 */
export function foldPhraseBefore(phrase: string, prefix: boolean): { text: string; prefix: boolean } {
  if (!unspacedAny.test(phrase)) return { text: phrase, prefix };
  let open = prefix;
  const text = phrase.replace(unspacedRuns, (run, at: number) => {
    const last = at + run.length === phrase.length;
    const pairs = pairsOf(run, !last);
    if (last) open = pairs.length === 1 && [...run].length === 1;
    return ` ${pairs.join(" ")} `;
  });
  return { text: text.trim(), prefix: open };
}

const unspacedScripts =
  "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u30fc\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Script=Tibetan}]";
const unspacedAny = new RegExp(unspacedScripts, "u");
const unspacedRuns = new RegExp(`${unspacedScripts}+`, "gu");

/** Overlapping pairs; in the middle of a phrase the last character stands alone too. */
function pairsOf(run: string, isMiddle: boolean): string[] {
  const characters = [...run];
  const pairs = characters.slice(0, -1).map((character, at) => character + (characters[at + 1] ?? ""));
  const last = characters.at(-1);
  return last !== undefined && (isMiddle || pairs.length === 0) ? [...pairs, last] : pairs;
}
