import type { PageQuery, WireItem } from "../../../domain/section.ts";
import type { Connection } from "../connection.ts";
import { entryTester } from "./entry-tester.ts";
import type { FilterMatch } from "./filter-match.ts";
import { firstMatcher } from "./first-match.ts";
import type { Visibility } from "./visibility.ts";
import { readStoredEntry } from "./wire-item.ts";

/**
 * Returns a function that adds the earliest matching entry to an item whose lead does not match itself. It adds entries
 * only in a list that has a query or is limited to sources. A withdrawn item shows no text, so nothing is added to it.
 */
export function matchedTeller(
  connection: Connection,
  { filter, collapse }: PageQuery,
  match: FilterMatch,
  sight: Visibility,
): (item: WireItem) => WireItem {
  const isAsked = filter.query !== null || filter.sources.length > 0;
  if (!isAsked || match.kind !== "some" || collapse === "none") return (item) => item;
  const passes = entryTester(connection, match.whole);
  const firstMatch = firstMatcher(connection, collapse, match.whole);
  return (item) => {
    if (item.withdrawnBy !== null || passes(testedOf(item))) return item;
    const found = firstMatch(item.id);
    const matched = found === null ? null : readStoredEntry(connection, sight, found.entryId);
    return matched === null || matched.isWithdrawn ? item : { ...item, matched };
  };
}

function testedOf({ lead }: WireItem) {
  const { id: entryId, firstSeenAt: at, categories } = lead;
  return { ...lead, entryId, at, categories: JSON.stringify(categories) };
}
