import type { SearchQuery } from "../../domain/search-query.ts";

/** A piece of a text; `hit` when the query found it. */
export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

/** Finds a query's words in texts. Built once for a page, used for each row. */
export interface Highlighter {
  readonly pieces: (text: string) => readonly Piece[];
  /** The part of a text around its first hit, at most `charsMax` long, cut at words; null where there is no hit. */
  readonly around: (text: string, charsMax: number) => string | null;
}

/**
 * Matches on folded words (case and diacritics aside), as the index does. Terms under NOT are not looked for. Linear in
 * the text.
 */
export function createHighlighter(query: SearchQuery): Highlighter {
  const terms = termsOf(query);
  return {
    pieces: (text) => piecesOf(text, hitsIn(text, terms)),
    around: (text, charsMax) => around(text, hitsIn(text.slice(0, searchedCharsMax), terms), charsMax),
  };
}

const searchedCharsMax = 200_000;

interface Term {
  readonly words: readonly string[];
  readonly prefix: boolean;
}

/** The terms that make a text match; those under NOT do not. */
export function termsOf(query: SearchQuery): readonly Term[] {
  switch (query.kind) {
    case "term":
      return [{ words: query.words.map(foldWord), prefix: query.prefix }];
    case "not":
      return [];
    case "and":
    case "or":
      return query.parts.flatMap(termsOf);
  }
}

/** A word without case and diacritics. */
export function foldWord(word: string): string {
  return word
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
}

interface Word {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

/** The words of a text; a character of a script written without spaces is a word of its own. */
export function wordsOf(text: string): readonly Word[] {
  return [...text.matchAll(wordPattern)].map((match) => {
    return { folded: foldWord(match[0]), start: match.index, end: match.index + match[0].length };
  });
}

const unspaced = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}";
const wordPattern = new RegExp(`[${unspaced}]|[[\\p{L}\\p{M}\\p{N}]--[${unspaced}]]+`, "gv");

interface Hit {
  readonly start: number;
  readonly end: number;
}

function hitsIn(text: string, terms: readonly Term[]): readonly Hit[] {
  const words = wordsOf(text);
  const byFirst = new Map<string, Term[]>();
  const split = terms.map((term) => ({
    ...term,
    words: term.words.flatMap((word) => wordsOf(word).map((one) => one.folded)),
  }));
  const prefixes = split.filter((term) => term.prefix && term.words.length === 1);
  for (const term of split) {
    const first = term.words[0];
    if (first === undefined || (term.prefix && term.words.length === 1)) continue;
    byFirst.set(first, [...(byFirst.get(first) ?? []), term]);
  }
  const hits: Hit[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] as Word;
    const single = prefixes.some((term) => word.folded.startsWith(term.words[0] ?? "\n"));
    const lengths = (byFirst.get(word.folded) ?? [])
      .filter((term) => matchesAt(words, at, term))
      .map((term) => term.words.length);
    const length = Math.max(single ? 1 : 0, ...lengths);
    const last = words[at + length - 1];
    if (length === 0 || last === undefined) continue;
    hits.push({ start: word.start, end: last.end });
    at += length - 1;
  }
  return hits;
}

function matchesAt(words: readonly Word[], at: number, term: Term): boolean {
  return term.words.every((wanted, offset) => {
    const folded = words[at + offset]?.folded;
    const open = term.prefix && offset === term.words.length - 1;
    return folded !== undefined && (open ? folded.startsWith(wanted) : folded === wanted);
  });
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

function around(text: string, hits: readonly Hit[], charsMax: number): string | null {
  const first = hits[0];
  if (first === undefined) return null;
  const from = Math.max(0, first.start - Math.floor(charsMax / 3));
  const space = from === 0 ? -1 : text.indexOf(" ", from);
  const start = space > first.start ? from : space + 1;
  const whole = start + charsMax >= text.length;
  const cut = text.slice(start, start + charsMax).replaceAll("\n", " ");
  const shown = whole ? cut : cut.slice(0, Math.max(cut.lastIndexOf(" "), first.end - start));
  return `${start === 0 ? "" : "… "}${shown.trim()}${whole ? "" : " …"}`;
}
