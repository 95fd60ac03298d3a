/**
 * Turns rows into arrays for `unnest`, one for each column, so that one statement writes a whole batch. The keys of the
 * first row name the columns.
 */
export function columnsOf<Row extends object>(rows: readonly Row[]): Readonly<Record<keyof Row, readonly unknown[]>> {
  const names = Object.keys(rows[0] ?? {}) as (keyof Row)[];
  const columns = names.map((name) => [name, rows.map((row) => row[name])] as const);
  return Object.fromEntries(columns) as unknown as Record<keyof Row, readonly unknown[]>;
}

/** Groups rows by key. Within a key, the rows keep their order. */
export function groupedBy<Row>(rows: readonly Row[], keyOf: (row: Row) => number): ReadonlyMap<number, readonly Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}
