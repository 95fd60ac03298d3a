import type { NearSide, SearchQuery, TermQuery } from "../query/search-query.ts";

/**
 * A set of terms of the query: every text that fulfils the query contains at least one of them. null when a text may
 * fulfil the query without any of its terms. If there are several sets with this property, returns the smallest.
 */
export function requiredTerms(query: SearchQuery): readonly TermQuery[] | null {
  switch (query.kind) {
    case "term":
      return [query];
    case "near":
      return sideTerms(query.left);
    case "and":
      return query.parts.map(requiredTerms).reduce(smaller, null);
    case "or": {
      const parts = query.parts.map(requiredTerms);
      return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? []);
    }
    case "history":
      return requiredTerms(query.part);
    case "not":
    case "fact":
    case "any":
    case "sources":
    case "list":
      return null;
  }
}

function smaller(a: readonly TermQuery[] | null, b: readonly TermQuery[] | null): readonly TermQuery[] | null {
  if (a === null || b === null) return a ?? b;
  return a.length <= b.length ? a : b;
}

function sideTerms(side: NearSide): readonly TermQuery[] {
  return side.kind === "term" ? [side] : side.parts.flatMap(sideTerms);
}
