import { waysOf } from "../analyse/term-ways.ts";
import { termsOf } from "../query/needles.ts";
import type { NearSide, SearchQuery, TermQuery } from "../query/search-query.ts";
import type { Form, WordForm } from "./form.ts";
import { isInflectable } from "./forms-of.ts";

/** At most this many words of a query get forms. The words after them are found only as written. */
const formWordsMax = 300;
/**
 * FTS5 compares every term on one side of a NEAR with every term on the other. If there would be more pairs than this,
 * the terms get no forms.
 */
const nearPairsMax = 16;

/** The folded words of queries that are searched in all their forms: plain words, without quotes, = and *. */
export function formWordsOf(queries: readonly SearchQuery[]): readonly string[] {
  const words = queries.flatMap((query) => termsOf(query)).map(formWord);
  return [...new Set(words.filter((word) => word !== null))].slice(0, formWordsMax);
}

/** Adds the known forms to the plain words of a query. */
export function withForms(query: SearchQuery, known: readonly WordForm[]): SearchQuery {
  const byWord = new Map<string, Form[]>();
  for (const { of, form, language } of known) byWord.set(of, [...(byWord.get(of) ?? []), { form, language }]);
  return byWord.size === 0 ? query : expand(query, byWord);
}

type Known = ReadonlyMap<string, readonly Form[]>;

function expand(query: SearchQuery, known: Known): SearchQuery {
  switch (query.kind) {
    case "term":
      return withOwn(query, known);
    case "near": {
      if (termsOf(query.left).length * termsOf(query.right).length > nearPairsMax) return query;
      return { ...query, left: expandSide(query.left, known), right: expandSide(query.right, known) };
    }
    case "not":
    case "history":
    case "any":
      return { kind: query.kind, part: expand(query.part, known) };
    case "and":
    case "or":
      return { kind: query.kind, parts: query.parts.map((part) => expand(part, known)) };
    case "fact":
    case "sources":
    case "list":
      return query;
  }
}

function expandSide(side: NearSide, known: Known): NearSide {
  if (side.kind === "term") return withOwn(side, known);
  return { kind: "or", parts: side.parts.map((part) => expandSide(part, known)) };
}

function withOwn(term: TermQuery, known: Known): TermQuery {
  const word = formWord(term);
  const forms = word === null ? undefined : known.get(word);
  return forms === undefined ? term : { ...term, forms };
}

function formWord({ form, prefix, slop, text }: TermQuery): string | null {
  if (form !== "word" || prefix || slop !== null) return null;
  const [way] = waysOf(text, false);
  const [word, more] = way?.tokens ?? [];
  return word === undefined || more !== undefined || way?.prefix === true || !isInflectable(word) ? null : word;
}
