import type { SearchQuery } from "../../domain/parse-query.ts";
import type { Term, TermFinder } from "./term-finder.ts";

/** Whether a text that contains these terms matches a query. The result is the same as the index's. */
export function matchesQuery(query: SearchQuery, finder: TermFinder, found: ReadonlySet<Term>): boolean {
  switch (query.kind) {
    case "term": {
      const term = finder.termAt(query);
      return term !== undefined && found.has(term);
    }
    case "not":
      return !matchesQuery(query.part, finder, found);
    case "and":
      return query.parts.every((part) => matchesQuery(part, finder, found));
    case "or":
      return query.parts.some((part) => matchesQuery(part, finder, found));
  }
}
