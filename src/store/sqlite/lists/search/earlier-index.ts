import type { Connection } from "../../connection.ts";

/**
 * Whether an earlier build's full-text index still exists. It is dropped once all its entries are in the present index.
 */
export function hasEarlierIndex(connection: Connection): boolean {
  return (
    connection.sql("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'search_before'").get() !== undefined
  );
}
