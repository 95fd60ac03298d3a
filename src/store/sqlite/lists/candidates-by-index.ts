import type { Instant } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";
import type { Tested } from "./entry-tester.ts";
import type { IndexRows, Step } from "./search/row-list.ts";
import { searchIdsMax, searchQuarterMs, searchRow, searchRowFirst, searchRowLast } from "./search/search-row.ts";

/** A decided entry that may match. */
export interface Candidate extends Tested {
  /** The group of the entry. */
  readonly id: number;
  /** The stretch of the walk. The entries of one stretch follow one another, in no particular order. */
  readonly stretch: number;
}

/** A walk along the rows of the index. */
export interface IndexWalk {
  /** The columns of `Candidate` but its stretch, and the joins that they need. `memberships` is m. */
  readonly columns: string;
  readonly join: string;
  readonly drive: IndexRows;
  /** Where the walk starts. */
  readonly from: Instant;
  /** -1: from newer to older entries. */
  readonly step: Step;
}

/**
 * A quarter of an hour with more matches than this is walked by arrival instead, because its matches would have to be
 * read and sorted before the first one is listed.
 */
const fewMax = 128;

/**
 * The decided entries that the index finds. The index knows only in which quarter of an hour an entry arrived. So a
 * quarter with few matches is one stretch; in a quarter with many, each time of arrival is a stretch, so that a page
 * reads only as many matches as it shows.
 */
export function* candidatesByIndex(connection: Connection, walk: IndexWalk): Generator<Candidate> {
  const { drive, from, step } = walk;
  const read = connection.sql<Candidate>(
    `SELECT ${walk.columns}, CAST(? AS INTEGER) AS stretch FROM memberships m ${walk.join} WHERE m.entry_id = ?`,
  );
  let row = drive.next(step === -1 ? searchRowLast(from) : searchRowFirst(from), step);
  while (row !== null) {
    const quarter = Math.floor(row / searchIdsMax);
    const rows = rowsOfQuarter(connection, drive, row, step);
    if (rows.length > fewMax) yield* candidatesOfQuarter(connection, walk, quarter);
    else
      for (const found of rows) {
        const candidate = read.get(quarter, found % searchIdsMax);
        if (candidate !== undefined) yield candidate;
      }
    row = drive.next(step === -1 ? quarter * searchIdsMax - 1 : (quarter + 1) * searchIdsMax, step);
  }
}

/** The rows from `first` on that are in the same quarter of an hour, one more than `fewMax` at most. */
function rowsOfQuarter({ limits }: Connection, drive: IndexRows, first: number, step: Step): readonly number[] {
  const quarter = Math.floor(first / searchIdsMax);
  const rows: number[] = [];
  for (let row: number | null = first; row !== null && rows.length <= fewMax; row = drive.next(row + step, step)) {
    if (Math.floor(row / searchIdsMax) !== quarter) break;
    limits.check();
    rows.push(row);
  }
  return rows;
}

/** The entries of a quarter of an hour in the order of their arrival, as far as the index finds them. */
function* candidatesOfQuarter(
  connection: Connection,
  { columns, join, drive, from, step }: IndexWalk,
  quarter: number,
): Generator<Candidate> {
  const order = step === -1 ? "DESC" : "ASC";
  const read = connection.sql<Candidate>(
    `SELECT ${columns}, m.first_seen_at AS stretch FROM memberships m ${join}
     WHERE m.first_seen_at BETWEEN ? AND ? ORDER BY m.first_seen_at ${order}, m.entry_id ${order}`,
  );
  const [first, last] = [quarter * searchQuarterMs, (quarter + 1) * searchQuarterMs - 1];
  const span = step === -1 ? [first, Math.min(last, from)] : [Math.max(first, from), last];
  for (const candidate of read.iterate(...span)) {
    connection.limits.check();
    if (drive.has(searchRow(candidate.at, candidate.entryId))) yield candidate;
  }
}
