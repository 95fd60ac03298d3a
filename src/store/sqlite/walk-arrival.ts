import type { Collapse, Cursor } from "../../domain/section.ts";
import type { Instant } from "../../domain/time.ts";
import type { Connection } from "./connection.ts";
import type { FilterMatch } from "./filter-match.ts";
import { firstMatchOf, type Match } from "./first-match.ts";
import { groupTables } from "./groups.ts";
import type { Listed } from "./read-page.ts";
import { searchIdsMax, searchRowLast, searchRowSql } from "./search-row.ts";

export type SomeMatch = Extract<FilterMatch, { kind: "some" }>;

export interface Walk {
  readonly match: SomeMatch;
  readonly collapse: Collapse;
  readonly after: Cursor;
  readonly limit: number;
}

/**
 * The newest groups under a filter. Walks matching entries from the newest; a group is listed where its earliest matching entry stands,
 * so that a new carrier does not lift an old item to the top again. Reads only as far as the page needs.
 */
export function walkArrival(connection: Connection, walk: Walk): readonly Listed[] {
  const found: Listed[] = [];
  const isEarliest = earliestTeller(connection, walk);
  for (const chunk of chunksOf(matches(connection, walk))) {
    for (const match of chunk) {
      if (!isAfter(match, walk.after) || !isEarliest(match)) continue;
      found.push({ at: match.at, id: match.id, arrivedAt: match.at });
      if (found.length >= walk.limit) return found;
    }
  }
  return found;
}

/** Whether an entry is the earliest match of its group. Most groups have no earlier member at all, which costs no search to see. */
function earliestTeller(connection: Connection, walk: Walk): (match: Match) => boolean {
  const known = new Map<number, number | null>();
  const earlier = connection.sql(earlierSql(groupTables[walk.collapse].member));
  return (match) => {
    const told = known.get(match.id);
    if (told !== undefined) return told === match.entryId;
    if (walk.collapse === "none" || earlier.get(match.id, match.at, match.entryId) === undefined) return true;
    const earliest = firstMatchOf(connection, walk, match.id)?.entryId ?? null;
    known.set(match.id, earliest);
    return earliest === match.entryId;
  };
}

function earlierSql(member: string): string {
  return `SELECT 1 FROM memberships WHERE ${member} = ? AND (first_seen_at, entry_id) < (?, ?) LIMIT 1`;
}

interface Row extends Match {
  /** The place in the walk: rows of one quarter of an hour come together, in no useful order. */
  readonly quarter: number;
}

/** Matching entries that are decided, newest quarter first. */
function matches(connection: Connection, { match, collapse, after }: Walk): IterableIterator<Row> {
  const { member } = groupTables[collapse];
  if (match.match === null) {
    return connection
      .sql<Row>(
        `SELECT m.entry_id AS entryId, m.first_seen_at AS at, m.${member} AS id, m.first_seen_at AS quarter FROM memberships m
         WHERE m.first_seen_at <= ? AND NOT EXISTS (
           SELECT 1 FROM search WHERE search MATCH ? AND rowid = ${searchRowOfMember})
         ORDER BY m.first_seen_at DESC, m.entry_id DESC`,
      )
      .iterate(after.at, match.refused);
  }
  return connection.sql<Row>(matchesSql(member)).iterate(match.match, searchRowLast(after.at));
}

const searchRowOfMember = searchRowSql("m");

function matchesSql(member: string): string {
  return `SELECT m.entry_id AS entryId, m.first_seen_at AS at, m.${member} AS id, search.rowid / ${searchIdsMax} AS quarter
    FROM search CROSS JOIN memberships m ON m.entry_id = search.rowid % ${searchIdsMax}
    WHERE search MATCH ? AND search.rowid <= CAST(? AS INTEGER) ORDER BY search.rowid DESC`;
}

/** The rows of each quarter in the list's order: newest first, ties by group, the higher first. */
function* chunksOf(rows: IterableIterator<Row>): Generator<readonly Row[]> {
  let chunk: Row[] = [];
  for (const row of rows) {
    if (chunk[0] !== undefined && chunk[0].quarter !== row.quarter) {
      yield chunk.sort(newestFirst);
      chunk = [];
    }
    chunk.push(row);
  }
  yield chunk.sort(newestFirst);
}

function newestFirst(a: Match, b: Match): number {
  return b.at - a.at || b.id - a.id || a.entryId - b.entryId;
}

export function isAfter(place: { at: Instant; id: number }, cursor: Cursor): boolean {
  return place.at < cursor.at || (place.at === cursor.at && place.id < cursor.id);
}
