import type { SearchQuery } from "./search-query.ts";

/**
 * Reduces a query to its conditions on words. The result accepts every entry that `query` may accept, because it takes
 * the other conditions, on facts and on the story, as fulfilled. `open`: false under NOT, where it takes them as not
 * fulfilled.
 */
export function wordsOnly(query: SearchQuery, open = true): SearchQuery {
  switch (query.kind) {
    case "term":
    case "near":
      return query;
    case "fact":
    case "any":
    case "sources":
    case "list":
      // "All of nothing" always holds, and "any of nothing" never does.
      return { kind: open ? "and" : "or", parts: [] };
    case "not":
      return { kind: "not", part: wordsOnly(query.part, !open) };
    case "and":
    case "or":
      return { kind: query.kind, parts: query.parts.map((part) => wordsOnly(part, open)) };
    case "history":
      return { kind: "history", part: wordsOnly(query.part, open) };
  }
}
