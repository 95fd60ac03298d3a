import type { SearchQuery } from "../../domain/parse-query.ts";
import { type Word, wordsOf } from "./words-of.ts";

/** A term of a query in the form in which it is searched for. */
export interface Term {
  readonly words: readonly string[];
  /** True when the last word is only a prefix. */
  readonly prefix: boolean;
}

/** How much may still be compared. When it is used up, some hits are missing. */
export interface Budget {
  left: number;
}

/** Looks for the terms of any number of queries in one pass. */
export interface TermFinder {
  /** The term at this node of a query. Equal terms are the same object. */
  termAt(node: Extract<SearchQuery, { kind: "term" }>): Term | undefined;
  /** The terms of a query that make a text match. Terms under NOT are left out. */
  termsOf(query: SearchQuery): ReadonlySet<Term>;
  /** The terms that begin at word number `at`. */
  find(words: readonly Word[], at: number, budget: Budget): readonly Term[];
}

/** Matches folded words (without case and diacritics), as the index does. */
export function createTermFinder(queries: readonly SearchQuery[]): TermFinder {
  const known = new Map<string, Term>();
  const byNode = new Map<SearchQuery, Term>();
  for (const query of queries) for (const node of termNodes(query)) byNode.set(node, keep(node));
  const { byFirst, byBeginning, lengths } = indexOf([...known.values()]);

  function keep(node: Extract<SearchQuery, { kind: "term" }>): Term {
    const words = node.words.flatMap((word) => wordsOf(word).map(({ folded }) => folded));
    const key = JSON.stringify([words, node.prefix]);
    const term = known.get(key) ?? { words, prefix: node.prefix };
    known.set(key, term);
    return term;
  }

  return {
    termAt: (node) => byNode.get(node),
    termsOf: (query) => new Set(wantedNodes(query).flatMap((node) => byNode.get(node) ?? [])),
    find(words, at, budget) {
      const folded = words[at]?.folded ?? "";
      budget.left -= 1;
      let found = matching(byFirst.get(folded), words, at, budget);
      for (const length of lengths) {
        const more = matching(byBeginning.get(folded.slice(0, length)), words, at, budget);
        if (more.length > 0) found = [...found, ...more];
      }
      return found;
    },
  };
}

/** How many characters of a word's beginning are indexed. They are enough to tell most words apart. */
const beginningCharsMax = 3;

/** An index of terms by their first word. Prefix terms of one word are indexed by their first characters. */
function indexOf(terms: readonly Term[]) {
  const byFirst = new Map<string, Term[]>();
  const byBeginning = new Map<string, Term[]>();
  for (const term of terms) {
    const first = term.words[0];
    if (first === undefined) continue;
    const isBeginning = term.prefix && term.words.length === 1;
    const [map, key] = isBeginning ? [byBeginning, first.slice(0, beginningCharsMax)] : [byFirst, first];
    map.set(key, [...(map.get(key) ?? []), term]);
  }
  return { byFirst, byBeginning, lengths: [...new Set([...byBeginning.keys()].map(({ length }) => length))] };
}

function matching(
  terms: readonly Term[] | undefined,
  words: readonly Word[],
  at: number,
  budget: Budget,
): readonly Term[] {
  if (terms === undefined) return nothing;
  budget.left -= terms.length;
  return terms.filter((term) => matchesAt(words, at, term));
}

const nothing: readonly Term[] = [];

function matchesAt(words: readonly Word[], at: number, term: Term): boolean {
  return term.words.every((wanted, offset) => {
    const folded = words[at + offset]?.folded;
    const open = term.prefix && offset === term.words.length - 1;
    return folded !== undefined && (open ? folded.startsWith(wanted) : folded === wanted);
  });
}

function termNodes(query: SearchQuery): readonly Extract<SearchQuery, { kind: "term" }>[] {
  return query.kind === "not" ? termNodes(query.part) : partsOf(query, termNodes);
}

function wantedNodes(query: SearchQuery): readonly Extract<SearchQuery, { kind: "term" }>[] {
  return query.kind === "not" ? [] : partsOf(query, wantedNodes);
}

type Nodes = readonly Extract<SearchQuery, { kind: "term" }>[];

function partsOf(query: Exclude<SearchQuery, { kind: "not" }>, nodesOf: (part: SearchQuery) => Nodes): Nodes {
  return query.kind === "term" ? [query] : query.parts.flatMap(nodesOf);
}
