import { readsOtherwise } from "./query-word.ts";
import type { SearchQuery, TermQuery } from "./search-query.ts";

/** Writes a query as it was understood, with every operator. Reading the result gives the same tree. */
export function printQuery(query: SearchQuery): string {
  switch (query.kind) {
    case "term":
      return printTerm(query);
    case "fact":
      return `${query.field}:${isBare(query.value) ? query.value : `"${query.value}"`}`;
    case "list":
      return `${fieldOf(query)}$${query.name}`;
    case "not":
      return `NOT ${inside(query.part, ["and", "or", "near", "history"])}`;
    case "and":
      return query.parts.map((part) => inside(part, ["and", "or", "history"])).join(" AND ");
    case "or":
      return query.parts.map((part) => inside(part, ["or", "history"])).join(" OR ");
    case "near": {
      const sign = `${query.isOrdered ? "PRE" : "NEAR"}/${query.distance}`;
      return `${inside(query.left, ["or"])} ${sign} ${inside(query.right, ["or"])}`;
    }
    case "any":
      return `any(${printQuery(query.part)})`;
    case "sources":
      return `sources>=${query.min}`;
    case "history":
      return `in:history ${inside(query.part, ["and", "or", "history"])}`;
  }
}

/** Whether a value reads the same without quotes: one word that is not an operator, or a time. */
function isBare(value: string): boolean {
  if (/^(?:AND|OR|NOT)$/.test(value)) return false;
  return /^[\p{L}\p{N}](?:[\p{L}\p{N}._-]*[\p{L}\p{N}])?$|^\d[\dT:-]*$/u.test(value);
}

function inside(query: SearchQuery, parted: readonly SearchQuery["kind"][]): string {
  return parted.includes(query.kind) ? `(${printQuery(query)})` : printQuery(query);
}

function printTerm(term: TermQuery): string {
  const isSimple = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}]*$/u.test(term.text) && !readsOtherwise(term.text);
  const quoted = term.form === "phrase" || term.slop !== null || (term.form === "exact" && !isSimple);
  const text = quoted ? `"${term.text}"` : term.text;
  const slop = term.slop === null ? "" : `~${term.slop}`;
  return `${fieldOf(term)}${term.form === "exact" ? "=" : ""}${text}${term.prefix ? "*" : ""}${slop}`;
}

function fieldOf({ field }: { readonly field: string | null }): string {
  return field === null ? "" : `${field}:`;
}
