/**
 * Turns rows into arrays for `unnest`, one for each column, so that one statement writes a whole batch. The keys of the
 * first row name the columns.
 */
export function columnsOf<Row extends object>(rows: readonly Row[]): Readonly<Record<keyof Row, readonly unknown[]>> {
  const names = Object.keys(rows[0] ?? {}) as (keyof Row)[];
  const columns = names.map((name) => [name, rows.map((row) => row[name])] as const);
  return Object.fromEntries(columns) as unknown as Record<keyof Row, readonly unknown[]>;
}
