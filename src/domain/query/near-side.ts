import { failAt } from "./query-note.ts";
import type { NearSide, SearchQuery } from "./search-query.ts";

/**
 * Turns a query into one side of NEAR: a word, a phrase, or a group of them with OR. `at`: where the query stands in
 * `text`. Error: query-invalid.
 */
export function nearSideOf(text: string, at: number, query: SearchQuery): NearSide {
  switch (query.kind) {
    case "term":
      if (query.form === "exact" || query.slop !== null)
        failAt(text, at, "NEAR takes words and phrases, without = and ~");
      return query;
    case "or":
      return { kind: "or", parts: query.parts.map((part) => nearSideOf(text, at, part)) };
    case "and":
    case "not":
    case "near":
    case "fact":
    case "list":
    case "history":
    case "any":
    case "sources":
      return failAt(text, at, "NEAR takes words, phrases, and groups of them with OR");
  }
}
