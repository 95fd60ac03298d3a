import type { Form } from "../forms/form.ts";

/**
 * The one query language of sections, the desk page, watches, alerts and the API, as a tree (docs/searching.md). Terms
 * are kept as they were written; `domain/analyse/` makes tokens of them, as it does of texts.
 */
export type SearchQuery =
  | TermQuery
  | FactQuery
  | { readonly kind: "and"; readonly parts: readonly SearchQuery[] }
  | { readonly kind: "or"; readonly parts: readonly SearchQuery[] }
  | { readonly kind: "not"; readonly part: SearchQuery }
  | NearQuery
  /** A list of the configuration, by its name: it stands for any of its terms. */
  | { readonly kind: "list"; readonly name: string; readonly field: TextField | null }
  /** `part` looks at what entries said earlier, too. */
  | { readonly kind: "history"; readonly part: SearchQuery }
  | StoryQuery;

/** What must hold for the story of an entry: some of its entries fulfils `part`; at least so many sources are in it. */
export type StoryQuery =
  | { readonly kind: "any"; readonly part: SearchQuery }
  | { readonly kind: "sources"; readonly min: number };

export interface TermQuery {
  readonly kind: "term";
  /** As written, without quotes and the star. */
  readonly text: string;
  /** exact: with its case and accents. */
  readonly form: "word" | "phrase" | "exact";
  /** The last word may go on. */
  readonly prefix: boolean;
  /** "…"~3: the words in any order, with so many others between the first and the last; null: one behind another. */
  readonly slop: number | null;
  /** Where it must stand; null: in title or text. */
  readonly field: TextField | null;
  /** Other forms of a plain word, once the store has looked them up. */
  readonly forms?: readonly Form[];
}

/** Both sides in one text, with at most `distance` words between them; `isOrdered`: the left one first. */
export interface NearQuery {
  readonly kind: "near";
  readonly left: NearSide;
  readonly right: NearSide;
  readonly distance: number;
  readonly isOrdered: boolean;
}

/** A term, or some that are alternatives. */
export type NearSide = TermQuery | { readonly kind: "or"; readonly parts: readonly NearSide[] };

/** What is known of an entry besides its words. */
export interface FactQuery {
  readonly kind: "fact";
  readonly field: FactField;
  /** Checked and in canonical form: `readFact()`. */
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
/** After lists of the configuration are put in. */
export const queryTermsMax = 2_000;
export const queryDepthMax = 16;
export const nearDistanceMax = 100;
