import type { HoursClock } from "../../../domain/calendar/hours-clock.ts";
import type { Collapse, Cursor } from "../../../domain/section.ts";
import type { Instant } from "../../../domain/time.ts";
import { groupTables } from "../../rows/group-tables.ts";
import type { Connection } from "../connection.ts";
import { type Candidate, candidatesByIndex } from "./candidates-by-index.ts";
import { entryTester, testedColumns, testedJoin } from "./entry-tester.ts";
import type { FilterMatch } from "./filter-match.ts";
import { firstMatcher } from "./first-match.ts";

/** What a walk towards newer entries looks for. */
export interface NewerWalk {
  readonly match: Extract<FilterMatch, { kind: "some" }>;
  readonly collapse: Collapse;
  /** The place to start from. It is not part of the result. */
  readonly from: Cursor;
  readonly limit: number;
}

/** Like `walkArrival`, but in the other direction: the matching groups directly after a place, oldest first. */
export function walkNewer(connection: Connection, walk: NewerWalk): readonly Cursor[] {
  const found: Cursor[] = [];
  const seen = new Set<number>();
  const passes = entryTester(connection, walk.match.rest);
  const firstMatch = firstMatcher(connection, walk.collapse, walk.match.whole);
  for (const chunk of chunksOf(candidates(connection, walk))) {
    for (const candidate of chunk) {
      const { id, at, entryId } = candidate;
      if (!isNewer(candidate, walk.from) || seen.has(id) || !passes(candidate)) continue;
      seen.add(id);
      // A group is listed where its earliest matching entry arrived. A later member does not add a second place.
      if (walk.collapse !== "none" && firstMatch(id)?.entryId !== entryId) continue;
      found.push({ at, id });
      if (found.length >= walk.limit) return found;
    }
  }
  return found;
}

function candidates(connection: Connection, { match, collapse, from }: NewerWalk): IterableIterator<Candidate> {
  const { member } = groupTables[collapse];
  const columns = `${testedColumns(match.rest)}, m.${member} AS id`;
  const [clock] = match.rest.hours;
  const join = testedJoin(match.rest);
  if (match.drive === null && clock !== undefined) return candidatesByHours(connection, columns, join, clock, from.at);
  if (match.drive === null) {
    return connection
      .sql<Candidate>(
        `SELECT ${columns}, m.first_seen_at AS stretch FROM memberships m ${join}
         WHERE m.first_seen_at >= ? ORDER BY m.first_seen_at, m.entry_id`,
      )
      .iterate(from.at);
  }
  return candidatesByIndex(connection, { columns, join, drive: match.drive, from: from.at, step: 1 });
}

/** See walk-arrival.ts. */
function* candidatesByHours(
  connection: Connection,
  columns: string,
  join: string,
  clock: HoursClock,
  from: Instant,
): Generator<Candidate> {
  const arrival = connection.sql<{ at: Instant }>(
    "SELECT first_seen_at AS at FROM memberships WHERE first_seen_at >= ? ORDER BY first_seen_at LIMIT 1",
  );
  const read = connection.sql<Candidate>(
    `SELECT ${columns}, m.first_seen_at AS stretch FROM memberships m ${join}
     WHERE m.first_seen_at BETWEEN ? AND ? ORDER BY m.first_seen_at, m.entry_id`,
  );
  for (let found = arrival.get(from); found !== undefined; ) {
    const stretch = clock.stretchAfter(found.at);
    yield* read.iterate(stretch.from, stretch.to);
    found = arrival.get(stretch.to + 1);
  }
}

function* chunksOf(rows: IterableIterator<Candidate>): Generator<readonly Candidate[]> {
  let chunk: Candidate[] = [];
  for (const row of rows) {
    if (chunk[0] !== undefined && chunk[0].stretch !== row.stretch) {
      yield chunk.sort(oldestFirst);
      chunk = [];
    }
    chunk.push(row);
  }
  yield chunk.sort(oldestFirst);
}

function oldestFirst(a: Candidate, b: Candidate): number {
  return a.at - b.at || a.id - b.id || a.entryId - b.entryId;
}

function isNewer(place: Cursor, from: Cursor): boolean {
  return place.at > from.at || (place.at === from.at && place.id > from.id);
}
