import { type SavedValidators, savedValidatorsMax } from "../../../domain/saved-validators.ts";
import type { Instant } from "../../../domain/time.ts";
import type { Transaction } from "../transaction.ts";

/** `SavedValidatorsStore.saveValidators`, inside a transaction. */
export async function writeSavedValidators(
  tx: Transaction,
  stamps: readonly SavedValidators[],
  now: Instant,
): Promise<void> {
  for (const { feedKey, etag, lastModified } of stamps) {
    await tx.run(
      `INSERT INTO feed_stamps (feed_key, etag, last_modified, saved_at) VALUES (:feedKey, :etag, :lastModified, :now)
       ON CONFLICT ((md5(feed_key)::uuid)) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified,
         saved_at = excluded.saved_at WHERE excluded.last_modified > feed_stamps.last_modified`,
      { feedKey, etag, lastModified, now },
    );
  }
  await tx.run(
    `DELETE FROM feed_stamps WHERE feed_key IN
     (SELECT feed_key FROM feed_stamps ORDER BY saved_at DESC OFFSET ${savedValidatorsMax})`,
  );
}

/** `ReadStore.readSavedValidators`, inside a transaction. */
export async function findSavedValidators(tx: Transaction, feedKey: string): Promise<SavedValidators | null> {
  const stamp = await tx.get<SavedValidators>(
    `SELECT feed_key AS "feedKey", etag, last_modified AS "lastModified" FROM feed_stamps
     WHERE md5(feed_key)::uuid = md5($1)::uuid AND feed_key = $1`,
    [feedKey],
  );
  return stamp ?? null;
}
