import type { EntryState } from "../../../../domain/query/entry-states.ts";
import type { SearchQuery } from "../../../../domain/query/search-query.ts";

/**
 * A query to the full-text index. A `match` is one FTS5 expression, which FTS5 answers in one pass. The other kinds say
 * how the ordered row numbers of several expressions are merged (`index-rows.ts`).
 *
 * `isPrefix`: the expression has a term such as word*. FTS5 reads the lists of all words with that beginning before it
 * gives the first row. So `joined` leaves each such term an expression of its own, and the deadline is checked between
 * expressions. All other terms are joined into one expression. A query with many such terms becomes `winnowed`.
 *
 * `range`: all row numbers between `from` and `to`, both included. `checked`: the index cannot decide (case, order), so
 * the text of each row is read. `story`: entries whose story has an entry that matches `part`. `sources`: entries whose
 * story has at least `min` outlets (`countOutlets`). `state`: entries in a state. `every`: all rows. `nothing`: no row.
 *
 * `scanned`: the same rows as `index`, for an `index` that is expensive to read. The texts of the newest entries are
 * tested first, at most `testsMax` (`scanned-rows.ts`). `winnowed`: the same rows as `index`. Conditions of the query
 * are looked up in the pages of the index, and the texts of the rows that are left are tested (`winnowed-rows.ts`).
 * Both kinds carry the `query` that their rows fulfil.
 */
export type IndexQuery =
  | { readonly kind: "match"; readonly match: string; readonly isPrefix: boolean }
  | { readonly kind: "and" | "or"; readonly parts: readonly IndexQuery[] }
  | { readonly kind: "without"; readonly wanted: IndexQuery; readonly refused: IndexQuery }
  | { readonly kind: "range"; readonly from: number; readonly to: number }
  | { readonly kind: "checked"; readonly index: IndexQuery; readonly query: SearchQuery }
  | { readonly kind: "story"; readonly part: IndexQuery; readonly negated: boolean }
  | { readonly kind: "sources"; readonly min: number }
  | { readonly kind: "state"; readonly state: EntryState }
  | { readonly kind: "every" }
  | { readonly kind: "scanned"; readonly query: SearchQuery; readonly index: IndexQuery; readonly testsMax: number }
  | { readonly kind: "winnowed"; readonly query: SearchQuery; readonly index: IndexQuery }
  | { readonly kind: "nothing" };

/** Joins parts with AND or OR. Parts that FTS5 can answer in one pass become one expression. */
export function joined(kind: "and" | "or", given: readonly IndexQuery[]): IndexQuery {
  const parts = kind === "or" ? given.filter((part) => part.kind !== "nothing").map(solid) : given;
  if (parts.length === 0 || parts.some((part) => part.kind === "nothing")) return { kind: "nothing" };
  const plain = parts.filter(isPlain);
  const rest = parts.filter((part) => !isPlain(part));
  const match = plain.map((part) => part.match).join(` ${kind.toUpperCase()} `);
  const first: IndexQuery = { kind: "match", match: plain.length > 1 ? `(${match})` : match, isPrefix: false };
  const all = plain.length === 0 ? rest : [first, ...rest];
  const tests = all.filter(isTest);
  const whole = tests.length === all.length ? [every, ...all] : [...all.filter((part) => !isTest(part)), ...tests];
  return whole.length === 1 && whole[0] !== undefined ? whole[0] : { kind, parts: whole };
}

/** The rows that match `wanted` and do not match `refused`. */
export function without(wanted: IndexQuery, refused: IndexQuery): IndexQuery {
  if (refused.kind === "nothing" || wanted.kind === "nothing") return wanted;
  if (isPlain(refused) && (isPlain(wanted) || wanted.kind === "every")) {
    const match = wanted.kind === "every" ? everyMatch : wanted.match;
    return { kind: "match", match: `(${match} NOT ${refused.match})`, isPrefix: false };
  }
  return { kind: "without", wanted: solid(wanted), refused };
}

/** Limits a test to rows that exist, because most numbers of a range have no row. */
function solid(query: IndexQuery): IndexQuery {
  return isTest(query) ? { kind: "and", parts: [every, query] } : query;
}

/** Whether a query can only test rows that another part finds. */
function isTest({ kind }: IndexQuery): boolean {
  return kind === "range" || kind === "story" || kind === "sources";
}

/** Whether a query is one expression that FTS5 answers row by row. */
function isPlain(query: IndexQuery): query is Extract<IndexQuery, { kind: "match" }> {
  return query.kind === "match" && !query.isPrefix;
}

/** The query for all rows. */
export const every: Extract<IndexQuery, { kind: "every" }> = { kind: "every" };
/** An FTS5 expression that matches every row, because every entry has one urgency. */
const everyMatch = "(tags : (u1 OR u2 OR u3 OR u4 OR u5 OR u6 OR u7 OR u8 OR u9))";

/** The total length of the expressions of a query. */
export function charsOf(query: IndexQuery): number {
  switch (query.kind) {
    case "match":
      return query.match.length;
    case "and":
    case "or":
      return query.parts.reduce((sum, part) => sum + charsOf(part), 0);
    case "without":
      return charsOf(query.wanted) + charsOf(query.refused);
    case "checked":
    case "scanned":
    case "winnowed":
      return charsOf(query.index);
    case "story":
      return charsOf(query.part);
    case "sources":
    case "state":
    case "range":
    case "every":
    case "nothing":
      return 0;
  }
}
