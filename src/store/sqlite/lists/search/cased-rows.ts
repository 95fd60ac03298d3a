import type { Connection } from "../../connection.ts";

/**
 * The first row that has marked tokens for its words in capitals (`domain/analyse/cased.ts`). An earlier build indexed
 * the rows before it. 0: all rows have such tokens.
 */
export function casedFrom(connection: Connection): number {
  return connection.sql<number>("SELECT from_row FROM cased_rows").pluck().get() ?? 0;
}

/** How many rows have no marked tokens yet. */
export function countUncased(connection: Connection): number {
  const from = casedFrom(connection);
  if (from === 0) return 0;
  const count = connection.sql<number>("SELECT count(*) FROM search_docsize WHERE id < CAST(? AS INTEGER)");
  return count.pluck().get(from) ?? 0;
}

/**
 * Passes the newest rows without marked tokens to `index`, which indexes them again, inside a transaction. Returns how
 * many rows are left.
 */
export function takeUncased(connection: Connection, limit: number, index: (row: number) => void): number {
  const from = casedFrom(connection);
  if (from === 0) return 0;
  const rows = connection
    .sql<number>("SELECT id FROM search_docsize WHERE id < CAST(? AS INTEGER) ORDER BY id DESC LIMIT ?")
    .pluck()
    .all(from, limit);
  const next = rows.length < limit ? 0 : (rows.at(-1) ?? 0);
  // FTS5 inserts fastest in ascending order.
  for (const row of rows.reverse()) index(row);
  connection.sql("UPDATE cased_rows SET from_row = CAST(? AS INTEGER)").run(next);
  return countUncased(connection);
}
