import type { SearchQuery } from "./search-query.ts";

/** Whether a query has a condition on the whole story: any(…), sources>=3. */
export function asksStory(query: SearchQuery): boolean {
  switch (query.kind) {
    case "any":
    case "sources":
      return true;
    case "not":
    case "history":
      return asksStory(query.part);
    case "and":
    case "or":
      return query.parts.some(asksStory);
    case "term":
    case "near":
    case "fact":
    case "list":
      return false;
  }
}
