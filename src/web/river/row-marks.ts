import type { SearchQuery } from "../../domain/parse-query.ts";
import type { WireItem } from "../../domain/section.ts";
import type { Watch } from "../sign-in/watches.ts";
import { createHighlighter, type Piece } from "./highlight.ts";
import { matchesQuery } from "./matches-query.ts";
import { type Budget, createTermFinder, type Term } from "./term-finder.ts";
import { wordsOf } from "./words-of.ts";

/** Looks for the page's search and the viewer's watch terms in the rows of a page. */
export interface RowMarks {
  /** Begins a page. The budget for comparisons starts here. */
  begin(): void;
  read(item: WireItem): RowMark;
}

/** What was found in a row. */
export interface RowMark {
  /** The watch terms that the item matches. */
  readonly watched: readonly string[];
  readonly pieces: (text: string) => readonly Piece[];
  /** The part of the text that the search found; null when it found none. */
  readonly line: string | null;
}

/**
 * Folds the words of an item once, and looks for all terms in one pass. When the page's budget is used up, the rows
 * further down are not searched. So a page has a limited cost, whatever the cookie contains.
 */
export function createRowMarks(search: SearchQuery | null, watches: readonly Watch[]): RowMarks {
  const queries = watches.map(({ query }) => query);
  const finder = createTermFinder(search === null ? queries : [search, ...queries]);
  const searched = search === null ? new Set<Term>() : finder.termsOf(search);
  const budget: Budget = { left: comparedMax };

  function watchedOf({ lead }: WireItem): readonly Watch[] {
    if (watches.length === 0) return [];
    const words = wordsOf(`${lead.title}\n${lead.text}`.slice(0, comparedCharsMax));
    const found = new Set<Term>();
    for (let at = 0; at < words.length; at += 1) {
      for (const term of finder.find(words, at, budget)) found.add(term);
      if (budget.left <= 0) return [];
    }
    return watches.filter(({ query }) => matchesQuery(query, finder, found));
  }

  return {
    begin() {
      budget.left = comparedMax;
    },
    read(item) {
      const watched = budget.left > 0 ? watchedOf(item) : [];
      const shown = new Set([...searched, ...watched.flatMap(({ query }) => [...finder.termsOf(query)])]);
      return {
        watched: watched.map(({ text }) => text),
        pieces: createHighlighter(finder, shown, budget).pieces,
        line: createHighlighter(finder, searched, budget).around(item.lead.text, lineCharsMax),
      };
    },
  };
}

const comparedCharsMax = 20_000;
const lineCharsMax = 240;
/**
 * How many pairs of words and terms are compared for a page: 200 rows of 1,250 words, which takes a tenth of a second.
 */
const comparedMax = 250_000;
