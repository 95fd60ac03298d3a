/**
 * Writes a searched phrase for the index of an earlier build (`search_before`). Scripts without spaces become
 * overlapping pairs of characters; SQLite's unicode61 splits and folds the rest. `prefix`: the last token may be only
 * the beginning of a word.
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

/** Overlapping pairs of characters. In the middle of a phrase, the last character also stands alone. */
function pairsOf(run: string, isMiddle: boolean): string[] {
  const characters = [...run];
  const pairs = characters.slice(0, -1).map((character, at) => character + (characters[at + 1] ?? ""));
  const last = characters.at(-1);
  return last !== undefined && (isMiddle || pairs.length === 0) ? [...pairs, last] : pairs;
}
