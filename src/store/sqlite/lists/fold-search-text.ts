import { unspacedScripts } from "../../../domain/parse-query.ts";

/**
 * Folds text for the full-text index. FTS5's unicode61 folds case and diacritics, and splits words at everything except
 * letters, marks and digits. Scripts without spaces (and Korean, whose particles are attached to words) are written as
 * overlapping pairs of characters; every character begins a token: 停火協議 becomes "停火 火協 協議 議". Any substring is then a
 * phrase, and a single character is a prefix.
 */
export function foldSearchText(text: string): string {
  if (!unspacedAny.test(text)) return text;
  return text.replace(unspacedRuns, (run) => ` ${pairsOf(run, true).join(" ")} `);
}

/**
 * Folds a searched phrase, which may end in the middle of a stored run. `prefix`: the phrase's last token is the
 * beginning of a word.
 */
export function foldSearchPhrase(phrase: string, prefix: boolean): { text: string; prefix: boolean } {
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

const unspacedAny = new RegExp(unspacedScripts, "u");
const unspacedRuns = new RegExp(`${unspacedScripts}+`, "gu");

/**
 * Overlapping pairs of characters. For storing, the last character is also a token of its own, so that every character
 * begins a token.
 */
function pairsOf(run: string, storing: boolean): string[] {
  const characters = [...run];
  const pairs = characters.slice(0, -1).map((character, at) => character + (characters[at + 1] ?? ""));
  const last = characters.at(-1);
  return last !== undefined && (storing || pairs.length === 0) ? [...pairs, last] : pairs;
}
