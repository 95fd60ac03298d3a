import { type DiffPart, wordDiff } from "./word-diff.ts";

/** A stretch of one of two compared texts. */
export interface ComparedPiece {
  readonly text: string;
  /** False when the other text has the same words here. */
  readonly isOwn: boolean;
  /** True for a name or a figure that the other version does not have anywhere. */
  readonly isFact: boolean;
}

/**
 * Compares two texts, such as headlines. Finds the parts that differ, and the names and figures that only one version
 * has. `whole`: all that each version says, when the compared texts are only parts of it.
 */
export function compareTexts(
  a: string,
  b: string,
  whole: readonly [a: string, b: string] = [a, b],
): readonly [a: readonly ComparedPiece[], b: readonly ComparedPiece[]] {
  const parts = wordDiff(a, b);
  return [sideOf(parts, "taken", factsOf(whole[1])), sideOf(parts, "added", factsOf(whole[0]))];
}

function sideOf(
  parts: readonly DiffPart[],
  own: "taken" | "added",
  elsewhere: ReadonlySet<string>,
): readonly ComparedPiece[] {
  return parts
    .filter(({ kind }) => kind === "same" || kind === own)
    .flatMap(({ kind, text }, at, side) =>
      kind === "same"
        ? [{ text, isOwn: false, isFact: false }]
        : piecesOf(text, { elsewhere, before: side[at - 1]?.text ?? "" }),
    );
}

/** `before`: the text in front of these pieces. */
function piecesOf(
  text: string,
  { elsewhere, before }: { readonly elsewhere: ReadonlySet<string>; readonly before: string },
): readonly ComparedPiece[] {
  const pieces: ComparedPiece[] = [];
  let at = 0;
  for (const { 0: fact, index } of text.matchAll(factWords)) {
    if (elsewhere.has(fold(fact)) || !isFact(before.slice(-contextChars) + text.slice(0, index), fact)) continue;
    if (index > at) pieces.push({ text: text.slice(at, index), isOwn: true, isFact: false });
    pieces.push({ text: fact, isOwn: true, isFact: true });
    at = index + fact.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isOwn: true, isFact: false });
  return pieces;
}

/** Figures, and words that begin with a capital. */
const factWords = /\d(?:[\d.,:]*\d)?|\p{Lu}[\p{L}\p{M}'’-]+/gu;

/**
 * Whether a word is a figure or a name. A word that begins a sentence does not count as a name, although it has a
 * capital.
 */
function isFact(before: string, word: string): boolean {
  return /^\d/.test(word) || /[\p{L}\p{N},;:–—-]["'’”)]?\s+["'‘“(]?$/u.test(before.slice(-contextChars));
}

const contextChars = 8;

function factsOf(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(factWords)].map(([fact]) => fold(fact)));
}

function fold(word: string): string {
  return word.toLowerCase().replace(/['’]s$/u, "");
}
