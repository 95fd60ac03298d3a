import { casedTokensOf, manyCased } from "../../../../domain/analyse/cased.ts";
import { waysOf } from "../../../../domain/analyse/term-ways.ts";
import { formWays, needlesOf } from "../../../../domain/query/needles.ts";
import type { NearSide, SearchQuery, TermQuery } from "../../../../domain/query/search-query.ts";

/**
 * What a token says of an entry, by the first of the columns of the index in which it stands. "maybe": the token may
 * also stand in a later column.
 */
export type ColumnsAsked = readonly ("yes" | "maybe" | "no")[];

/**
 * The tokens that a query asks of the index. `isSure`: a token by itself decides its term. Otherwise the order of
 * several tokens, their distance, their case or the language of the text decide as well.
 */
export type AskedTokens =
  | {
      readonly kind: "token";
      readonly token: string;
      readonly isPrefix: boolean;
      readonly columns: ColumnsAsked;
      readonly isSure: boolean;
    }
  | { readonly kind: "and" | "or"; readonly parts: readonly AskedTokens[] }
  | { readonly kind: "not"; readonly part: AskedTokens };

/** `hasCased`: whether all rows have marked tokens for their words in capitals (`cased.ts`). */
export interface AskedSetting {
  readonly hasCased: boolean;
  readonly looksBack: boolean;
}

/** The tokens of a query that asks only for texts (`isOfTexts`). */
export function askedTokens(query: SearchQuery, setting: AskedSetting): AskedTokens {
  switch (query.kind) {
    case "term":
      return tokensOfTerm(query, setting);
    case "near":
      return { kind: "and", parts: [query.left, query.right].map((side) => unsure(tokensOfSide(side, setting))) };
    case "and":
    case "or":
      return { kind: query.kind, parts: query.parts.map((part) => askedTokens(part, setting)) };
    case "not":
      return { kind: "not", part: askedTokens(query.part, setting) };
    case "history":
      return askedTokens(query.part, { ...setting, looksBack: true });
    case "fact":
    case "list":
    case "any":
    case "sources":
      throw new Error(`${query.kind} is not a condition on texts`);
  }
}

function tokensOfSide(side: NearSide, setting: AskedSetting): AskedTokens {
  if (side.kind === "term") return tokensOfTerm(side, setting);
  return { kind: "or", parts: side.parts.map((part) => tokensOfSide(part, setting)) };
}

function tokensOfTerm(term: TermQuery, { hasCased, looksBack }: AskedSetting): AskedTokens {
  const ways = waysOf(term.text, term.prefix);
  const [first] = ways;
  if (first === undefined) return { kind: "or", parts: [] };
  const columns = columnsOf(term, looksBack);
  const tokenOf = (token: string, isPrefix = false): AskedTokens => {
    return { kind: "token", token, isPrefix, columns, isSure: true };
  };
  const together = ({ tokens, prefix }: (typeof ways)[number]): AskedTokens => {
    const parts = tokens.map((token, at) => tokenOf(token, prefix && at === tokens.length - 1));
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : unsure({ kind: "and", parts });
  };
  if (term.slop !== null) return unsure(together(first));
  if (term.form !== "exact")
    return { kind: "or", parts: [...ways.map(together), ...formWays(term).map((way) => unsure(together(way)))] };
  const marked = hasCased && !term.prefix ? casedTokensOf(needlesOf(term)[0]?.exact ?? "") : [];
  const cased = marked.map((token): AskedTokens => ({ kind: "or", parts: [tokenOf(token), tokenOf(manyCased)] }));
  return unsure({ kind: "and", parts: [together(first), ...cased] });
}

/** The columns of the index are title, text, authors, earlier texts and tags. */
function columnsOf({ field }: TermQuery, looksBack: boolean): ColumnsAsked {
  if (field === null) return looksBack ? ["yes", "yes", "maybe", "yes", "no"] : ["yes", "yes", "no", "no", "no"];
  const at = { title: 0, text: 1, author: 2 }[field];
  return Array.from({ length: 5 }, (_, column) => (column < at ? "maybe" : column === at ? "yes" : "no"));
}

function unsure(asked: AskedTokens): AskedTokens {
  switch (asked.kind) {
    case "token":
      return { ...asked, isSure: false };
    case "and":
    case "or":
      return { ...asked, parts: asked.parts.map(unsure) };
    case "not":
      return { ...asked, part: unsure(asked.part) };
  }
}
