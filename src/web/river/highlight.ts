import type { Budget, Term, TermFinder } from "./term-finder.ts";
import { eachWord, type Word, wordsOf } from "./words-of.ts";

/** A piece of a text. `hit`: the query found it. */
export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

/** Finds some of a finder's terms in texts. */
export interface Highlighter {
  readonly pieces: (text: string) => readonly Piece[];
  /** The part of a text around its first hit, at most `charsMax` long, cut between words; null when there is no hit. */
  readonly around: (text: string, charsMax: number) => string | null;
}

/** Takes linear time in the text. Marks no more hits when the budget is used up. */
export function createHighlighter(finder: TermFinder, terms: ReadonlySet<Term>, budget: Budget): Highlighter {
  return {
    pieces: (text) => (terms.size === 0 ? [{ text, hit: false }] : piecesOf(text, hitsIn(text))),
    around: (text, charsMax) => (terms.size === 0 ? null : around(text, firstHit(text), charsMax)),
  };

  function hitsIn(text: string): readonly Hit[] {
    const words = wordsOf(text);
    const hits: Hit[] = [];
    for (let at = 0; at < words.length && budget.left > 0; at += 1) {
      const hit = hitAt(words, at);
      if (hit === null) continue;
      hits.push(hit);
      at += hit.words - 1;
    }
    return hits;
  }

  /** Finds the first hit. It reads no further than necessary, because texts are long. */
  function firstHit(text: string): Hit | null {
    const words: Word[] = [];
    let at = 0;
    for (const word of eachWord(text.slice(0, searchedCharsMax))) {
      words.push(word);
      if (budget.left <= 0) return null;
      // Look at a word only when a whole phrase after it has been read.
      if (words.length - at <= phraseWordsMax) continue;
      const hit = hitAt(words, at);
      if (hit !== null) return hit;
      at += 1;
    }
    for (; at < words.length; at += 1) {
      const hit = hitAt(words, at);
      if (hit !== null) return hit;
    }
    return null;
  }

  /** The longest term that begins at this word. */
  function hitAt(words: readonly Word[], at: number): Hit | null {
    const lengths = finder
      .find(words, at, budget)
      .filter((term) => terms.has(term))
      .map((term) => term.words.length);
    const length = Math.max(0, ...lengths);
    const [first, last] = [words[at], words[at + length - 1]];
    if (length === 0 || first === undefined || last === undefined) return null;
    return { start: first.start, end: last.end, words: length };
  }
}

const searchedCharsMax = 200_000;
/** No phrase is longer, because a query has at most a thousand characters. */
const phraseWordsMax = 500;

interface Hit {
  readonly start: number;
  readonly end: number;
  readonly words: number;
}

function piecesOf(text: string, hits: readonly Hit[]): readonly Piece[] {
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

function around(text: string, first: Hit | null, charsMax: number): string | null {
  if (first === null) return null;
  const from = Math.max(0, first.start - Math.floor(charsMax / 3));
  const space = from === 0 ? -1 : text.indexOf(" ", from);
  const start = space > first.start ? from : space + 1;
  const whole = start + charsMax >= text.length;
  const cut = text.slice(start, start + charsMax).replaceAll("\n", " ");
  const shown = whole ? cut : cut.slice(0, Math.max(cut.lastIndexOf(" "), first.end - start));
  return `${start === 0 ? "" : "… "}${shown.trim()}${whole ? "" : " …"}`;
}
