import type { Capture } from "../../../domain/feeds/feed-store.ts";
import type { Connection } from "../connection.ts";

/** Saves a raw document, and keeps only the newest `capturesMax` documents of the feed. */
export function saveCapture(connection: Connection, feedId: number, capture: Capture, capturesMax: number): void {
  connection
    .sql("INSERT INTO captures (feed_id, fetched_at, url, content_type, gzip) VALUES (?, ?, ?, ?, ?)")
    .run(feedId, capture.fetchedAt, capture.url, capture.contentType, capture.gzip);
  connection
    .sql(
      `DELETE FROM captures WHERE feed_id = :feedId AND id <=
       (SELECT id FROM captures WHERE feed_id = :feedId ORDER BY id DESC LIMIT 1 OFFSET :capturesMax)`,
    )
    .run({ feedId, capturesMax });
}

/** `FeedStore.readCaptures`, inside a transaction. The newest document comes first. */
export function readCaptures(connection: Connection, feedId: number): readonly Capture[] {
  return connection
    .sql<Capture>(
      `SELECT fetched_at AS fetchedAt, url, content_type AS contentType, gzip FROM captures
       WHERE feed_id = ? ORDER BY id DESC`,
    )
    .all(feedId);
}
