import { WireError } from "../../../domain/errors.ts";
import type { SearchQuery } from "../../../domain/search-query.ts";
import { foldSearchPhrase } from "./fold-search-text.ts";

/**
 * An FTS5 expression, or everything but what one matches: FTS5 has no NOT without a left side, so a pure negation is
 * carried out by whoever runs the expression. Every text of the user stands inside an FTS5 string, where only the quote
 * means anything.
 */
export interface CompiledQuery {
  readonly match: string;
  readonly negated: boolean;
}

/**
 * The tree for the index of `titles and bodies`. Error: query-invalid, when a term has no letter or digit, or the tree
 * is too large.
 */
export function compileQuery(query: SearchQuery): CompiledQuery {
  const compiled = compile(query, 0);
  if (compiled.match.length > matchCharsMax) throw new WireError("query-invalid", "query: too long");
  return compiled;
}

const matchCharsMax = 20_000;
/** FTS5 allows 256 (SQLITE_FTS5_MAX_EXPR_DEPTH); the parser allows far less. */
const depthMax = 60;

function compile(query: SearchQuery, depth: number): CompiledQuery {
  if (depth > depthMax) throw new WireError("query-invalid", "query: nested too deeply");
  switch (query.kind) {
    case "term":
      return { match: termOf(query.words, query.prefix), negated: false };
    case "not": {
      const inner = compile(query.part, depth + 1);
      return { match: inner.match, negated: !inner.negated };
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
  return { match: compiled.match, negated: !compiled.negated };
}

/**
 * a AND b AND NOT c AND NOT d = (a AND b) NOT (c OR d); with negations alone, everything but (c OR d). OR comes here by
 * De Morgan.
 */
function allOf(parts: readonly CompiledQuery[]): CompiledQuery {
  const wanted = parts.filter((part) => !part.negated).map((part) => part.match);
  const refused = parts.filter((part) => part.negated).map((part) => part.match);
  if (wanted.length === 0) return { match: join(refused, "OR"), negated: true };
  if (refused.length === 0) return { match: join(wanted, "AND"), negated: false };
  return { match: `(${join(wanted, "AND")} NOT ${join(refused, "OR")})`, negated: false };
}

function join(matches: readonly string[], operator: "AND" | "OR"): string {
  return matches.length === 1 ? (matches[0] ?? "") : `(${matches.join(` ${operator} `)})`;
}

function termOf(words: readonly string[], prefix: boolean): string {
  const phrase = words
    .join(" ")
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Co}]+/gu, " ")
    .trim();
  if (!/[\p{L}\p{N}\p{Co}]/u.test(phrase))
    throw new WireError("query-invalid", "query: a term without a letter or digit");
  const folded = foldSearchPhrase(phrase, prefix);
  return `"${folded.text}"${folded.prefix ? " *" : ""}`;
}
