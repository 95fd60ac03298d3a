import { stepsPerLook } from "../../../domain/read-limits.ts";
import type { Connection } from "../connection.ts";
import type { IndexQuery } from "./compile-query.ts";

/** Row numbers of the full-text index in order, found from any place. */
export interface IndexRows {
  /** `row` itself or the next one in that direction: -1 goes to older rows, 1 to newer ones. null at the end. */
  next(row: number, step: Step): number | null;
  has(row: number): boolean;
}

export type Step = -1 | 1;

/**
 * The rows that one FTS5 expression matches. They are read in pages from the first place that is asked for, in either
 * direction, and no further than is asked for. What was read is kept, so that no part of the list is read twice.
 */
export function createRowList(connection: Connection, query: Extract<IndexQuery, { kind: "match" }>): IndexRows {
  let anchor: number | null = null;
  const older = createSide(connection, query, -1);
  const newer = createSide(connection, query, 1);

  function startAt(row: number): number {
    older.start(row);
    newer.start(row + 1);
    return row;
  }

  function next(row: number, step: Step): number | null {
    anchor ??= startAt(row);
    if (step === -1) return (row > anchor ? newer.last(row) : null) ?? older.first(Math.min(row, anchor));
    return (row <= anchor ? older.last(row) : null) ?? newer.first(Math.max(row, anchor + 1));
  }

  function has(row: number): boolean {
    anchor ??= startAt(row);
    return (row > anchor ? newer.last(row) : older.first(row)) === row;
  }

  return { next, has };
}

/** The part of a list on one side of the first place that was asked for. */
interface Side {
  start(row: number): void;
  /** The nearest row to the start that is not nearer than `row`. */
  first(row: number): number | null;
  /** The farthest row from the start that is not farther than `row`. */
  last(row: number): number | null;
}

function createSide(
  connection: Connection,
  { match, isPrefix }: { match: string; isPrefix: boolean },
  step: Step,
): Side {
  const page = connection.sql<number>(pageSql[step]).pluck();
  /** In the order of reading, each times `step`, so that they grow on both sides. */
  const keys: number[] = [];
  let from = 0;
  let isRead = false;
  let pageRows = isPrefix ? prefixRowsMin : pageRowsMin;
  /** The last answer of `first`: the rows of several lists are merged by asking each list for about the same place. */
  let known = { asked: 1, found: 0 };

  function readMore(): void {
    connection.limits.check(stepsPerLook);
    const rows = page.all(match, from, pageRows);
    connection.limits.hold(rows.length);
    for (const row of rows) keys.push(row * step);
    isRead = rows.length < pageRows;
    from = (rows.at(-1) ?? from) + step;
    pageRows *= isPrefix ? prefixGrowth : pageGrowth;
  }

  function readUpTo(key: number): void {
    while (!isRead && (keys.at(-1) ?? Number.NEGATIVE_INFINITY) < key) readMore();
  }

  return {
    start(row) {
      from = row;
    },
    first(row) {
      const key = row * step;
      if (known.asked <= key && key <= known.found) return known.found * step;
      readUpTo(key);
      const found = keys[countBelow(keys, key)];
      if (found === undefined) return null;
      known = { asked: key, found };
      return found * step;
    },
    last(row) {
      const key = row * step;
      readUpTo(key);
      const found = keys[countBelow(keys, key + 1) - 1];
      return found === undefined ? null : found * step;
    },
  };
}

const pageSql: Readonly<Record<Step, string>> = {
  "-1": "SELECT rowid FROM search WHERE search MATCH ? AND rowid <= CAST(? AS INTEGER) ORDER BY rowid DESC LIMIT ?",
  "1": "SELECT rowid FROM search WHERE search MATCH ? AND rowid >= CAST(? AS INTEGER) ORDER BY rowid LIMIT ?",
};

/** A page of a list of words costs what is in it; each of a prefix costs the whole list, so there are few. */
const pageRowsMin = 256;
const pageGrowth = 8;
const prefixRowsMin = 2_048;
const prefixGrowth = 64;

/** How many of the keys, which grow, are smaller. */
function countBelow(keys: readonly number[], key: number): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] ?? 0) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
