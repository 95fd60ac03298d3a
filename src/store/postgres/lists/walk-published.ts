import { stepsPerLook } from "../../../domain/read-limits.ts";
import type { Cursor } from "../../../domain/section.ts";
import { groupTables } from "../../rows/group-tables.ts";
import { first, isAfter, type Listed, newestFirst } from "../../searching/listed.ts";
import type { Transaction } from "../transaction.ts";
import { foundByWords, isFoundFew } from "./candidates.ts";
import { firstMatches } from "./first-match.ts";
import { seenGroups } from "./items/seen-groups.ts";
import type { Visibility } from "./items/visibility.ts";
import { isCheap } from "./search/condition.ts";
import { createParams, type Params, sqlOf } from "./search/render.ts";
import type { Walk } from "./walk-arrival.ts";

type SeenWalk = Walk & { readonly sight: Visibility };

/** At most this many matches are sorted. If a filter has more matches, a walk by date soon finds enough of them. */
const sortedMatchesMax = 5_000;
/** Batches grow during the walk, up to this size. */
const batchRowsMax = 5_000;
const batchGrowth = 4;

/** The matching groups by the stated date of their lead, latest first. */
export async function walkPublished(tx: Transaction, walk: SeenWalk): Promise<readonly Listed[]> {
  const isWhole = !walk.sight.isPartial || walk.collapse === "none";
  const found: Listed[] = [];
  for await (const places of isWhole ? placesByDate(tx, walk) : placesSeen(tx, walk)) {
    const behind = places.filter((place) => isAfter(place, walk.after));
    const earliest = await firstMatches(
      tx,
      walk.match,
      walk.collapse,
      behind.map(({ id }) => id),
    );
    for (const { at, id } of behind) {
      const match = earliest.get(id);
      if (match === undefined) continue;
      found.push({ at, id, arrivedAt: match.at });
      if (found.length >= walk.limit) return found;
    }
  }
  return found;
}

/** The groups that may match, by the date of their lead. */
async function* placesByDate(tx: Transaction, walk: SeenWalk): AsyncGenerator<readonly Cursor[]> {
  const { table, id, listed } = groupTables[walk.collapse];
  const isFew = await isFoundFew(tx, walk.match, sortedMatchesMax);
  let limit = Math.min(2 * walk.limit, batchRowsMax);
  for (let after: Cursor | null = walk.after; after !== null; ) {
    tx.limits.check(stepsPerLook);
    const params = createParams();
    const { at, id: last } = after;
    const places: readonly Cursor[] = await tx.all<Cursor>(
      `SELECT g.published_at AS at, g.${id} AS id FROM ${table} g
       WHERE ${listed} AND (g.published_at, g.${id}) < (${params.add(at)}::bigint, ${params.add(last)}::bigint)
         AND ${hasMatch(walk, `g.${id}`, isFew, params)}
       ORDER BY g.published_at DESC, g.${id} DESC LIMIT ${params.add(limit)}::bigint`,
      params.values,
      { prepare: false },
    );
    yield places;
    after = places.length < limit ? null : (places.at(-1) ?? null);
    limit = Math.min(limit * batchGrowth, batchRowsMax);
  }
}

/**
 * SQL that tests whether a group may match. If few entries match, or if the test is expensive, all matching groups are
 * found first. Otherwise the walk by date soon finds enough matching groups.
 */
function hasMatch({ match, collapse }: Walk, group: string, isFew: boolean, params: Params): string {
  const { member } = groupTables[collapse];
  const how = { params, hidden: match.search.hidden, m: "m", s: "s", may: true };
  if (isFew) return `${group} IN (SELECT m.${member} FROM ${foundByWords(match.condition, how, "TRUE", null)})`;
  const members = `FROM memberships m JOIN search s ON s.entry_id = m.entry_id`;
  return isCheap(match.condition)
    ? `EXISTS (SELECT 1 ${members} WHERE m.${member} = ${group} AND ${sqlOf(match.condition, how)})`
    : `${group} IN (SELECT m.${member} ${members} WHERE ${sqlOf(match.condition, { ...how, isWide: true })})`;
}

interface EntryPlace extends Cursor {
  readonly entryId: number;
}

/**
 * Like `placesByDate`, for an audience that does not see all entries: the groups by the date of the lead that this
 * audience sees. Walks the entries of the groups that may match and keeps the leads.
 */
async function* placesSeen(tx: Transaction, walk: SeenWalk): AsyncGenerator<readonly Cursor[]> {
  let ties: Cursor[] = [];
  for await (const batch of entriesByDate(tx, walk)) {
    const groups = await seenGroups(tx, walk.sight, walk.collapse, [...new Set(batch.map(({ id }) => id))]);
    const leads = batch.filter(({ id, entryId }) => groups.get(id)?.leadEntryId === entryId);
    const places = [...ties, ...leads.map(({ at, id }) => ({ at, id }))].sort(newestFirst);
    // Places of one moment must be sorted by group. The next batch may contain more places of this batch's last moment,
    // so the places of that moment wait for the next batch.
    const lastAt = batch.at(-1)?.at ?? first.at;
    ties = places.filter(({ at }) => at === lastAt);
    yield places.filter(({ at }) => at !== lastAt);
  }
  yield ties;
}

async function* entriesByDate(tx: Transaction, walk: SeenWalk): AsyncGenerator<readonly EntryPlace[]> {
  const { member } = groupTables[walk.collapse];
  const isFew = await isFoundFew(tx, walk.match, sortedMatchesMax);
  let limit = Math.min(2 * walk.limit, batchRowsMax);
  for (let after: EntryPlace | null = { ...first, at: walk.after.at, entryId: first.id }; after !== null; ) {
    tx.limits.check(stepsPerLook);
    const params = createParams();
    const { at, entryId } = after;
    const places: readonly EntryPlace[] = await tx.all<EntryPlace>(
      `SELECT n.published_at AS at, n.${member} AS id, n.entry_id AS "entryId" FROM memberships n
       WHERE (n.published_at, n.entry_id) < (${params.add(at)}::bigint, ${params.add(entryId)}::bigint)
         AND ${hasMatch(walk, `n.${member}`, isFew, params)}
       ORDER BY n.published_at DESC, n.entry_id DESC LIMIT ${params.add(limit)}::bigint`,
      params.values,
      { prepare: false },
    );
    yield places;
    after = places.length < limit ? null : (places.at(-1) ?? null);
    limit = Math.min(limit * batchGrowth, batchRowsMax);
  }
}
