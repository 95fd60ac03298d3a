import type { Connection } from "./connection.ts";

/**
 * Makes the server take samples (ANALYZE) of the tables that have none. Samples are missing after pg_restore, after a
 * copy of a store, and where autovacuum is switched off. Without samples, the server plans searches and lists badly.
 * Autovacuum renews them later. Returns the number of tables that were sampled.
 */
export async function analyseTables({ read, write }: Connection): Promise<number> {
  const tables = await read((tx) => tx.all<{ name: string }>(unsampledSql, [sampledBytesMin]));
  for (const { name } of tables) await write((tx) => tx.script(`ANALYZE ${name}`));
  return tables.length;
}

/** Tables smaller than this are left out, because their plans hardly matter. */
const sampledBytesMin = 64 * 1024;

const unsampledSql = `SELECT quote_ident(relname) AS name FROM pg_stat_user_tables
  WHERE schemaname = current_schema() AND last_analyze IS NULL AND last_autoanalyze IS NULL
    AND pg_relation_size(relid) >= $1 ORDER BY relname`;
