import type { Connection } from "./connection.ts";

/**
 * Lets the server take samples (ANALYZE) of the tables for which it has none: after pg_restore, after a copy of a
 * store, and where autovacuum is switched off. Without samples it plans searches and lists badly. Autovacuum repeats
 * this later. Returns the number of tables.
 */
export async function analyseTables({ read, write }: Connection): Promise<number> {
  const tables = await read((tx) => tx.all<{ name: string }>(unsampledSql, [sampledBytesMin]));
  for (const { name } of tables) await write((tx) => tx.script(`ANALYZE ${name}`));
  return tables.length;
}

/** The plans of smaller tables hardly matter. */
const sampledBytesMin = 64 * 1024;

const unsampledSql = `SELECT quote_ident(relname) AS name FROM pg_stat_user_tables
  WHERE schemaname = current_schema() AND last_analyze IS NULL AND last_autoanalyze IS NULL
    AND pg_relation_size(relid) >= $1 ORDER BY relname`;
