import type { EntryState } from "../../../../domain/query/entry-states.ts";
import { never } from "./lexemes.ts";

/**
 * How well the table `search` decides a condition. sure: it decides all rows. rough: it decides all rows except rough
 * rows, whose text is too long for PostgreSQL to keep the place of every word. unsure: it only finds rows that may
 * match. The texts of rows that it does not decide are read (`checked-entries.ts`).
 */
export type Certainty = "sure" | "rough" | "unsure";

/**
 * A condition on an entry. `words`: `exact` and `loose` are tsqueries. `loose` asks for the same lexemes in any place,
 * so it matches at least every row that `exact` matches. `story`: the entry's story has an entry that fulfils `part`.
 * `sources`: the entry's story has at least `min` outlets (`countOutlets`).
 */
export type Condition =
  | WordsCondition
  | { readonly kind: "and" | "or"; readonly parts: readonly Condition[] }
  | { readonly kind: "not"; readonly part: Condition }
  | { readonly kind: "story"; readonly part: Condition }
  | { readonly kind: "sources"; readonly min: number }
  | { readonly kind: "state"; readonly state: EntryState }
  | { readonly kind: "arrived"; readonly from: number | null; readonly to: number | null }
  | { readonly kind: "feeds"; readonly ids: readonly number[]; readonly isWanted: boolean };

/** A condition on the words of an entry: see `Condition`. */
export interface WordsCondition {
  readonly kind: "words";
  readonly exact: string;
  readonly loose: string;
  readonly certainty: Certainty;
}

/** A condition that lexemes alone decide. */
export function lexemes(query: string): WordsCondition {
  return { kind: "words", exact: query, loose: query, certainty: "sure" };
}

/** A condition that no entry fulfils. */
export const nothing: Condition = lexemes(never);

/** A condition that holds when all parts hold. */
export function allOf(parts: readonly Condition[]): Condition {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: "and", parts };
}

/** A condition that holds when at least one part holds. */
export function anyOf(parts: readonly Condition[]): Condition {
  const [only] = parts;
  if (only === undefined) return nothing;
  return parts.length === 1 ? only : { kind: "or", parts };
}

/** How well the table `search` decides the condition. */
export function certaintyOf(condition: Condition): Certainty {
  switch (condition.kind) {
    case "words":
      return condition.certainty;
    case "and":
    case "or":
      return condition.parts.map(certaintyOf).reduce(worse, "sure");
    case "not":
      return certaintyOf(condition.part);
    case "story":
      // The row of an entry does not tell which rows of its story are rough, so only a sure part is sure here.
      return certaintyOf(condition.part) === "sure" ? "sure" : "unsure";
    case "sources":
    case "state":
    case "arrived":
    case "feeds":
      return "sure";
  }
}

function worse(one: Certainty, other: Certainty): Certainty {
  if (one === "unsure" || other === "unsure") return "unsure";
  return one === "rough" ? one : other;
}

/** Whether a row must have certain lexemes to fulfil a condition of words. If so, the index finds all such rows. */
export function hasLexemes(condition: Condition): boolean {
  switch (condition.kind) {
    case "words":
      return true;
    case "and":
      return condition.parts.some(hasLexemes);
    case "or":
      return condition.parts.every(hasLexemes);
    case "not":
    case "story":
    case "sources":
    case "state":
    case "arrived":
    case "feeds":
      return false;
  }
}

/** Splits a condition into the parts that must all hold: conditions of words, and the rest. */
export function partsOf(condition: Condition): {
  readonly words: readonly Condition[];
  readonly rest: readonly Condition[];
} {
  const parts =
    condition.kind === "and"
      ? condition.parts.flatMap((part) => (part.kind === "and" ? part.parts : [part]))
      : [condition];
  return { words: parts.filter(isWordsOnly), rest: parts.filter((part) => !isWordsOnly(part)) };
}

/** Whether the entry's row of `memberships` alone decides all parts of the condition that are not about words. */
export function isCheap(condition: Condition): boolean {
  return partsOf(condition).rest.every(({ kind }) => kind === "arrived" || kind === "feeds");
}

/** The span of time in which an entry must have arrived to fulfil the condition; both ends are included. */
export function boundsOf(condition: Condition): { readonly from: number; readonly to: number } {
  let [from, to] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  for (const part of partsOf(condition).rest) {
    if (part.kind !== "arrived") continue;
    from = Math.max(from, part.from ?? from);
    to = Math.min(to, part.to ?? to);
  }
  return { from, to };
}

/** Whether one tsquery can express the whole condition. */
export function isWordsOnly(condition: Condition): boolean {
  switch (condition.kind) {
    case "words":
      return true;
    case "and":
    case "or":
      return condition.parts.length > 0 && condition.parts.every(isWordsOnly);
    case "not":
      return isWordsOnly(condition.part);
    case "story":
    case "sources":
    case "state":
    case "arrived":
    case "feeds":
      return false;
  }
}

/**
 * One tsquery for a condition of words. `rough`: whether the query is for rough rows. `may`: true for a query that
 * matches all rows that may fulfil the condition; false for a query that matches only rows that certainly fulfil it.
 */
export function tsqueryOf(condition: Condition, rough: boolean, may: boolean): string {
  switch (condition.kind) {
    case "words":
      if (condition.certainty === "sure") return condition.exact;
      if (condition.certainty === "rough" && !rough) return condition.exact;
      return may ? condition.loose : never;
    case "and":
    case "or":
      return `(${condition.parts.map((part) => tsqueryOf(part, rough, may)).join(condition.kind === "and" ? " & " : " | ")})`;
    case "not":
      return `!${tsqueryOf(condition.part, rough, !may)}`;
    case "story":
    case "sources":
    case "state":
    case "arrived":
    case "feeds":
      throw new Error(`a condition of kind ${condition.kind} cannot be a tsquery`);
  }
}
