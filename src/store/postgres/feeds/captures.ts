import type { Capture } from "../../../domain/feeds/feed-store.ts";
import type { Transaction } from "../transaction.ts";

/** Saves a raw document, and keeps only the newest `capturesMax` documents of the feed. */
export async function saveCapture(
  tx: Transaction,
  feedId: number,
  { fetchedAt, url, contentType, gzip }: Capture,
  capturesMax: number,
): Promise<void> {
  tx.send(
    `INSERT INTO captures (feed_id, fetched_at, url, content_type, gzip)
     VALUES (:feedId, :fetchedAt, :url, :contentType, :gzip)`,
    { feedId, fetchedAt, url, contentType, gzip: Buffer.from(gzip) },
  );
  tx.send(
    `DELETE FROM captures WHERE feed_id = :feedId AND id <=
     (SELECT id FROM captures WHERE feed_id = :feedId ORDER BY id DESC LIMIT 1 OFFSET :capturesMax)`,
    { feedId, capturesMax },
  );
}

/** `FeedStore.readCaptures`, inside a transaction. The newest document comes first. */
export async function readCaptures(tx: Transaction, feedId: number): Promise<readonly Capture[]> {
  return tx.all<Capture>(
    `SELECT fetched_at AS "fetchedAt", url, content_type AS "contentType", gzip FROM captures
     WHERE feed_id = $1 ORDER BY id DESC`,
    [feedId],
  );
}
