import type { SourceKind } from "../feed.ts";
import type { Instant } from "../time.ts";
import type { EntryState } from "./entry-states.ts";
import type { StoryQuery } from "./search-query.ts";

/** What a query looks at of an entry. */
export interface Searched {
  readonly title: string;
  readonly text: string;
  /** In one line: `authorLine()`. */
  readonly author: string;
  /** What it said earlier and does not say any more. */
  readonly past: string;
  readonly language: string | null;
  readonly sourceName: string;
  readonly sourceKind: SourceKind;
  readonly categories: readonly string[];
  readonly urgency: number;
  readonly states: readonly EntryState[];
  readonly url: string | null;
  readonly firstSeenAt: Instant;
  /** Whether a condition on its story holds; null where its story is not known. */
  readonly ofStory: ((query: StoryQuery) => boolean) | null;
}

/** The people who wrote an entry, as they are indexed. */
export function authorLine(authors: readonly { readonly name: string | null }[]): string {
  return authors
    .slice(0, authorsMax)
    .map(({ name }) => name ?? "")
    .join(" ; ")
    .slice(0, authorCharsMax);
}

const authorsMax = 10;
const authorCharsMax = 500;
