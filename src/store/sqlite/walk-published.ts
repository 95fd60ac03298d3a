import type { Cursor } from "../../domain/section.ts";
import type { Instant } from "../../domain/time.ts";
import type { Connection } from "./connection.ts";
import { firstMatcher } from "./first-match.ts";
import { groupTables } from "./groups.ts";
import type { Listed } from "./read-page.ts";
import { searchIdsMax } from "./search-row.ts";
import { isAfter, type Walk } from "./walk-arrival.ts";

/** Up to so many matches are sorted; a filter with more is so common that walking by date meets it soon. */
const sortedMatchesMax = 5000;

/** The groups under a filter by the date that their lead claims, the latest first. */
export function walkPublished(connection: Connection, walk: Walk): readonly Listed[] {
  const few = walk.match.drive === null ? null : fewMatches(connection, walk, walk.match.drive);
  const places = few ?? placesByDate(connection, walk);
  const firstMatch = firstMatcher(connection, walk.collapse, walk.match.whole);
  const found: Listed[] = [];
  for (const place of places) {
    if (!isAfter(place, walk.after)) continue;
    const earliest = firstMatch(place.id);
    if (earliest !== null) found.push({ at: place.at, id: place.id, arrivedAt: earliest.at });
    if (found.length >= walk.limit) break;
  }
  return found;
}

/** The groups of all matches in order; null when there are too many to sort. */
function fewMatches(connection: Connection, { collapse }: Walk, match: string): readonly Cursor[] | null {
  const { table, id, member } = groupTables[collapse];
  const rows = connection
    .sql<{ at: Instant; id: number }>(
      `SELECT g.published_at AS at, g.${id} AS id FROM search CROSS JOIN memberships m ON m.entry_id = search.rowid % ${searchIdsMax}
       CROSS JOIN ${table} g ON g.${id} = m.${member} WHERE search MATCH ? LIMIT ${sortedMatchesMax + 1}`,
    )
    .all(match);
  if (rows.length > sortedMatchesMax) return null;
  const groups = new Map(rows.map((row) => [row.id, row]));
  return [...groups.values()].sort((a, b) => b.at - a.at || b.id - a.id);
}

function placesByDate(connection: Connection, { collapse, after }: Walk): IterableIterator<Cursor> {
  const { table, id, listed } = groupTables[collapse];
  return connection
    .sql<Cursor>(
      `SELECT g.published_at AS at, g.${id} AS id FROM ${table} g WHERE ${listed} AND g.published_at <= ?
       ORDER BY g.published_at DESC, g.${id} DESC`,
    )
    .iterate(after.at);
}
