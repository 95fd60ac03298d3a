import type { SearchQuery } from "./search-query.ts";

/** Whether a query looks at earlier states of entries: in:history(…). */
export function hasHistory(query: SearchQuery): boolean {
  switch (query.kind) {
    case "history":
      return true;
    case "and":
    case "or":
      return query.parts.some(hasHistory);
    case "not":
    case "any":
      return hasHistory(query.part);
    case "term":
    case "near":
    case "fact":
    case "sources":
    case "list":
      return false;
  }
}
