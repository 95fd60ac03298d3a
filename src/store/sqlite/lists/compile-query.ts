import { WireError } from "../../../domain/errors.ts";
import type { SearchQuery } from "../../../domain/parse-query.ts";
import { foldSearchPhrase } from "./fold-search-text.ts";

/**
 * A query of the full-text index. A `match` is one FTS5 expression, which FTS5 evaluates in one pass. The other kinds
 * say how the ordered row numbers of several expressions are merged (`index-rows.ts`). `isPrefix`: a term such as
 * word*, for which FTS5 reads the lists of all matching words before it returns the first row. Such a term is an
 * expression of its own, so that the time limit can be checked between two of them. All other terms are joined into one
 * expression.
 */
export type IndexQuery =
  | { readonly kind: "match"; readonly match: string; readonly isPrefix: boolean }
  | { readonly kind: "and" | "or"; readonly parts: readonly IndexQuery[] }
  | { readonly kind: "without"; readonly wanted: IndexQuery; readonly refused: IndexQuery };

/** The rows that a query matches: the rows of `index`, or with `negated` all other rows. */
export interface CompiledQuery {
  readonly index: IndexQuery;
  readonly negated: boolean;
}

/**
 * Compiles a query tree for the index of titles and bodies. All text of the user is inside FTS5 strings, in which only
 * the quote has a meaning. Error: query-invalid, when a term has no letter or digit, or when the tree is too large.
 */
export function compileQuery(query: SearchQuery): CompiledQuery {
  const compiled = compile(query, 0);
  if (charsOf(compiled.index) > matchCharsMax) throw new WireError("query-invalid", "query: too long");
  return compiled;
}

const matchCharsMax = 20_000;
/** FTS5 allows 256 (SQLITE_FTS5_MAX_EXPR_DEPTH). The parser allows far less. */
const depthMax = 60;

function charsOf(query: IndexQuery): number {
  switch (query.kind) {
    case "match":
      return query.match.length;
    case "and":
    case "or":
      return query.parts.reduce((sum, part) => sum + charsOf(part), 0);
    case "without":
      return charsOf(query.wanted) + charsOf(query.refused);
  }
}

function compile(query: SearchQuery, depth: number): CompiledQuery {
  if (depth > depthMax) throw new WireError("query-invalid", "query: nested too deeply");
  switch (query.kind) {
    case "term":
      return { index: termOf(query.words, query.prefix), negated: false };
    case "not": {
      const inner = compile(query.part, depth + 1);
      return { index: inner.index, negated: !inner.negated };
    }
    case "and":
      return allOf(partsOf(query.parts, depth));
    case "or":
      return negate(allOf(partsOf(query.parts, depth).map(negate)));
  }
}

function partsOf(parts: readonly SearchQuery[], depth: number): CompiledQuery[] {
  if (parts.length === 0) throw new WireError("query-invalid", "query: a group without terms");
  return parts.map((part) => compile(part, depth + 1));
}

function negate(compiled: CompiledQuery): CompiledQuery {
  return { index: compiled.index, negated: !compiled.negated };
}

/**
 * a AND b AND NOT c AND NOT d becomes (a AND b) without (c OR d). With negations alone, it becomes everything except (c
 * OR d). OR is compiled by De Morgan's law.
 */
function allOf(parts: readonly CompiledQuery[]): CompiledQuery {
  const wanted = parts.filter((part) => !part.negated).map((part) => part.index);
  const refused = parts.filter((part) => part.negated).map((part) => part.index);
  if (wanted.length === 0) return { index: joined("or", refused), negated: true };
  if (refused.length === 0) return { index: joined("and", wanted), negated: false };
  return { index: without(joined("and", wanted), joined("or", refused)), negated: false };
}

/** Joins parts with AND or OR. Parts that FTS5 can evaluate in one pass become one expression. */
export function joined(kind: "and" | "or", parts: readonly IndexQuery[]): IndexQuery {
  const plain = parts.filter(isPlain);
  const rest = parts.filter((part) => !isPlain(part));
  const match = plain.map((part) => part.match).join(` ${kind.toUpperCase()} `);
  const first: IndexQuery = { kind: "match", match: plain.length > 1 ? `(${match})` : match, isPrefix: false };
  const all = plain.length === 0 ? rest : [first, ...rest];
  return all.length === 1 && all[0] !== undefined ? all[0] : { kind, parts: all };
}

/** The rows of `wanted` that are not in `refused`. */
export function without(wanted: IndexQuery, refused: IndexQuery): IndexQuery {
  if (!isPlain(wanted) || !isPlain(refused)) return { kind: "without", wanted, refused };
  return { kind: "match", match: `(${wanted.match} NOT ${refused.match})`, isPrefix: false };
}

function isPlain(query: IndexQuery): query is Extract<IndexQuery, { kind: "match" }> {
  return query.kind === "match" && !query.isPrefix;
}

function termOf(words: readonly string[], prefix: boolean): IndexQuery {
  const phrase = words
    .join(" ")
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Co}]+/gu, " ")
    .trim();
  if (!/[\p{L}\p{N}\p{Co}]/u.test(phrase))
    throw new WireError("query-invalid", "query: a term without a letter or digit");
  const folded = foldSearchPhrase(phrase, prefix);
  return {
    kind: "match",
    match: `{title body} : "${folded.text}"${folded.prefix ? " *" : ""}`,
    isPrefix: folded.prefix,
  };
}
