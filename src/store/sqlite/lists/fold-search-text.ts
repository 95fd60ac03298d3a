import { unspacedScripts } from "../../../domain/parse-query.ts";

/**
 * Text as the full-text index reads it: FTS5's unicode61 folds case and diacritics and parts words at anything that is
 * not a letter, mark or digit. Scripts written without spaces (and Korean, whose particles cling to words) get
 * overlapping pairs of characters, each character beginning one: 停火協議 becomes "停火 火協 協議 議". Any substring is then a
 * phrase, and one character a prefix.
 */
export function foldSearchText(text: string): string {
  if (!unspacedAny.test(text)) return text;
  return text.replace(unspacedRuns, (run) => ` ${pairsOf(run, true).join(" ")} `);
}

/**
 * The same for a searched phrase: it may end in the middle of a stored run. `prefix`: its last token is the beginning
 * of one.
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
 * Overlapping pairs; the last character stands alone too when it is being stored, so that every character begins a
 * token.
 */
function pairsOf(run: string, storing: boolean): string[] {
  const characters = [...run];
  const pairs = characters.slice(0, -1).map((character, at) => character + (characters[at + 1] ?? ""));
  const last = characters.at(-1);
  return last !== undefined && (storing || pairs.length === 0) ? [...pairs, last] : pairs;
}
