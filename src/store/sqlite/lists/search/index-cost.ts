import { termsOf } from "../../../../domain/query/needles.ts";
import type { SearchQuery } from "../../../../domain/query/search-query.ts";
import { isOfTexts } from "./text-tests.ts";

/** FTS5 opens a list for each word. Opening up to this many lists is so cheap that it need not be avoided. */
const cheapWordsMax = 24;
/** How many texts can be tested while FTS5 opens the list of one more word, or the lists of one prefix (word*). */
const textsPerWord = 1;
const textsPerBeginning = 400;

/**
 * For a query that tests only texts: how many texts can be tested in the time that the index takes to answer. 0 when
 * the index is always faster.
 */
export function indexCostOf(query: SearchQuery): number {
  const terms = termsOf(query);
  const beginnings = terms.filter((term) => term.prefix).length;
  const words = terms.reduce((sum, { forms = [] }) => sum + 1 + forms.length, 0);
  if (beginnings === 0 && words <= cheapWordsMax) return 0;
  return beginnings * textsPerBeginning + words * textsPerWord;
}

/** FTS5 reads the lists of words only as far as they are needed, but lists of conditions and of beginnings whole. */
export function mayWinnow(query: SearchQuery): boolean {
  const { wanted, refused } = conditionsOf(query);
  return wanted.length + refused.length > 0 || termsOf(query).some(({ prefix }) => prefix);
}

/**
 * `wanted`: the parts of a query that must all hold. `refused`: the parts that must all fail. Both are empty when a
 * query has no such parts.
 */
export function conditionsOf(query: SearchQuery): {
  readonly wanted: readonly SearchQuery[];
  readonly refused: readonly SearchQuery[];
} {
  if (query.kind === "history") {
    const { wanted, refused } = conditionsOf(query.part);
    const inHistory = (part: SearchQuery): SearchQuery => ({ kind: "history", part });
    return { wanted: wanted.map(inHistory), refused: refused.map(inHistory) };
  }
  if (query.kind === "not") return { wanted: [], refused: query.part.kind === "or" ? query.part.parts : [query.part] };
  if (query.kind !== "and") return { wanted: [], refused: [] };
  const each = query.parts.map((part) =>
    part.kind === "and" || part.kind === "not" ? conditionsOf(part) : { wanted: [part], refused: [] },
  );
  return { wanted: each.flatMap(({ wanted }) => wanted), refused: each.flatMap(({ refused }) => refused) };
}

/**
 * The parts of AND or OR. Parts that test only texts become one part, so that each text is read once for all of them.
 */
export function textsTogether({ kind, parts }: Extract<SearchQuery, { kind: "and" | "or" }>): readonly SearchQuery[] {
  const ofTexts = parts.filter(isOfTexts);
  if (ofTexts.length < 2 || ofTexts.length === parts.length) return parts;
  return [...parts.filter((part) => !isOfTexts(part)), { kind, parts: ofTexts }];
}
