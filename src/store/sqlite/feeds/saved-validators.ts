import { type SavedValidators, savedValidatorsMax } from "../../../domain/saved-validators.ts";
import type { Instant } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";

/** `SavedValidatorsStore.saveValidators`, inside a transaction. */
export function writeSavedValidators(connection: Connection, stamps: readonly SavedValidators[], now: Instant): void {
  const save = connection.sql(
    `INSERT INTO feed_stamps (feed_key, etag, last_modified, saved_at) VALUES (:feedKey, :etag, :lastModified, :now)
     ON CONFLICT (feed_key) DO UPDATE SET etag = :etag, last_modified = :lastModified, saved_at = :now
     WHERE :lastModified > last_modified`,
  );
  for (const { feedKey, etag, lastModified } of stamps) save.run({ feedKey, etag, lastModified, now });
  connection
    .sql(
      `DELETE FROM feed_stamps WHERE feed_key IN
       (SELECT feed_key FROM feed_stamps ORDER BY saved_at DESC LIMIT -1 OFFSET ${savedValidatorsMax})`,
    )
    .run();
}

/** `ReadStore.readSavedValidators`, inside a transaction. */
export function findSavedValidators(connection: Connection, feedKey: string): SavedValidators | null {
  const stamp = connection
    .sql<SavedValidators>(
      "SELECT feed_key AS feedKey, etag, last_modified AS lastModified FROM feed_stamps WHERE feed_key = ?",
    )
    .get(feedKey);
  return stamp ?? null;
}
