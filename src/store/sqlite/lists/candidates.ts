import type { HoursClock } from "../../../domain/calendar/hours-clock.ts";
import type { Collapse } from "../../../domain/section.ts";
import type { Instant } from "../../../domain/time.ts";
import { groupTables } from "../../rows/group-tables.ts";
import type { Connection } from "../connection.ts";
import { type Candidate, candidatesByIndex } from "./candidates-by-index.ts";
import { testedColumns, testedJoin } from "./entry-tester.ts";
import type { FilterMatch } from "./filter-match.ts";
import type { Step } from "./search/row-list.ts";

/** What a walk over entries looks for, and in which direction it goes. */
export interface CandidateWalk {
  readonly match: Extract<FilterMatch, { kind: "some" }>;
  readonly collapse: Collapse;
  /** Where the walk starts. */
  readonly from: Instant;
  /** -1: from newer to older entries. */
  readonly step: Step;
}

/** Yields the decided entries that may match, stretch by stretch in the direction of the walk. */
export function candidates(connection: Connection, walk: CandidateWalk): IterableIterator<Candidate> {
  const { match, collapse, from, step } = walk;
  const columns = `${testedColumns(match.rest)}, m.${groupTables[collapse].member} AS id`;
  const join = testedJoin(match.rest);
  const [clock] = match.rest.hours;
  if (match.drive !== null) return candidatesByIndex(connection, { columns, join, drive: match.drive, from, step });
  if (clock !== undefined) return candidatesByHours(connection, { columns, join, clock, from, step });
  const [compare, order] = sqlOf(step);
  return connection
    .sql<Candidate>(
      `SELECT ${columns}, m.first_seen_at AS stretch FROM memberships m ${join}
       WHERE m.first_seen_at ${compare} ? ORDER BY m.first_seen_at ${order}, m.entry_id ${order}`,
    )
    .iterate(from);
}

interface HoursWalk extends Pick<CandidateWalk, "from" | "step"> {
  readonly columns: string;
  readonly join: string;
  readonly clock: HoursClock;
}

/**
 * Yields the entries of some hours of the day. Reads one stretch of these hours after another, and skips the hours and
 * days between them.
 */
function* candidatesByHours(
  connection: Connection,
  { columns, join, clock, from, step }: HoursWalk,
): Generator<Candidate> {
  const [compare, order] = sqlOf(step);
  const arrival = connection.sql<{ at: Instant }>(
    `SELECT first_seen_at AS at FROM memberships WHERE first_seen_at ${compare} ? ORDER BY first_seen_at ${order} LIMIT 1`,
  );
  const read = connection.sql<Candidate>(
    `SELECT ${columns}, m.first_seen_at AS stretch FROM memberships m ${join}
     WHERE m.first_seen_at BETWEEN ? AND ? ORDER BY m.first_seen_at ${order}, m.entry_id ${order}`,
  );
  for (let found = arrival.get(from); found !== undefined; ) {
    const stretch = step === -1 ? clock.stretchBefore(found.at) : clock.stretchAfter(found.at);
    yield* read.iterate(stretch.from, stretch.to);
    found = arrival.get(step === -1 ? stretch.from - 1 : stretch.to + 1);
  }
}

function sqlOf(step: Step): readonly [compare: string, order: string] {
  return step === -1 ? ["<=", "DESC"] : [">=", "ASC"];
}

/**
 * Yields the entries of each stretch together, in the order of the walk: by time, and then by group id. Of a group's
 * entries that arrived at the same time, the one with the lowest id comes first in both directions.
 */
export function* chunksOf(rows: IterableIterator<Candidate>, step: Step): Generator<readonly Candidate[]> {
  const inOrder = (a: Candidate, b: Candidate) => step * (a.at - b.at || a.id - b.id) || a.entryId - b.entryId;
  let chunk: Candidate[] = [];
  for (const row of rows) {
    if (chunk[0] !== undefined && chunk[0].stretch !== row.stretch) {
      yield chunk.sort(inOrder);
      chunk = [];
    }
    chunk.push(row);
  }
  yield chunk.sort(inOrder);
}
