import { firedMax, type Hits, type HitsQuery, hitPartsMax, hitsMax } from "../../../domain/query/hits.ts";
import type { SectionFilter } from "../../../domain/section.ts";
import { hourMs, type Instant } from "../../../domain/time.ts";
import { first } from "../../searching/listed.ts";
import type { Transaction } from "../transaction.ts";
import type { Candidate } from "./candidates.ts";
import { everyEntry, filterMatch } from "./filter-match.ts";
import { matches } from "./matches.ts";
import { listGroups } from "./read-page.ts";

/** `ReadStore.readHits`, inside a transaction. */
export async function readHits(tx: Transaction, query: HitsQuery): Promise<Hits> {
  const limit = Math.min(Math.max(Math.floor(query.limit), 1), hitsMax);
  const { filter, collapse, since } = query;
  const found = await newestOf(tx, query, filter, limit + 1);
  const counted = found.slice(0, limit);
  const hours = new Map<Instant, number>();
  for (const { at } of counted) hours.set(at - (at % hourMs), (hours.get(at - (at % hourMs)) ?? 0) + 1);
  const parts: number[] = [];
  for (const part of query.parts.slice(0, hitPartsMax))
    parts.push((await newestOf(tx, query, { ...filter, query: part }, limit)).length);
  return {
    entries: counted.length,
    items: new Set(counted.map(({ id }) => id)).size,
    isWhole: found.length <= limit,
    oldestAt: counted.at(-1)?.at ?? null,
    hours: [...hours].sort(([a], [b]) => b - a),
    fired: since === null ? null : await countFired(tx, { filter, collapse, since }),
    parts,
  };
}

/** At most `limit` of the newest entries that match a filter. */
async function newestOf(
  tx: Transaction,
  { collapse, since }: Pick<HitsQuery, "collapse" | "since">,
  filter: SectionFilter,
  limit: number,
): Promise<readonly Candidate[]> {
  const asked = await filterMatch(tx, filter);
  if (asked.kind === "none") return [];
  const match = asked.kind === "all" ? everyEntry : asked;
  const from = since ?? Number.NEGATIVE_INFINITY;
  const newest: Candidate[] = [];
  for await (const batch of matches(tx, match, {
    collapse,
    step: -1,
    start: first.at,
    wanted: limit,
    isPlaced: false,
  })) {
    for (const entry of batch) if (entry.at >= from) newest.push(entry);
    if (newest.length >= limit || (batch.at(-1)?.at ?? first.at) < from) break;
  }
  return newest.slice(0, limit);
}

/**
 * Counts the items that began to match at or after `since`. The list starts with the latest items, so only its
 * beginning is read.
 */
async function countFired(
  tx: Transaction,
  { filter, collapse, since }: { filter: SectionFilter; collapse: HitsQuery["collapse"]; since: Instant },
): Promise<number> {
  const page = { filter, collapse, sort: "matched", limit: firedMax, after: null } as const;
  return (await listGroups(tx, page, firedMax)).filter(({ at }) => at >= since).length;
}
