import type { SearchQuery } from "../../domain/search-query.ts";
import { foldWord, wordsOf } from "./highlight.ts";

/**
 * Whether a text fulfils a query, as the index would say: for watch terms, which are looked for in rows that are at
 * hand.
 */
export function matchesQuery(query: SearchQuery, text: string): boolean {
  return holds(
    query,
    ` ${wordsOf(text.slice(0, comparedCharsMax))
      .map(({ folded }) => folded)
      .join(" ")} `,
  );
}

const comparedCharsMax = 20_000;

/** `line`: the folded words, each with a space before and behind. */
function holds(query: SearchQuery, line: string): boolean {
  switch (query.kind) {
    case "term": {
      const words = query.words.flatMap((word) => wordsOf(foldWord(word)).map(({ folded }) => folded));
      return line.includes(` ${words.join(" ")}${query.prefix ? "" : " "}`);
    }
    case "not":
      return !holds(query.part, line);
    case "and":
      return query.parts.every((part) => holds(part, line));
    case "or":
      return query.parts.some((part) => holds(part, line));
  }
}
