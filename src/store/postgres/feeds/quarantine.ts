import type { Quarantined } from "../../../domain/feeds/quarantine-store.ts";
import type { Transaction } from "../transaction.ts";

/** `QuarantineStore.readQuarantined`. */
export async function readQuarantined(tx: Transaction, feedId: number): Promise<Quarantined | null> {
  const sql = `SELECT feed_id AS "feedId", hash, count, until FROM quarantine WHERE feed_id = $1`;
  return (await tx.get<Quarantined>(sql, [feedId])) ?? null;
}

/** `QuarantineStore.saveQuarantined`, inside a transaction. */
export async function saveQuarantined(tx: Transaction, { feedId, hash, count, until }: Quarantined): Promise<void> {
  await tx.run(
    `INSERT INTO quarantine (feed_id, hash, count, until)
     SELECT id, :hash::text, :count::int, :until::bigint FROM feeds WHERE id = :feedId
     ON CONFLICT (feed_id) DO UPDATE SET hash = excluded.hash, count = excluded.count, until = excluded.until`,
    { feedId, hash, count, until },
  );
}

/**
 * Ends the quarantine of a feed when a person makes the feed active, so that its document may be read again at once.
 */
export async function releaseQuarantined(tx: Transaction, feedId: number): Promise<void> {
  await tx.run("DELETE FROM quarantine WHERE feed_id = $1", [feedId]);
}
