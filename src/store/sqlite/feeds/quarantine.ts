import type { Quarantined } from "../../../domain/feeds/quarantine-store.ts";
import type { Connection } from "../connection.ts";

/** `QuarantineStore.readQuarantined`. */
export function readQuarantined(connection: Connection, feedId: number): Quarantined | null {
  return (
    connection
      .sql<Quarantined>("SELECT feed_id AS feedId, hash, count, until FROM quarantine WHERE feed_id = ?")
      .get(feedId) ?? null
  );
}

/** `QuarantineStore.saveQuarantined`, inside a transaction. */
export function saveQuarantined(connection: Connection, { feedId, hash, count, until }: Quarantined): void {
  connection
    .sql(
      `INSERT INTO quarantine (feed_id, hash, count, until) SELECT id, :hash, :count, :until FROM feeds WHERE id = :feedId
       ON CONFLICT (feed_id) DO UPDATE SET hash = excluded.hash, count = excluded.count, until = excluded.until`,
    )
    .run({ feedId, hash, count, until });
}

/**
 * Ends the quarantine of a feed when a person makes the feed active, so that its document may be read again at once.
 */
export function releaseQuarantined(connection: Connection, feedId: number): void {
  connection.sql("DELETE FROM quarantine WHERE feed_id = ?").run(feedId);
}
