import { analyse, tokensOf } from "../analyse/analyse.ts";
import { primaryLanguage } from "../forms/form.ts";
import { holdsFact } from "./holds-fact.ts";
import type { Needle } from "./needles.ts";
import type { NearQuery, NearSide, SearchQuery, TermQuery, TextField } from "./search-query.ts";
import type { Searched } from "./searched.ts";
import type { AnalysedText, Budget, Hit, TermFinder } from "./term-finder.ts";

/** The hits in one entry: for each column, the needles found and where they begin. */
export interface Found {
  readonly searched: Searched;
  readonly columns: ReadonlyMap<Column, ReadonlyMap<Needle, readonly Hit[]>>;
}

/** A text of an entry: one of its fields, or its earlier texts. */
export type Column = TextField | "past";

export const columns: readonly Column[] = ["title", "text", "author", "past"];

/** Finds all needles of the finder in an entry. null when the budget was used up first. */
export function findTerms(finder: TermFinder, searched: Searched, budget: Budget): Found | null {
  const found = new Map<Column, ReadonlyMap<Needle, readonly Hit[]>>();
  for (const column of columns) {
    const text = searched[column];
    if (text === "") continue;
    const tokens = tokensOf(analyse(text, searched.language));
    // Making a token costs about as much as comparing it.
    budget.left -= tokens.length;
    const language = primaryLanguage(searched.language);
    const hits = findHits(finder, { text, tokens, language }, budget);
    if (hits === null) return null;
    found.set(column, hits);
  }
  return { searched, columns: found };
}

/** The hits in one text, by needle. null when the budget was used up first. */
export function findHits(
  finder: TermFinder,
  analysed: AnalysedText,
  budget: Budget,
): ReadonlyMap<Needle, readonly Hit[]> | null {
  const hits = new Map<Needle, Hit[]>();
  for (let at = 0; at < analysed.tokens.length; at += 1) {
    for (const hit of finder.find(analysed, at, budget)) addHit(hits, hit);
    if (budget.left <= 0) return null;
  }
  return hits;
}

function addHit(hits: Map<Needle, Hit[]>, hit: Hit): void {
  const before = hits.get(hit.needle);
  if (before === undefined) hits.set(hit.needle, [hit]);
  else before.push(hit);
}

/** Whether an entry fulfils a query. Gives the same answer as the full-text index. */
export function matchesQuery(query: SearchQuery, finder: TermFinder, found: Found): boolean {
  return matches(query, finder, found, false);
}

function matches(query: SearchQuery, finder: TermFinder, found: Found, looksBack: boolean): boolean {
  switch (query.kind) {
    case "term":
      return columnsOf(query, looksBack).some((column) => stands(query, finder, found, column));
    case "fact":
      return holdsFact(query, found.searched);
    case "not":
      return !matches(query.part, finder, found, looksBack);
    case "and":
      return query.parts.every((part) => matches(part, finder, found, looksBack));
    case "or":
      return query.parts.some((part) => matches(part, finder, found, looksBack));
    case "near":
      return columns.some((column) => areNear(query, finder, found, column, looksBack));
    case "history":
      return matches(query.part, finder, found, true);
    case "any":
    case "sources":
      if (found.searched.ofStory === null) throw new Error("a condition on the story was tested without the story");
      return found.searched.ofStory(query);
    case "list":
      throw new Error(`the list $${query.name} was not replaced by its terms`);
  }
}

function columnsOf({ field }: TermQuery, looksBack: boolean): readonly Column[] {
  if (field !== null) return [field];
  return looksBack ? presentAndPast : present;
}

const present: readonly Column[] = ["title", "text"];
const presentAndPast: readonly Column[] = [...present, "past"];

function stands(term: TermQuery, finder: TermFinder, found: Found, column: Column): boolean {
  const hits = found.columns.get(column);
  const needles = finder.needlesOf(term);
  if (hits === undefined || needles.length === 0 || !needles.every((needle) => hits.has(needle))) return false;
  return (
    term.slop === null ||
    standTogether(
      needles.map((needle) => hits.get(needle) ?? []),
      term.slop,
    )
  );
}

/**
 * Works like FTS5's NEAR: true when some hit begins at most `distance` tokens after the end of a hit of each other
 * list.
 */
function standTogether(lists: readonly (readonly Hit[])[], distance: number): boolean {
  const begins = lists.flatMap((hits, list) => hits.map(({ at, length }) => ({ list, at, end: at + length })));
  begins.sort((a, b) => a.at - b.at);
  const furthest = lists.map(() => Number.NEGATIVE_INFINITY);
  for (const [n, { list, at, end }] of begins.entries()) {
    furthest[list] = Math.max(furthest[list] ?? 0, end);
    // Hits that begin at the same place are near each other, so decide only after the last of them.
    if (begins[n + 1]?.at !== at && furthest.every((one) => at - one <= distance)) return true;
  }
  return false;
}

function areNear(query: NearQuery, finder: TermFinder, found: Found, column: Column, looksBack: boolean): boolean {
  if (!found.columns.has(column)) return false;
  const left = hitsOf(query.left, finder, found, column, looksBack);
  if (left.length === 0) return false;
  const right = hitsOf(query.right, finder, found, column, looksBack);
  if (!query.isOrdered) return right.length > 0 && standTogether([left, right], query.distance);
  return left.some((one) =>
    right.some(({ at }) => at >= one.at + one.length && at - (one.at + one.length) <= query.distance),
  );
}

function hitsOf(side: NearSide, finder: TermFinder, found: Found, column: Column, looksBack: boolean): readonly Hit[] {
  if (side.kind === "or") return side.parts.flatMap((part) => hitsOf(part, finder, found, column, looksBack));
  if (!columnsOf(side, looksBack).includes(column)) return [];
  return finder.needlesOf(side).flatMap((needle) => found.columns.get(column)?.get(needle) ?? []);
}
