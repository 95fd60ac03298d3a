import pg from "pg";

/** The tables of a database with their columns, constraints and indexes, as PostgreSQL itself writes them. */
export async function readPostgresSchema(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ line: string }>(linesSql);
    return rows
      .map(({ line }) => line)
      .join("\n")
      .replace(/^TABLE/gm, "\nTABLE")
      .trimStart()
      .concat("\n");
  } finally {
    await client.end();
  }
}

const linesSql = `
WITH tables AS (SELECT oid, relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r')
SELECT line FROM (
  SELECT relname, 1 AS part, 0 AS at, format('TABLE %s %s', relname, coalesce(array_to_string(
    (SELECT reloptions FROM pg_class c WHERE c.oid = tables.oid), ', '), '')) AS line FROM tables
  UNION ALL
  SELECT relname, 2, a.attnum, rtrim(format('  %s %s%s%s%s%s', attname, format_type(atttypid, atttypmod),
    CASE WHEN attcollation = 0 THEN '' ELSE ' COLLATE ' || (SELECT collname FROM pg_collation WHERE oid = attcollation) END,
    CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END,
    CASE WHEN attidentity <> '' THEN ' IDENTITY' ELSE coalesce(' DEFAULT ' || pg_get_expr(adbin, adrelid), '') END,
    CASE WHEN atttypid = 'bytea'::regtype THEN ' STORAGE ' || attstorage::text ELSE '' END))
  FROM tables JOIN pg_attribute a ON attrelid = tables.oid AND attnum > 0 AND NOT attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = tables.oid AND d.adnum = a.attnum
  UNION ALL
  SELECT relname, 3, 0, '  ' || pg_get_constraintdef(c.oid) FROM tables JOIN pg_constraint c ON conrelid = tables.oid
  UNION ALL
  SELECT tablename, 4, 0, '  ' || regexp_replace(indexdef, ' ON \\S+ ', ' ') FROM pg_indexes WHERE schemaname = current_schema()
) lines ORDER BY relname COLLATE "C", part, at, line COLLATE "C"`;
