import type { Database } from "better-sqlite3";

/** The schema as SQLite stores it, without the tables that FTS5 creates. */
export function readSchema(db: Database): string {
  const rows = db
    .prepare<[], { sql: string }>(
      "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'search\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type DESC, name",
    )
    .all();
  return `${rows.map(({ sql }) => `${sql};`).join("\n\n")}\n`;
}
