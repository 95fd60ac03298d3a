import { stepsPerLook } from "../../../../domain/read-limits.ts";
import type { Connection } from "../../connection.ts";
import type { IndexQuery } from "./index-query.ts";

/** Ordered row numbers of the full-text index, which can be searched from any position. */
export interface IndexRows {
  /**
   * Returns `row` itself if it is in the list, or else the next row of the list: with step -1 the next older row, with
   * step 1 the next newer row. null at the end.
   */
  next(row: number, step: Step): number | null;
  has(row: number): boolean;
  /**
   * A list with a role is used only together with other lists, which find the rows. test: the list is only
   * asked whether it has a given row. A list can have this role at first and find rows later (`scanned-rows.ts`).
   * bounds: the list also contains numbers that have no row.
   */
  readonly role?: "test" | "bounds" | undefined;
}

/** -1: towards older rows. 1: towards newer rows. */
export type Step = -1 | 1;

/**
 * The present index, and the index of an earlier build. Entries stay in the earlier index until `take-over.ts` moves
 * them.
 */
export type IndexTable = "search" | "search_before";

/**
 * The rows that one FTS5 expression matches, or all rows. They are read page by page from the first requested position,
 * in either direction, and only as far as needed. Rows that were read are kept, so that no part of the list is read
 * twice.
 */
export function createRowList(connection: Connection, index: IndexTable, query: RowQuery): IndexRows {
  const exists = connection.sql(`SELECT 1 FROM ${index}_docsize WHERE id = CAST(? AS INTEGER)`);
  let anchor: number | null = null;
  const older = createSide(connection, index, query, -1);
  const newer = createSide(connection, index, query, 1);

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
    if (query.kind === "every") return exists.get(row) !== undefined;
    anchor ??= startAt(row);
    return (row > anchor ? newer.last(row) : older.first(row)) === row;
  }

  return { next, has };
}

/** A query whose rows are one list. */
export type RowQuery = Extract<IndexQuery, { kind: "match" | "every" }>;

/** The part of a list on one side of the first requested position. */
interface Side {
  start(row: number): void;
  /** Of the rows that are at least as far from the start as `row`, the nearest to the start. */
  first(row: number): number | null;
  /** Of the rows that are at most as far from the start as `row`, the farthest from the start. */
  last(row: number): number | null;
}

function createSide(connection: Connection, index: IndexTable, query: RowQuery, step: Step): Side {
  const readPage = pageReader(connection, index, query, step);
  const isPrefix = query.kind === "match" && query.isPrefix;
  /** Row numbers as they were read, multiplied by `step` so that they ascend in both directions. */
  const keys: number[] = [];
  let from = 0;
  let isRead = false;
  let pageRows = isPrefix ? prefixRows : pageRowsMin;
  /** The last answer of `first`. It is kept because a merge asks each of its lists for about the same position. */
  let known = { asked: 1, found: 0 };

  function readMore(): void {
    connection.limits.check(stepsPerLook);
    const rows = readPage(from, pageRows);
    connection.limits.hold(rows.length);
    for (const row of rows) keys.push(row * step);
    isRead = rows.length < pageRows;
    from = (rows.at(-1) ?? from) + step;
    if (!isPrefix) pageRows *= pageGrowth;
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

function pageReader(
  connection: Connection,
  index: IndexTable,
  query: RowQuery,
  step: Step,
): (from: number, limit: number) => readonly number[] {
  const [compare, order] = step === -1 ? ["<=", "DESC"] : [">=", "ASC"];
  if (query.kind === "every") {
    // FTS5 keeps one row of this table for each row of the index. Reading these rows is much cheaper than matching a
    // word.
    const page = connection.sql<number>(
      `SELECT id FROM ${index}_docsize WHERE id ${compare} CAST(? AS INTEGER) ORDER BY id ${order} LIMIT ?`,
    );
    return (from, limit) => page.pluck().all(from, limit);
  }
  const page = connection.sql<number>(
    `SELECT rowid FROM ${index} WHERE ${index} MATCH ? AND rowid ${compare} CAST(? AS INTEGER)
     ORDER BY rowid ${order} LIMIT ?`,
  );
  return (from, limit) => page.pluck().all(query.match, from, limit);
}

/**
 * The number of rows read at a time. For an ordinary word, only a few more rows are read than the page uses. For a
 * prefix, every page costs as much as the whole list, so all is read at once.
 */
const pageRowsMin = 256;
const pageGrowth = 8;
const prefixRows = 500_000;

/** The number of keys smaller than `key`. The keys ascend. */
export function countBelow(keys: readonly number[], key: number): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] ?? 0) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
