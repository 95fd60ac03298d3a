import { seenMsMin, toldAgainMax, toldAgainMsMax } from "../../../domain/copies/told-again.ts";
import { isBehind } from "../../../domain/hub.ts";
import type { Collapse, Cursor, WireItem } from "../../../domain/section.ts";
import type { ToldAgainQuery } from "../../../domain/store.ts";
import type { Instant } from "../../../domain/time.ts";
import { groupTables } from "../../rows/group-tables.ts";
import { isToldTo } from "../../rows/groups/seen-group.ts";
import { type Told, toldColumns, toldMax } from "../../rows/groups/told.ts";
import type { Listed } from "../../searching/listed.ts";
import type { Transaction } from "../transaction.ts";
import { type FilterMatch, filterMatch } from "./filter-match.ts";
import { firstMatches } from "./first-match.ts";
import { groupMembers } from "./items/group-members.ts";
import { lookUpSeen, seesEntry, type Visibility, visibilityOf } from "./items/visibility.ts";
import { readWireItems } from "./items/wire-items.ts";
import { readPlaces } from "./read-places.ts";

/** `ReadStore.readToldAgain`, inside a transaction. */
export async function readToldAgain(tx: Transaction, query: ToldAgainQuery): Promise<readonly WireItem[]> {
  const { collapse, filter } = query.page;
  const sight = await visibilityOf(tx, filter);
  return await readWireItems(tx, sight, { collapse, isForFeed: true }, await listToldAgain(tx, query));
}

/** The groups of `readToldAgain`, without their content. */
export async function listToldAgain(tx: Transaction, query: ToldAgainQuery): Promise<readonly Listed[]> {
  if (query.page.sort !== "arrival" || query.page.after !== null) return [];
  const since = query.newestAt - toldAgainMsMax;
  const told = await tx.all<Told>(toldSql, [since]);
  if (told.length === 0) return [];
  const match = await filterMatch(tx, query.page.filter);
  if (match.kind === "none") return [];
  const sight = await visibilityOf(tx, query.page.filter);
  const groups = await groupsOf(tx, query.page.collapse, await toldTo(tx, sight, told, since), since);
  const arrivals = await arrivalsOf(tx, query.page.collapse, match, groups);
  const found = new Map<number, Listed>();
  for (const id of groups) {
    if (found.size >= toldAgainMax) break;
    const at = found.has(id) ? undefined : arrivals.get(id);
    if (at === undefined || !isBehind({ at, id }, query.last) || !(await wasShown(tx, query, { at, id }))) continue;
    found.set(id, { at, id, arrivedAt: at });
  }
  return [...found.values()].sort((a, b) => b.at - a.at || b.id - a.id);
}

const toldSql = `SELECT ${toldColumns} FROM copies
  WHERE told_at >= $1 AND merged_into IS NULL ORDER BY told_at DESC, id DESC LIMIT ${toldMax}`;

/** The changed copies whose change the audience may know. */
async function toldTo(
  tx: Transaction,
  sight: Visibility,
  told: readonly Told[],
  since: Instant,
): Promise<readonly Told[]> {
  if (!sight.isPartial) return told;
  const members = await groupMembers(
    tx,
    "copy",
    told.map(({ id }) => id),
  );
  const named = [...members.values()].flat().map(({ entryId }) => entryId);
  await lookUpSeen(tx, sight, [...named, ...told.map(({ withdrawnById }) => withdrawnById ?? 0)]);
  return told.filter((copy) =>
    isToldTo(copy, since, {
      members: () => members.get(copy.id) ?? [],
      sees: ({ entryId }) => seesEntry(sight, entryId),
      seesEntry: (entryId) => seesEntry(sight, entryId),
    }),
  );
}

/**
 * The groups that show the changed copies, in the order of the changes: the copies themselves, the stories that they
 * lead, or their entries.
 */
async function groupsOf(
  tx: Transaction,
  collapse: Collapse,
  told: readonly Told[],
  since: Instant,
): Promise<readonly number[]> {
  const ids = told.map(({ id }) => id);
  switch (collapse) {
    case "copy":
      return ids;
    case "story": {
      const rows = await tx.all<{ id: number }>(ledStoriesSql, [ids, told.map(({ storyId }) => storyId)]);
      return rows.map(({ id }) => id);
    }
    case "none": {
      const withdrawn = told.map(({ withdrawnById }) => (withdrawnById === null ? 0 : 1));
      const rows = await tx.all<{ id: number }>(entriesSql, [ids, withdrawn, since]);
      return rows.map(({ id }) => id);
    }
  }
}

const ledStoriesSql = `SELECT s.id FROM unnest($1::bigint[], $2::bigint[]) WITH ORDINALITY t (copy_id, story_id, place)
  JOIN stories s ON s.id = t.story_id JOIN memberships m ON m.entry_id = s.lead_entry_id AND m.copy_id = t.copy_id
  WHERE s.merged_into IS NULL ORDER BY t.place`;

const entriesSql = `SELECT x.id FROM unnest($1::bigint[], $2::smallint[]) WITH ORDINALITY t (copy_id, withdrawn, place)
  CROSS JOIN LATERAL (SELECT m.entry_id AS id, m.first_seen_at FROM memberships m
    WHERE m.copy_id = t.copy_id AND (t.withdrawn = 1 OR m.changed_at >= $3)
    ORDER BY m.first_seen_at, m.entry_id LIMIT ${toldAgainMax}) x
  ORDER BY t.place, x.first_seen_at, x.id`;

/** The times at which the list shows the groups. Groups that the list does not contain are left out. */
async function arrivalsOf(
  tx: Transaction,
  collapse: Collapse,
  match: Exclude<FilterMatch, { kind: "none" }>,
  ids: readonly number[],
): Promise<ReadonlyMap<number, Instant>> {
  if (match.kind === "some") {
    const first = await firstMatches(tx, match, collapse, [...new Set(ids)]);
    return new Map([...first].map(([id, { at }]) => [id, at]));
  }
  const { table, id, arrived } = groupTables[collapse];
  const rows = await tx.all<Cursor>(
    `SELECT ${id} AS id, ${arrived} AS at FROM ${table} WHERE ${id} = ANY($1::bigint[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.at]));
}

/**
 * Whether the group was in the document long enough to be seen. Its time in the document is counted from the desk's
 * decision on the group to the desk's decision on the group that pushed it out. Items of an archive were never in the
 * document, and neither were items that did not fit into it at the first poll.
 */
async function wasShown(tx: Transaction, { page }: ToldAgainQuery, place: Cursor): Promise<boolean> {
  const { filter, collapse, limit } = page;
  const newer = await readPlaces(tx, { filter, collapse, from: place, direction: "newer", limit });
  const pushing = newer.length < limit ? undefined : newer.at(-1);
  if (pushing === undefined) return true;
  const { member } = groupTables[collapse];
  const row = await tx.get<{ apart: Instant }>(
    `SELECT (${decidedAt(member, "$1")}) - (${decidedAt(member, "$2")}) AS apart`,
    [pushing.id, place.id],
  );
  return (row?.apart ?? 0) >= seenMsMin;
}

function decidedAt(member: string, id: string): string {
  return `SELECT coalesce(min(coalesce(decided_at, first_seen_at)), 0) FROM memberships WHERE ${member} = ${id}`;
}
