import type { Instant } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";
import type { Tested } from "./entry-tester.ts";
import type { IndexRows, Step } from "./search/row-list.ts";
import { searchIdsMax, searchQuarterMs, searchRow, searchRowFirst, searchRowLast } from "./search/search-row.ts";

/** A decided entry that may match. */
export interface Candidate extends Tested {
  /** The group of the entry. */
  readonly id: number;
  /**
   * The stretch (part) of the walk in which the entry was found. Entries of one stretch come directly after one
   * another, but in no particular order.
   */
  readonly stretch: number;
}

/** A walk along the rows of the index. */
export interface IndexWalk {
  /**
   * The columns of `Candidate` except `stretch`; `join`: the joins that these columns need. The alias of `memberships`
   * is m.
   */
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
 * Yields the decided entries that the index finds. The index knows only in which quarter of an hour an entry arrived. A
 * quarter with few matches is therefore one stretch. In a quarter with many matches, each time of arrival is a stretch,
 * so that a page reads only as many matches as it shows.
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

/** The rows of the index from `first` on that are in the same quarter of an hour, at most `fewMax` + 1 of them. */
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

/** Yields those entries of a quarter of an hour that the index finds, in order of arrival. */
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
