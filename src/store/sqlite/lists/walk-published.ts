import type { Cursor } from "../../../domain/section.ts";
import type { Instant } from "../../../domain/time.ts";
import { groupTables } from "../../rows/group-tables.ts";
import { first, isAfter, type Listed, newestFirst } from "../../searching/listed.ts";
import type { Connection } from "../connection.ts";
import { candidates } from "./candidates.ts";
import { entryTester } from "./entry-tester.ts";
import { firstMatcher } from "./first-match.ts";
import type { IndexRows } from "./search/row-list.ts";
import { searchIdsMax } from "./search/search-row.ts";
import { seenGroup } from "./seen-group.ts";
import type { Visibility } from "./visibility.ts";
import type { Walk } from "./walk-arrival.ts";

/** At most this many matches are sorted. If a filter has more matches, a walk by date soon finds enough of them. */
const sortedMatchesMax = 5000;

/** The matching groups by the stated date of their lead, latest first. */
export function walkPublished(connection: Connection, walk: SeenWalk): readonly Listed[] {
  const isWhole = !walk.sight.isPartial || walk.collapse === "none";
  const { drive, rest } = walk.match;
  const byHours = () => (rest.hours.length > 0 ? fewByHours(connection, walk) : null);
  const few = drive === null ? byHours() : fewMatches(connection, walk, drive);
  const sorted = few === null || isWhole ? few : placesOf(connection, walk, few);
  const all = isWhole ? placesByDate : placesSeen;
  const places = sorted?.sort(newestFirst) ?? all(connection, walk);
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

/** The groups of all matches, unsorted; null when there are too many to sort. */
function fewMatches(connection: Connection, { collapse }: Walk, drive: IndexRows): Cursor[] | null {
  const { table, id, member } = groupTables[collapse];
  const group = connection.sql<Cursor>(
    `SELECT g.published_at AS at, g.${id} AS id FROM memberships m CROSS JOIN ${table} g ON g.${id} = m.${member}
     WHERE m.entry_id = ?`,
  );
  const groups = new Map<number, Cursor>();
  let matches = 0;
  for (let row = drive.next(first.at, -1); row !== null; row = drive.next(row - 1, -1)) {
    connection.limits.check();
    const found = group.get(row % searchIdsMax);
    if (found === undefined) continue;
    matches += 1;
    if (matches > sortedMatchesMax) return null;
    groups.set(found.id, found);
  }
  return [...groups.values()];
}

/** When the hours contain more matches than this, walking finds them soon enough. */
const hoursMatchesMax = 500;

/**
 * Like `fewMatches`, for a filter by hours of the day that the index cannot answer. If few entries arrived in these
 * hours, a walk would take long.
 */
function fewByHours(connection: Connection, { match, collapse }: Walk): Cursor[] | null {
  const { table, id: key } = groupTables[collapse];
  const passes = entryTester(connection, match.rest);
  const place = connection.sql<Cursor>(
    `SELECT g.published_at AS at, g.${key} AS id FROM ${table} g WHERE g.${key} = ?`,
  );
  const ids = new Set<number>();
  for (const candidate of candidates(connection, { match, collapse, from: first.at, step: -1 })) {
    if (!passes(candidate)) continue;
    ids.add(candidate.id);
    if (ids.size > hoursMatchesMax) return null;
  }
  return [...ids].flatMap((id) => place.get(id) ?? []);
}

type SeenWalk = Walk & { readonly sight: Visibility };

/** The places of groups for an audience that does not see all entries: the stated date of the lead that it sees. */
function placesOf(connection: Connection, { collapse, sight }: SeenWalk, groups: readonly Cursor[]): Cursor[] {
  const lead = connection.sql<{ at: Instant }>("SELECT published_at AS at FROM memberships WHERE entry_id = ?");
  return groups.flatMap(({ id }) => {
    const group = seenGroup(connection, sight, collapse, id);
    const found = group === null ? undefined : lead.get(group.leadEntryId);
    return found === undefined ? [] : { at: found.at, id };
  });
}

/** Yields all groups by the stated date of the lead that the audience sees. Walks all entries and keeps the leads. */
function* placesSeen(connection: Connection, { collapse, after, sight }: SeenWalk): Generator<Cursor> {
  const entries = connection
    .sql<Cursor & { entryId: number }>(
      `SELECT m.published_at AS at, m.${groupTables[collapse].member} AS id, m.entry_id AS entryId FROM memberships m
       WHERE m.published_at <= ? ORDER BY m.published_at DESC, m.entry_id DESC`,
    )
    .iterate(after.at);
  let ties: Cursor[] = [];
  for (const { at, id, entryId } of entries) {
    connection.limits.check();
    if (ties[0] !== undefined && ties[0].at !== at) {
      yield* ties.sort(newestFirst);
      ties = [];
    }
    if (seenGroup(connection, sight, collapse, id)?.leadEntryId === entryId) ties.push({ at, id });
  }
  yield* ties.sort(newestFirst);
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
