import type { Collapse, SectionFilter } from "../section.ts";
import type { Instant } from "../time.ts";
import type { SearchQuery } from "./search-query.ts";

/** A question for the number of entries that a list finds. */
export interface HitsQuery {
  readonly filter: SectionFilter;
  readonly collapse: Collapse;
  /** Only entries that arrived at or after this; null: all. */
  readonly since: Instant | null;
  /** Of the newest entries, so many are counted: 1 to `hitsMax`. */
  readonly limit: number;
  /** Queries of which each is counted as well, by itself under the rest of the filter: the terms of a query. */
  readonly parts: readonly SearchQuery[];
}

export interface Hits {
  readonly entries: number;
  /** The copies, stories or entries that they belong to. */
  readonly items: number;
  /** False where there are more entries than were counted. */
  readonly isWhole: boolean;
  /** When the oldest that was counted arrived; null where there is none. */
  readonly oldestAt: Instant | null;
  /** The hours with entries, the newest first: when each begins, and how many entries arrived in it. */
  readonly hours: readonly (readonly [Instant, number])[];
  /**
   * How many items began to match at or after `since`, as the sort "matched" lists them: how often a monitor would have
   * told of something new. Only with `since`.
   */
  readonly fired: number | null;
  /** The numbers of entries of `parts`, in their order. */
  readonly parts: readonly number[];
}

export const hitsMax = 100_000;
/** Of `HitsQuery.parts`, and of items that fired. */
export const hitPartsMax = 32;
export const firedMax = 10_000;
