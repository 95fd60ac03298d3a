import { analyse, tokensOf } from "../../../../domain/analyse/analyse.ts";
import { waysOf } from "../../../../domain/analyse/term-ways.ts";
import type { SearchQuery } from "../../../../domain/query/search-query.ts";
import type { SampledText } from "./text-tests.ts";

/** A word, and the share of the sampled texts that contain it. */
export interface CommonWord {
  readonly word: string;
  readonly share: number;
}

/** At most this many words are found, and only those that are in so many texts of the sample. */
const wordsMax = 64;
const textsMin = 3;

/**
 * The most common words that begin as one of the queries says (word*), the most common first. An entry with such a word
 * fulfils that query. FTS5 reads the list of a word several times as fast as the list of a beginning, and a few words
 * often make up most of it: "th" is mostly "the".
 */
export function commonWordsOf(queries: readonly SearchQuery[], texts: readonly SampledText[]): readonly CommonWord[] {
  const beginnings = new Set(queries.flatMap(beginningsOf));
  if (beginnings.size === 0) return [];
  const lengths = [...new Set([...beginnings].map(({ length }) => length))];
  const counts = new Map<string, number>();
  for (const { title, text, language } of texts) {
    const tokens = [title, text].flatMap((one) => tokensOf(analyse(one, language)));
    for (const word of new Set(tokens.map((token) => token.text)))
      if (lengths.some((length) => beginnings.has(word.slice(0, length))))
        counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count >= textsMin)
    .sort(([, a], [, b]) => b - a)
    .slice(0, wordsMax)
    .map(([word, count]) => ({ word, share: count / texts.length }));
}

/** The beginnings by which a query is fulfilled, if it is a term such as word* for the title and the text. */
function beginningsOf(query: SearchQuery): readonly string[] {
  if (query.kind !== "term" || query.field !== null || query.form === "exact" || query.slop !== null) return [];
  return waysOf(query.text, query.prefix)
    .filter(({ tokens, prefix }) => prefix && tokens.length === 1)
    .map(({ tokens }) => tokens[0] ?? "");
}
