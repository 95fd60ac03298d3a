import type { StoredEntry } from "../../domain/entry.ts";
import type { WordForm } from "../../domain/forms/form.ts";
import { formWordsOf, withForms } from "../../domain/forms/with-forms.ts";
import { statesOf } from "../../domain/query/entry-states.ts";
import { findTerms, matchesQuery } from "../../domain/query/match-query.ts";
import { type Needle, termsOf } from "../../domain/query/needles.ts";
import type { SearchQuery } from "../../domain/query/search-query.ts";
import { authorLine, type Searched } from "../../domain/query/searched.ts";
import { type Budget, createTermFinder } from "../../domain/query/term-finder.ts";
import type { WireItem } from "../../domain/section.ts";
import type { ReadStore } from "../../domain/store.ts";
import type { Watch } from "../sign-in/watches.ts";
import { createHighlighter, type Piece } from "./highlight.ts";
import { shownEntry } from "./row-facts.ts";

/** Finds what to highlight in the rows of a page: the words of its search, and the viewer's watch terms. */
export interface RowMarks {
  /** Other forms of the searched words, which are highlighted too. */
  readonly forms: readonly WordForm[];
  read(item: WireItem): RowMark;
}

/** The hits in a row. */
export interface RowMark {
  /** The watch terms that match the item. */
  readonly watched: readonly string[];
  readonly pieces: (text: string) => readonly Piece[];
  /** The part of the text that the search found; null when it found none. */
  readonly line: string | null;
}

/**
 * Reads the marks of one page. They also mark the other forms of the words that the store knows now, because its
 * searches find these forms.
 */
export async function readRowMarks(
  store: Pick<ReadStore, "readForms">,
  search: SearchQuery | null,
  watches: readonly Watch[],
): Promise<RowMarks> {
  const words = formWordsOf([...(search === null ? [] : [search]), ...watches.map(({ query }) => query)]);
  if (words.length === 0) return createRowMarks(search, watches);
  const forms = await store.readForms(words);
  const own = search === null ? null : withForms(search, forms);
  const asked = new Set(search === null ? [] : formWordsOf([search]));
  const expanded = watches.map((watch) => ({ ...watch, query: withForms(watch.query, forms) }));
  return { ...createRowMarks(own, expanded), forms: forms.filter(({ of }) => asked.has(of)) };
}

/**
 * The words of an item are analysed once, and all terms are searched in one pass. When the page's budget is used up,
 * the remaining rows get no marks. Otherwise many watch terms in a cookie could make a page expensive.
 */
export function createRowMarks(search: SearchQuery | null, watches: readonly Watch[]): RowMarks {
  const queries = watches.map(({ query }) => query);
  const finder = createTermFinder(search === null ? queries : [search, ...queries]);
  const searched = search === null ? new Set<Needle>() : wantedOf(search);
  const budget: Budget = { left: comparedMax };

  function wantedOf(query: SearchQuery): ReadonlySet<Needle> {
    return new Set(termsOf(query, true).flatMap((term) => finder.needlesOf(term)));
  }

  function watchedOf(item: WireItem): readonly Watch[] {
    if (watches.length === 0) return [];
    const entries = [...new Set([item.lead, shownEntry(item)])];
    const found = entries.map((entry) => findTerms(finder, searchedOf(entry), budget)).filter((one) => one !== null);
    return watches.filter(({ query }) => found.some((one) => matchesQuery(query, finder, one)));
  }

  return {
    forms: [],
    read(item) {
      const watched = budget.left > 0 ? watchedOf(item) : [];
      const shown = new Set([...searched, ...watched.flatMap(({ query }) => [...wantedOf(query)])]);
      const { language, text } = shownEntry(item);
      return {
        watched: watched.map((watch) => watch.text),
        pieces: createHighlighter(finder, shown, language, budget).pieces,
        line: createHighlighter(finder, searched, language, budget).around(text, lineCharsMax),
      };
    },
  };
}

const lineCharsMax = 240;
/**
 * How many times a word may be compared with a term for one page. This is enough for 200 rows of 600 words, and takes
 * about a tenth of a second.
 */
const comparedMax = 250_000;

function searchedOf(lead: StoredEntry): Searched {
  const { title, text, language, categories, urgency, url, firstSeenAt, source } = lead;
  const facts = { language, categories, urgency, url, firstSeenAt, sourceName: source.name, sourceKind: source.kind };
  const known = { author: authorLine(lead.authors), past: "", states: statesOf(lead), ofStory: null };
  return { title, text, ...known, ...facts };
}
