import type { PageQuery, WireItem } from "../../../../domain/section.ts";
import type { Listed } from "../../../searching/listed.ts";
import type { Transaction } from "../../transaction.ts";
import type { FilterMatch } from "../filter-match.ts";
import { firstMatches, passing } from "../first-match.ts";
import { readStoredEntries } from "./stored-entries.ts";
import type { Visibility } from "./visibility.ts";

/**
 * Adds the earliest matching entry to each item whose lead does not match the filter. It adds entries only in a list
 * that has a query or is limited to sources. A withdrawn item shows no text, so nothing is added to it. `listed`: the
 * list, in which the walk may have noted these entries.
 */
export async function withMatched(
  tx: Transaction,
  { filter, collapse }: PageQuery,
  match: FilterMatch,
  sight: Visibility,
  { items, listed }: { readonly items: readonly WireItem[]; readonly listed: readonly Listed[] },
): Promise<readonly WireItem[]> {
  const isAsked = filter.query !== null || filter.sources.length > 0;
  if (!isAsked || match.kind !== "some" || collapse === "none") return items;
  const first = new Map(listed.flatMap(({ id, entryId }) => (entryId === undefined ? [] : [[id, entryId] as const])));
  const standing = items.filter(({ id, lead, withdrawnBy }) => withdrawnBy === null && first.get(id) !== lead.id);
  const leads = await passing(
    tx,
    match,
    standing.map(({ lead }) => lead.id),
  );
  const asked = standing.filter(({ lead }) => !leads.has(lead.id)).map(({ id }) => id);
  const unknown = asked.filter((id) => !first.has(id));
  for (const { id, entryId } of (await firstMatches(tx, match, collapse, unknown)).values()) first.set(id, entryId);
  const found = new Map(asked.map((id) => [id, first.get(id) ?? 0]));
  const entries = await readStoredEntries(tx, sight, [...found.values()]);
  return items.map((item) => {
    const matched = entries.get(found.get(item.id) ?? 0);
    return matched === undefined || matched.isWithdrawn ? item : { ...item, matched };
  });
}
