import type { Connection } from "../connection.ts";

/**
 * The feeds of private sources. They are read in every transaction, because a feed may change its source, and a source
 * may become private.
 */
export function privateFeeds(connection: Connection): ReadonlySet<number> {
  const rows = connection.sql<{ id: number }>(
    "SELECT f.id FROM sources s CROSS JOIN feeds f ON f.source_id = s.id WHERE s.is_private = 1",
  );
  return new Set(rows.all().map(({ id }) => id));
}

/** The private feeds that this connection's audience must not see. */
export function hiddenFeeds(connection: Connection): ReadonlySet<number> {
  return connection.audience === "editors" ? nothingHidden : privateFeeds(connection);
}

const nothingHidden: ReadonlySet<number> = new Set();
