import { WireError } from "../errors.ts";
import { nearestName } from "../text/nearest-name.ts";
import { readQuery } from "./read-query.ts";
import { queryTermsMax, type SearchQuery, type TextField } from "./search-query.ts";

/** Named lists of terms (words, phrases, word*, =exact). A query refers to a list by a dollar sign and its name. */
export type TermLists = Readonly<Record<string, readonly string[]>>;

export const noLists: TermLists = {};

/**
 * Reads a query, then puts the terms of lists in place of their names. This happens after parsing, so that no list can
 * change how the rest is read. Error: query-invalid.
 */
export function parseQuery(text: string, lists: TermLists = noLists): SearchQuery {
  const state = { lists, terms: 0 };
  return expand(readQuery(text).query, state);
}

interface State {
  readonly lists: TermLists;
  terms: number;
}

function expand(query: SearchQuery, state: State): SearchQuery {
  switch (query.kind) {
    case "term":
    case "fact":
    case "sources":
      count(state, 1);
      return query;
    case "near":
      count(state, 2);
      return query;
    case "not":
    case "history":
    case "any":
      return { kind: query.kind, part: expand(query.part, state) };
    case "and":
    case "or":
      return { kind: query.kind, parts: query.parts.map((part) => expand(part, state)) };
    case "list":
      return listed(query.name, query.field, state);
  }
}

function listed(name: string, field: TextField | null, state: State): SearchQuery {
  const terms = Object.hasOwn(state.lists, name) ? state.lists[name] : undefined;
  if (terms === undefined) throw new WireError("query-invalid", `query: ${unknownList(name, state.lists)}`);
  count(state, terms.length);
  const parts = terms.map((term) => listTerm(term, field));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: "or", parts };
}

function unknownList(name: string, lists: TermLists): string {
  const names = Object.keys(lists).map((one) => `$${one}`);
  const known = names.length === 0 ? "it has none" : `it has ${names.slice(0, 20).join(", ")}`;
  const nearest = nearestName(name, Object.keys(lists));
  const meant = nearest === null ? "" : `; did you mean $${nearest}?`;
  return `there is no list $${name} in the configuration (${known})${meant}`;
}

/** Reads one term of a list. Throws WireError query-invalid unless it is one word, phrase, word* or =exact. */
export function listTerm(text: string, field: TextField | null = null): SearchQuery {
  const { query } = readQuery(/^[="]|\*$/.test(text) || !/\s/.test(text) ? text : `"${text.replaceAll('"', " ")}"`);
  if (query.kind !== "term" || query.field !== null)
    throw new WireError("query-invalid", `${JSON.stringify(text)} is not one word or phrase`);
  return { ...query, field };
}

function count(state: State, terms: number): void {
  state.terms += terms;
  if (state.terms > queryTermsMax)
    throw new WireError(
      "query-invalid",
      `query: more than ${queryTermsMax} words and phrases, including the terms of lists`,
    );
}
