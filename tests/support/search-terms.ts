import type { TermQuery } from "../../src/domain/query/search-query.ts";

/** Words, one behind another, anywhere in an entry. */
export function termOf(words: readonly string[], prefix: boolean): TermQuery {
  return { kind: "term", text: words.join(" "), form: "phrase", prefix, slop: null, field: null };
}
