import type { HoursClock } from "../../../domain/calendar/hours-clock.ts";
import type { Collapse, Cursor } from "../../../domain/section.ts";
import type { Instant } from "../../../domain/time.ts";
import { groupTables } from "../../rows/group-tables.ts";
import { isAfter, type Listed } from "../../searching/listed.ts";
import type { Connection } from "../connection.ts";
import { type Candidate, candidatesByIndex } from "./candidates-by-index.ts";
import { entryTester, testedColumns, testedJoin } from "./entry-tester.ts";
import type { FilterMatch } from "./filter-match.ts";
import { firstMatcher } from "./first-match.ts";

/** What a walk looks for: at most `limit` groups that match and come after the place `after`. */
export interface Walk {
  readonly match: Extract<FilterMatch, { kind: "some" }>;
  readonly collapse: Collapse;
  readonly after: Cursor;
  readonly limit: number;
}

/**
 * The newest groups that match a filter. The walk starts at the newest matching entry. A group is listed at its
 * earliest matching entry, so that a new carrier does not lift an old item to the top again. The walk reads only as far
 * as the page needs.
 */
export function walkArrival(connection: Connection, walk: Walk): readonly Listed[] {
  const found: Listed[] = [];
  const isEarliest = earliestTeller(connection, walk);
  const passes = entryTester(connection, walk.match.rest);
  for (const chunk of chunksOf(candidates(connection, walk))) {
    for (const match of chunk) {
      if (!isAfter(match, walk.after) || !passes(match) || !isEarliest(match)) continue;
      found.push({ at: match.at, id: match.id, arrivedAt: match.at });
      if (found.length >= walk.limit) return found;
    }
  }
  return found;
}

/**
 * Returns a function that tells whether an entry is the earliest match of its group. Most entries have no earlier entry
 * in their group, which is quickly checked.
 */
function earliestTeller(connection: Connection, { collapse, match }: Walk): (candidate: Candidate) => boolean {
  const known = new Map<number, number | null>();
  const firstMatch = firstMatcher(connection, collapse, match.whole);
  const earlier = connection.sql(
    `SELECT 1 FROM memberships WHERE ${groupTables[collapse].member} = ? AND (first_seen_at, entry_id) < (?, ?) LIMIT 1`,
  );
  return ({ id, at, entryId }) => {
    const told = known.get(id);
    if (told !== undefined) return told === entryId;
    if (collapse === "none" || earlier.get(id, at, entryId) === undefined) return true;
    const earliest = firstMatch(id)?.entryId ?? null;
    known.set(id, earliest);
    return earliest === entryId;
  };
}

/** Decided entries that may match, newest stretch first. */
export function candidates(
  connection: Connection,
  { match, collapse, after }: Omit<Walk, "limit">,
): IterableIterator<Candidate> {
  const { member } = groupTables[collapse];
  const columns = `${testedColumns(match.rest)}, m.${member} AS id`;
  const [clock] = match.rest.hours;
  const join = testedJoin(match.rest);
  if (match.drive === null && clock !== undefined) return candidatesByHours(connection, columns, join, clock, after.at);
  if (match.drive === null) {
    return connection
      .sql<Candidate>(
        `SELECT ${columns}, m.first_seen_at AS stretch FROM memberships m ${join}
         WHERE m.first_seen_at <= ? ORDER BY m.first_seen_at DESC, m.entry_id DESC`,
      )
      .iterate(after.at);
  }
  return candidatesByIndex(connection, { columns, join, drive: match.drive, from: after.at, step: -1 });
}

/**
 * Yields the entries of some hours of the day. Reads one stretch of these hours after another, and skips the hours and
 * days between them.
 */
function* candidatesByHours(
  connection: Connection,
  columns: string,
  join: string,
  clock: HoursClock,
  after: Instant,
): Generator<Candidate> {
  const arrival = connection.sql<{ at: Instant }>(
    "SELECT first_seen_at AS at FROM memberships WHERE first_seen_at <= ? ORDER BY first_seen_at DESC LIMIT 1",
  );
  const stretch = connection.sql<Candidate>(
    `SELECT ${columns}, m.first_seen_at AS stretch FROM memberships m ${join}
     WHERE m.first_seen_at BETWEEN ? AND ? ORDER BY m.first_seen_at DESC, m.entry_id DESC`,
  );
  for (let found = arrival.get(after); found !== undefined; ) {
    const { from, to } = clock.stretchBefore(found.at);
    yield* stretch.iterate(from, to);
    found = arrival.get(from - 1);
  }
}

/**
 * Yields the entries of each stretch together, in the list's order: newest first; of equal times, the higher group id
 * first.
 */
export function* chunksOf(rows: IterableIterator<Candidate>): Generator<readonly Candidate[]> {
  let chunk: Candidate[] = [];
  for (const row of rows) {
    if (chunk[0] !== undefined && chunk[0].stretch !== row.stretch) {
      yield chunk.sort(newestFirst);
      chunk = [];
    }
    chunk.push(row);
  }
  yield chunk.sort(newestFirst);
}

function newestFirst(a: Candidate, b: Candidate): number {
  return b.at - a.at || b.id - a.id || a.entryId - b.entryId;
}
