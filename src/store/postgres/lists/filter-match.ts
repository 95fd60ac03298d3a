import type { HoursClock } from "../../../domain/calendar/hours-clock.ts";
import type { FactQuery, SearchQuery } from "../../../domain/query/search-query.ts";
import type { SectionFilter } from "../../../domain/section.ts";
import type { Instant } from "../../../domain/time.ts";
import {
  asksSources,
  chosenFeeds,
  feedsNamed,
  hoursClocks,
  type NamedFeed,
  namedFeedsSql,
  tagLists,
} from "../../searching/filter-plan.ts";
import { hiddenFeeds } from "../feeds/private-feeds.ts";
import { together } from "../together.ts";
import type { Transaction } from "../transaction.ts";
import { expandQuery } from "../words/read-forms.ts";
import { compileQuery, ofFeeds, ofLanguages, tagged } from "./search/compile-query.ts";
import { allOf, boundsOf, type Certainty, type Condition, certaintyOf, partsOf } from "./search/condition.ts";

/** A section's filter in the form from which statements are composed. */
export type FilterMatch = { readonly kind: "all" } | { readonly kind: "none" } | SomeMatch;

/** A filter that some entries pass, as a condition from which statements are composed. */
export interface SomeMatch {
  readonly kind: "some";
  readonly condition: Condition;
  readonly certainty: Certainty;
  /** Whether the index of words finds the entries. Otherwise all entries are walked by arrival. */
  readonly isIndexed: boolean;
  /** The arrivals between which an entry must have arrived. */
  readonly bounds: { readonly from: Instant; readonly to: Instant };
  /** The entry must have arrived within the hours of each clock. Statements cannot test this. */
  readonly hours: readonly HoursClock[];
  /**
   * The text query with the other forms of its words; null when the filter has no text query. If the index cannot
   * decide a row, the row's text is tested against the query.
   */
  readonly query: SearchQuery | null;
  readonly search: SearchContext;
}

/** The facts that conditions of a query need. */
export interface SearchContext {
  readonly feeds: readonly NamedFeed[];
  /** The private feeds that the audience must not see. Conditions on a story ignore entries of these feeds. */
  readonly hidden: readonly number[];
}

/** A match that every entry passes. */
export const everyEntry: SomeMatch = {
  kind: "some",
  condition: allOf([]),
  certainty: "sure",
  isIndexed: false,
  bounds: boundsOf(allOf([])),
  hours: [],
  query: null,
  search: { feeds: [], hidden: [] },
};

/** Translates a filter. Error: query-invalid. */
export async function filterMatch(tx: Transaction, filter: SectionFilter): Promise<FilterMatch> {
  const [privates, query, feeds] = await together([
    hiddenFeeds(tx),
    filter.query === null ? null : expandQuery(tx, filter.query),
    asksSources(filter) || namesFeeds(filter.query) ? tx.all<NamedFeed>(namedFeedsSql) : [],
  ]);
  const hidden: ReadonlySet<number> = filter.opensPrivate === true ? new Set() : privates;
  const chosen = feedsOf(filter, feeds, hidden);
  const lists = tagLists(filter);
  if (chosen?.length === 0 || lists.some((list) => list.length === 0)) return { kind: "none" };
  const hours = hoursClocks(filter.hours);
  const conditions: Condition[] = [];
  if (chosen !== null) conditions.push(ofFeeds(chosen));
  else if (hidden.size > 0) conditions.push({ kind: "feeds", ids: [...hidden], isWanted: false });
  if (filter.languages.length > 0) conditions.push(ofLanguages(filter.languages));
  conditions.push(...lists.slice(filter.languages.length > 0 ? 1 : 0).map(tagged));
  const search = { feeds, hidden: [...privates] };
  if (query !== null) conditions.push(compileQuery(query, (fact) => feedsNamed(feeds, fact)));
  if (conditions.length === 0 && hours.length === 0) return { kind: "all" };
  const condition = allOf(conditions);
  return { kind: "some", ...factsOf(condition), hours, query, search };
}

/**
 * A match for another query, for example for a part of the match's own query. It has none of the filter's other
 * conditions.
 */
export function queryMatch({ search }: SomeMatch, query: SearchQuery): SomeMatch {
  const condition = compileQuery(query, (fact: FactQuery) => feedsNamed(search.feeds, fact));
  return { ...everyEntry, ...factsOf(condition), query, search };
}

function factsOf(condition: Condition): Pick<SomeMatch, "condition" | "certainty" | "isIndexed" | "bounds"> {
  const isIndexed = partsOf(condition).words.length > 0;
  return { condition, certainty: certaintyOf(condition), isIndexed, bounds: boundsOf(condition) };
}

/** The feeds to which the filter is limited; null when it is not limited to feeds. */
function feedsOf(
  filter: SectionFilter,
  feeds: readonly NamedFeed[],
  hidden: ReadonlySet<number>,
): readonly number[] | null {
  if (asksSources(filter)) return chosenFeeds(feeds, filter, hidden);
  if (filter.feedId === null) return null;
  return hidden.has(filter.feedId) ? [] : [filter.feedId];
}

function namesFeeds(query: SearchQuery | null): boolean {
  switch (query?.kind) {
    case "fact":
      return query.field === "source" || query.field === "kind";
    case "and":
    case "or":
      return query.parts.some(namesFeeds);
    case "not":
    case "history":
    case "any":
      return namesFeeds(query.part);
    default:
      return false;
  }
}
