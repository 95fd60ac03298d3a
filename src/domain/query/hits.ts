import type { Collapse, SectionFilter } from "../section.ts";
import type { Instant } from "../time.ts";
import type { SearchQuery } from "./search-query.ts";

/** A request to count the entries of a list. */
export interface HitsQuery {
  readonly filter: SectionFilter;
  readonly collapse: Collapse;
  /** Only entries that arrived at or after this time; null: all. */
  readonly since: Instant | null;
  /** At most this many of the newest entries are counted: 1 to `hitsMax`. */
  readonly limit: number;
  /**
   * Parts of a query, such as its terms. For each part, the entries that fulfil it are counted too, under the other
   * conditions of the filter.
   */
  readonly parts: readonly SearchQuery[];
}

export interface Hits {
  readonly entries: number;
  /** The number of copies, stories or entries to which the counted entries belong. */
  readonly items: number;
  /** False when there are more entries than `limit`, so that not all were counted. */
  readonly isWhole: boolean;
  /** When the oldest counted entry arrived; null when there is none. */
  readonly oldestAt: Instant | null;
  /** The hours with entries, the newest first: when each begins, and how many entries arrived in it. */
  readonly hours: readonly (readonly [Instant, number])[];
  /**
   * How many items began to match, as the sort "matched" dates it, at or after `since`. A monitor would have reported
   * each of them. null when `since` is null.
   */
  readonly fired: number | null;
  /** The number of hits of each of `parts`, in the same order. */
  readonly parts: readonly number[];
}

export const hitsMax = 100_000;
/** At most this many of `HitsQuery.parts` are counted. */
export const hitPartsMax = 32;
/** `Hits.fired` counts at most this many items. */
export const firedMax = 10_000;
