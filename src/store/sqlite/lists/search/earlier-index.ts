import type { Connection } from "../../connection.ts";

/** Whether entries may still wait in the full-text index of an earlier build: it is dropped when all are taken over. */
export function hasEarlierIndex(connection: Connection): boolean {
  return (
    connection.sql("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'search_before'").get() !== undefined
  );
}
