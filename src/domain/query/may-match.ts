import type { Needle } from "./needles.ts";
import type { NearSide, SearchQuery, TermQuery } from "./search-query.ts";

/**
 * False when no text with only the needles `standing` can fulfil the query. Only words are tested: facts, conditions on
 * the story and parts under NOT count as fulfilled.
 */
export function mayMatch(
  query: SearchQuery | NearSide,
  needlesOf: (term: TermQuery) => readonly Needle[],
  standing: ReadonlySet<Needle>,
): boolean {
  switch (query.kind) {
    case "term": {
      const needles = needlesOf(query);
      return needles.length > 0 && needles.every((needle) => standing.has(needle));
    }
    case "near":
      return mayMatch(query.left, needlesOf, standing) && mayMatch(query.right, needlesOf, standing);
    case "and":
      return query.parts.every((part) => mayMatch(part, needlesOf, standing));
    case "or":
      return query.parts.some((part) => mayMatch(part, needlesOf, standing));
    case "history":
      return mayMatch(query.part, needlesOf, standing);
    case "not":
    case "fact":
    case "any":
    case "sources":
    case "list":
      return true;
  }
}
