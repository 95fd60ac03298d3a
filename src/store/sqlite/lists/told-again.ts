import { seenMsMin, toldAgainMax, toldAgainMsMax } from "../../../domain/copies/told-again.ts";
import { isBehind } from "../../../domain/hub.ts";
import type { Collapse, Cursor, WireItem } from "../../../domain/section.ts";
import type { ToldAgainQuery } from "../../../domain/store.ts";
import type { Instant } from "../../../domain/time.ts";
import { groupTables } from "../../rows/group-tables.ts";
import { isToldTo } from "../../rows/groups/seen-group.ts";
import { type Told, toldColumns, toldMax } from "../../rows/groups/told.ts";
import type { Listed } from "../../searching/listed.ts";
import type { Connection } from "../connection.ts";
import { type GroupMember, groupMembers } from "../groups/group-members.ts";
import { type FilterMatch, filterMatch } from "./filter-match.ts";
import { firstMatcher } from "./first-match.ts";
import { readPlaces } from "./read-places.ts";
import { seesEntry, type Visibility, visibilityOf } from "./visibility.ts";
import { readWireItem } from "./wire-item.ts";

/** `ReadStore.readToldAgain`, inside a transaction. */
export function readToldAgain(connection: Connection, query: ToldAgainQuery): readonly WireItem[] {
  const { collapse, filter } = query.page;
  const sight = visibilityOf(connection, filter);
  return listToldAgain(connection, query)
    .map((group) => readWireItem(connection, sight, { ...group, collapse, isForFeed: true }))
    .filter((item) => item !== null);
}

/** The groups of `readToldAgain`, without their content. */
export function listToldAgain(connection: Connection, query: ToldAgainQuery): readonly Listed[] {
  if (query.page.sort !== "arrival" || query.page.after !== null) return [];
  const since = query.newestAt - toldAgainMsMax;
  // Fetch all rows before the next statement; otherwise this statement stays open.
  const told = connection.sql<Told>(toldSql).all(since);
  if (told.length === 0) return [];
  const match = filterMatch(connection, query.page.filter);
  if (match.kind === "none") return [];
  const sight = visibilityOf(connection, query.page.filter);
  const arrivalOf = arrivals(connection, query.page.collapse, match);
  const found = new Map<number, Listed>();
  for (const copy of told) {
    if (found.size >= toldAgainMax) break;
    if (!isTold(connection, sight, copy, since)) continue;
    for (const id of groupsOf(connection, query.page.collapse, copy, since)) {
      const at = found.has(id) || found.size >= toldAgainMax ? null : arrivalOf(id);
      if (at === null || !isBehind({ at, id }, query.last) || !wasShown(connection, query, { at, id })) continue;
      found.set(id, { at, id, arrivedAt: at });
    }
  }
  return [...found.values()].sort((a, b) => b.at - a.at || b.id - a.id);
}

const toldSql = `SELECT ${toldColumns} FROM copies
  WHERE told_at >= ? AND merged_into IS NULL ORDER BY told_at DESC, id DESC LIMIT ${toldMax}`;

/** Whether the audience learns of the change of a copy. */
function isTold(connection: Connection, sight: Visibility, copy: Told, since: Instant): boolean {
  if (!sight.isPartial) return true;
  return isToldTo<GroupMember>(copy, since, {
    members: () => groupMembers(connection, "copy", copy.id, sight.test),
    sees: sight.sees,
    seesEntry: (entryId) => seesEntry(connection, sight, entryId),
  });
}

/** The groups that show the changed copy: the copy itself, the story that it leads, or its entries. */
function groupsOf(connection: Connection, collapse: Collapse, copy: Told, since: Instant): readonly number[] {
  switch (collapse) {
    case "copy":
      return [copy.id];
    case "story":
      return connection
        .sql<{ id: number }>(ledStorySql)
        .all(copy.storyId, copy.id)
        .map(({ id }) => id);
    case "none":
      return connection
        .sql<{ id: number }>(entriesSql)
        .all(copy.id, copy.withdrawnById === null ? 0 : 1, since)
        .map(({ id }) => id);
  }
}

const ledStorySql = `SELECT s.id FROM stories s WHERE s.id = ? AND s.merged_into IS NULL AND EXISTS
  (SELECT 1 FROM memberships m WHERE m.entry_id = s.lead_entry_id AND m.copy_id = ?)`;

const entriesSql = `SELECT entry_id AS id FROM memberships WHERE copy_id = ? AND (? OR changed_at >= ?)
  ORDER BY first_seen_at, entry_id LIMIT ${toldAgainMax}`;

/**
 * Returns a function that gives the time at which the list shows a group; null when the list does not contain the
 * group.
 */
function arrivals(
  connection: Connection,
  collapse: Collapse,
  match: Exclude<FilterMatch, { kind: "none" }>,
): (id: number) => Instant | null {
  if (match.kind === "some") {
    const firstMatch = firstMatcher(connection, collapse, match.whole);
    return (id) => firstMatch(id)?.at ?? null;
  }
  const { table, id: column, arrived } = groupTables[collapse];
  const read = connection.sql<{ at: Instant }>(`SELECT ${arrived} AS at FROM ${table} WHERE ${column} = ?`);
  return (id) => read.get(id)?.at ?? null;
}

/**
 * Whether the group was in the document long enough to be seen. Its time in the document is counted from the desk's
 * decision on the group to the desk's decision on the group that pushed it out. Items of an archive were never in the
 * document, and neither were items that did not fit into it at the first poll.
 */
function wasShown(connection: Connection, { page }: ToldAgainQuery, place: Cursor): boolean {
  const { filter, collapse, limit } = page;
  const newer = readPlaces(connection, { filter, collapse, from: place, direction: "newer", limit });
  const pushing = newer.length < limit ? undefined : newer.at(-1);
  if (pushing === undefined) return true;
  return decidedAt(connection, collapse, pushing.id) - decidedAt(connection, collapse, place.id) >= seenMsMin;
}

function decidedAt(connection: Connection, collapse: Collapse, id: number): Instant {
  const { member } = groupTables[collapse];
  const row = connection
    .sql<{ at: Instant | null }>(
      `SELECT min(coalesce(decided_at, first_seen_at)) AS at FROM memberships WHERE ${member} = ?`,
    )
    .get(id);
  return row?.at ?? 0;
}
