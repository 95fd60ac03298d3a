import { type WantedWords, wantedTokensOf, wantedWords } from "../analyse/wanted-tokens.ts";
import { primaryLanguage } from "../forms/form.ts";
import { type Column, columns, type Found, findHits } from "./match-query.ts";
import { type Needle, termsOf } from "./needles.ts";
import type { SearchQuery } from "./search-query.ts";
import type { SearchedTexts } from "./searched.ts";
import type { Hit, TermFinder } from "./term-finder.ts";

/** The hits in the texts of an entry. */
export type FoundTexts = Found["columns"];

/**
 * Returns a function that finds what `findTerms` finds, in a fraction of the time: it passes over the words that are in
 * no needle, and over the authors when no query asks for them.
 */
export function createWantedFinder(
  finder: TermFinder,
  queries: readonly SearchQuery[],
): (texts: SearchedTexts) => FoundTexts {
  const wanted = wantedOf(finder.needles);
  const asksAuthor = queries.some((query) => termsOf(query).some(({ field }) => field === "author"));
  const asked = columns.filter((column) => asksAuthor || column !== "author");
  const budget = { left: Number.POSITIVE_INFINITY };
  return (texts) => {
    const found = new Map<Column, ReadonlyMap<Needle, readonly Hit[]>>();
    const language = primaryLanguage(texts.language);
    for (const column of asked) {
      const text = texts[column];
      if (text === "" || finder.needles.length === 0) continue;
      const placed = wantedTokensOf(text, texts.language, wanted);
      const hits = placed.tokens.length === 0 ? null : findHits(finder, { text, ...placed, language }, budget);
      if (hits !== null && hits.size > 0) found.set(column, hits);
    }
    return found;
  };
}

/** The words of needles. */
function wantedOf(needles: readonly Needle[]): WantedWords {
  const texts: string[] = [];
  const beginnings: string[] = [];
  for (const { tokens, prefix } of needles.flatMap(({ ways }) => ways))
    for (const [at, token] of tokens.entries()) (prefix && at === tokens.length - 1 ? beginnings : texts).push(token);
  return wantedWords(texts, beginnings);
}
