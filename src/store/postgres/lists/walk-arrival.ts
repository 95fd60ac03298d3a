import type { Collapse, Cursor } from "../../../domain/section.ts";
import { isAfter, type Listed } from "../../searching/listed.ts";
import type { Transaction } from "../transaction.ts";
import type { Candidate } from "./candidates.ts";
import type { SomeMatch } from "./filter-match.ts";
import { firstMatches } from "./first-match.ts";
import { matches } from "./matches.ts";

/** What a walk looks for: at most `limit` groups that match and come after the place `after`. */
export interface Walk {
  readonly match: SomeMatch;
  readonly collapse: Collapse;
  readonly after: Cursor;
  readonly limit: number;
}

/**
 * The newest groups that match a filter. The walk starts at the newest matching entry. A group is listed at its
 * earliest matching entry, so that a new carrier does not lift an old item to the top again. The walk reads only as far
 * as the page needs.
 */
export async function walkArrival(
  tx: Transaction,
  { match, collapse, after, limit }: Walk,
): Promise<readonly Listed[]> {
  const found: Listed[] = [];
  for await (const batch of matches(tx, match, {
    collapse,
    step: -1,
    start: after.at,
    wanted: limit,
    isPlaced: true,
  })) {
    const behind = batch.filter((one) => isAfter(one, after));
    const earliest = await earliestAmong(tx, match, collapse, behind);
    for (const { id, at, entryId } of behind) {
      if (!earliest.has(entryId)) continue;
      found.push({ at, id, arrivedAt: at, entryId });
      if (found.length >= limit) return found;
    }
  }
  return found;
}

/** Like `walkArrival`, but in the other direction: the matching groups directly after a place, oldest first. */
export async function walkNewer(
  tx: Transaction,
  { match, collapse, from, limit }: Omit<Walk, "after"> & { readonly from: Cursor },
): Promise<readonly Cursor[]> {
  const found: Cursor[] = [];
  for await (const batch of matches(tx, match, { collapse, step: 1, start: from.at, wanted: limit, isPlaced: true })) {
    const newer = batch.filter(({ at, id }) => at > from.at || (at === from.at && id > from.id));
    const earliest = await earliestAmong(tx, match, collapse, newer);
    for (const { id, at, entryId } of newer) {
      if (!earliest.has(entryId)) continue;
      found.push({ at, id });
      if (found.length >= limit) return found;
    }
  }
  return found;
}

/** The entries that are the earliest match of their group. */
async function earliestAmong(
  tx: Transaction,
  match: SomeMatch,
  collapse: Collapse,
  batch: readonly Candidate[],
): Promise<ReadonlySet<number>> {
  const earliest = new Set(batch.filter(({ isFirst }) => isFirst).map(({ entryId }) => entryId));
  // The group may have an earlier entry for which the statement could not decide whether it matches.
  if (match.certainty === "sure" && match.hours.length === 0) return earliest;
  const unknown = batch.filter(({ isFirst }) => !isFirst).map(({ id }) => id);
  const first = await firstMatches(tx, match, collapse, [...new Set(unknown)]);
  for (const { entryId } of first.values()) earliest.add(entryId);
  return earliest;
}
