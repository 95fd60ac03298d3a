import type { SourceKind } from "../feed.ts";
import type { Instant } from "../time.ts";
import type { EntryState } from "./entry-states.ts";
import type { StoryQuery } from "./search-query.ts";

/** The parts of an entry that a query tests. */
export interface Searched {
  readonly title: string;
  readonly text: string;
  /** All authors in one line: `authorLine()`. */
  readonly author: string;
  /** Texts of earlier states that the present state no longer contains. */
  readonly past: string;
  readonly language: string | null;
  readonly sourceName: string;
  readonly sourceKind: SourceKind;
  readonly categories: readonly string[];
  readonly urgency: number;
  readonly states: readonly EntryState[];
  readonly url: string | null;
  readonly firstSeenAt: Instant;
  /** Tests a condition on the entry's story; null when the story is not known. */
  readonly ofStory: ((query: StoryQuery) => boolean) | null;
}

/** The texts of an entry that queries search, and their language. */
export type SearchedTexts = Pick<Searched, "title" | "text" | "author" | "past" | "language">;

/** The facts of an entry for queries that test only its texts. */
export const noFacts: Omit<Searched, keyof SearchedTexts> = {
  ...{ sourceName: "", sourceKind: "outlet", categories: [], urgency: 0, states: [], url: null, firstSeenAt: 0 },
  ofStory: null,
};

/** The authors of an entry in the form in which they are indexed. */
export function authorLine(authors: readonly { readonly name: string | null }[]): string {
  return authors
    .slice(0, authorsMax)
    .map(({ name }) => name ?? "")
    .join(" ; ")
    .slice(0, authorCharsMax);
}

const authorsMax = 10;
const authorCharsMax = 500;
