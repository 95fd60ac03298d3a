import type { Form } from "../forms/form.ts";

/**
 * The one query language of sections, the desk page, watches, alerts and the API, as a tree (docs/searching.md). Terms
 * are kept as they were written; `domain/analyse/` turns them into tokens, as it does with texts.
 */
export type SearchQuery =
  | TermQuery
  | FactQuery
  | { readonly kind: "and"; readonly parts: readonly SearchQuery[] }
  | { readonly kind: "or"; readonly parts: readonly SearchQuery[] }
  | { readonly kind: "not"; readonly part: SearchQuery }
  | NearQuery
  /** Names a list of the configuration; any term of that list fulfils the condition. */
  | { readonly kind: "list"; readonly name: string; readonly field: TextField | null }
  /** `part` is also looked up in earlier states of entries. */
  | { readonly kind: "history"; readonly part: SearchQuery }
  | StoryQuery;

/**
 * A condition on the story of an entry. any: at least one entry of the story fulfils `part`. sources: at least `min`
 * outlets carry the story; sources of one family count as one.
 */
export type StoryQuery =
  | { readonly kind: "any"; readonly part: SearchQuery }
  | { readonly kind: "sources"; readonly min: number };

export interface TermQuery {
  readonly kind: "term";
  /** As written, without quotes and the star. */
  readonly text: string;
  /** exact: case and accents must match. */
  readonly form: "word" | "phrase" | "exact";
  /** The last word may be only the beginning of a longer word. */
  readonly prefix: boolean;
  /**
   * "…"~3: the words may come in any order, with at most 3 words between the first and the last of them; the other
   * words of the phrase count among these 3. null: the words must follow one another.
   */
  readonly slop: number | null;
  /** The field in which the term must stand; null: title or text. */
  readonly field: TextField | null;
  /** Other forms of a plain word, which are found as well. Set after the store has looked them up. */
  readonly forms?: readonly Form[];
}

/** Both sides in one text, with at most `distance` words between them. `isOrdered`: the left side must come first. */
export interface NearQuery {
  readonly kind: "near";
  readonly left: NearSide;
  readonly right: NearSide;
  readonly distance: number;
  readonly isOrdered: boolean;
}

/** One term, or several alternatives. */
export type NearSide = TermQuery | { readonly kind: "or"; readonly parts: readonly NearSide[] };

/** A condition on the facts of an entry, not on its words. */
export interface FactQuery {
  readonly kind: "fact";
  readonly field: FactField;
  /** In the canonical form that `readFact()` gives. */
  readonly value: string;
}

export const textFields = ["title", "text", "author"] as const;
export type TextField = (typeof textFields)[number];
export const factFields = [
  "source",
  "kind",
  "lang",
  "category",
  "site",
  "urgency",
  "state",
  "after",
  "before",
] as const;
export type FactField = (typeof factFields)[number];

export const queryCharsMax = 10_000;
/** The terms of the lists that a query names are counted, too. */
export const queryTermsMax = 2_000;
export const queryDepthMax = 16;
export const nearDistanceMax = 100;
