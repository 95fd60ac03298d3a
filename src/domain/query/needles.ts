import { analyse } from "../analyse/analyse.ts";
import { type Way, waysOf } from "../analyse/term-ways.ts";
import type { SearchQuery, TermQuery } from "./search-query.ts";

/** Something to look for in tokens. It is found when any of its ways is found. */
export interface Needle {
  readonly ways: readonly Way[];
  /** The exact text that must stand at the place of a hit; null when case and accents do not matter. */
  readonly exact: string | null;
}

/**
 * The needles of a term. All must be found. There are several only if the words may stand apart ("…"~3), and none if
 * the term has no word.
 */
export function needlesOf(term: TermQuery): readonly Needle[] {
  const ways = waysOf(term.text, term.prefix);
  const [first] = ways;
  if (first === undefined) return [];
  if (term.form === "exact") return [{ ways: [first], exact: exactForm(spanOf(term.text)) }];
  if (term.slop === null) return [{ ways: [...ways, ...formWays(term)], exact: null }];
  return first.tokens.map((token, at) => {
    const isLast = at === first.tokens.length - 1;
    return { ways: [{ tokens: [token], prefix: isLast && first.prefix }], exact: null };
  });
}

/** The ways to find the other forms of a term. */
export function formWays({ forms = [] }: TermQuery): readonly Way[] {
  return forms.map(({ form, language }) => ({ tokens: [form], prefix: false, language }));
}

/** The part of a term from its first word to its last, with the signs that are part of a word. */
function spanOf(text: string): string {
  const { words, spellings } = analyse(text, null);
  const tokens = [...words, ...spellings.filter(({ kind }) => kind === "signed")];
  const start = Math.min(...tokens.map((token) => token.start));
  return text.slice(start, Math.max(...tokens.map((token) => token.end)));
}

/**
 * The form in which exact terms are compared: composed (NFC), without invisible characters, each run of spaces as one.
 */
export function exactForm(text: string): string {
  return text
    .normalize("NFC")
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, "")
    .replaceAll(/\s+/gu, " ");
}

/** The terms of a query. With `wanted`, only terms that make a text match; terms under NOT do not. */
export function termsOf(query: SearchQuery, wanted = false): readonly TermQuery[] {
  switch (query.kind) {
    case "term":
      return [query];
    case "fact":
    case "list":
      return [];
    case "not":
      return wanted ? [] : termsOf(query.part);
    case "and":
    case "or":
      return query.parts.flatMap((part) => termsOf(part, wanted));
    case "near":
      return [...termsOf(query.left, wanted), ...termsOf(query.right, wanted)];
    case "history":
    case "any":
      return termsOf(query.part, wanted);
    case "sources":
      return [];
  }
}
