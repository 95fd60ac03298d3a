import { analyse, tokensOf } from "../../domain/analyse/analyse.ts";
import { primaryLanguage } from "../../domain/forms/form.ts";
import type { Needle } from "../../domain/query/needles.ts";
import { type Budget, rangeOf, type TermFinder } from "../../domain/query/term-finder.ts";

/** A piece of a text. `hit`: whether the query found it. */
export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

/** Finds the needles (searched terms of a `TermFinder`) that are to be marked in texts. */
export interface Highlighter {
  readonly pieces: (text: string) => readonly Piece[];
  /** The part of a text around its first hit, at most `charsMax` long, cut at words; null when there is no hit. */
  readonly around: (text: string, charsMax: number) => string | null;
}

/**
 * Marks the same tokens that the search index found, because both use the same analyser. The time grows linearly with
 * the text. When the budget is used up, nothing more is marked.
 */
export function createHighlighter(
  finder: TermFinder,
  needles: ReadonlySet<Needle>,
  language: string | null,
  budget: Budget,
): Highlighter {
  return {
    pieces: (text) => (needles.size === 0 ? [{ text, hit: false }] : piecesOf(text, rangesIn(text))),
    around: (text, charsMax) => (needles.size === 0 ? null : around(text, rangesIn(text)[0] ?? null, charsMax)),
  };

  function rangesIn(text: string): readonly Range[] {
    const tokens = tokensOf(analyse(text, language));
    const analysed = { text, tokens, language: primaryLanguage(language) };
    const ranges: Range[] = [];
    for (let at = 0; at < tokens.length && budget.left > 0; at += 1) {
      for (const hit of finder.find(analysed, at, budget))
        if (needles.has(hit.needle)) ranges.push(rangeOf(text, tokens, hit));
    }
    return united(ranges);
  }
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Sorts the ranges by their place in the text and joins those that overlap. */
function united(ranges: readonly Range[]): readonly Range[] {
  const found: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = found.at(-1);
    if (last === undefined || range.start >= last.end) found.push(range);
    else if (range.end > last.end) found[found.length - 1] = { start: last.start, end: range.end };
  }
  return found;
}

function piecesOf(text: string, hits: readonly Range[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { start, end } of hits) {
    if (start > at) pieces.push({ text: text.slice(at, start), hit: false });
    pieces.push({ text: text.slice(start, end), hit: true });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), hit: false });
  return pieces;
}

function around(text: string, first: Range | null, charsMax: number): string | null {
  if (first === null) return null;
  const from = Math.max(0, first.start - Math.floor(charsMax / 3));
  const space = from === 0 ? -1 : text.indexOf(" ", from);
  const start = space > first.start ? from : space + 1;
  const whole = start + charsMax >= text.length;
  const cut = text.slice(start, start + charsMax).replaceAll("\n", " ");
  const shown = whole ? cut : cut.slice(0, Math.max(cut.lastIndexOf(" "), first.end - start));
  return `${start === 0 ? "" : "… "}${shown.trim()}${whole ? "" : " …"}`;
}
