import type { SearchQuery } from "./search-query.ts";

/**
 * A query that tests only words, and holds wherever `query` may hold: its other conditions, on facts and on the story,
 * count as fulfilled. `open`: false when they count as not fulfilled, as they must under NOT.
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
