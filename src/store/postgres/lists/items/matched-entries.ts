import type { PageQuery, WireItem } from "../../../../domain/section.ts";
import type { Transaction } from "../../transaction.ts";
import type { FilterMatch } from "../filter-match.ts";
import { firstMatches, passing } from "../first-match.ts";
import { readStoredEntries } from "./stored-entries.ts";
import type { Visibility } from "./visibility.ts";

/**
 * Adds the earliest matching entry to each item whose lead does not match the filter. It adds entries only in a list
 * that has a query or is limited to sources. A withdrawn item shows no text, so nothing is added to it.
 */
export async function withMatched(
  tx: Transaction,
  { filter, collapse }: PageQuery,
  match: FilterMatch,
  sight: Visibility,
  items: readonly WireItem[],
): Promise<readonly WireItem[]> {
  const isAsked = filter.query !== null || filter.sources.length > 0;
  if (!isAsked || match.kind !== "some" || collapse === "none") return items;
  const standing = items.filter(({ withdrawnBy }) => withdrawnBy === null);
  const leads = await passing(
    tx,
    match,
    standing.map(({ lead }) => lead.id),
  );
  const others = standing.filter(({ lead }) => !leads.has(lead.id));
  if (others.length === 0) return items;
  const found = await firstMatches(
    tx,
    match,
    collapse,
    others.map(({ id }) => id),
  );
  const entries = await readStoredEntries(
    tx,
    sight,
    [...found.values()].map(({ entryId }) => entryId),
  );
  const asked = new Set(others.map(({ id }) => id));
  return items.map((item) => {
    const matched = asked.has(item.id) ? entries.get(found.get(item.id)?.entryId ?? 0) : undefined;
    return matched === undefined || matched.isWithdrawn ? item : { ...item, matched };
  });
}
