import type { EntryChange } from "../../../domain/feeds/feed-store.ts";
import type { KnownItem, LastReading } from "../../../domain/feeds/known-items.ts";
import { type ReadItem, readItemsOf } from "../../rows/read-items.ts";
import type { Transaction } from "../transaction.ts";

/**
 * `FeedStore.readLastReading`. Returns "same" when the last document had the same hash, or else its items. Leaves out
 * items whose entry has since been revised or purged.
 */
export async function readLastReading(
  tx: Transaction,
  feedId: number,
  bodyHash: string,
): Promise<"same" | readonly KnownItem[]> {
  const row = await tx.get<{ body_hash: string | null; items: string }>(
    "SELECT body_hash, items FROM readings WHERE feed_id = $1",
    [feedId],
  );
  if (row === undefined) return [];
  if (row.body_hash === bodyHash) return "same";
  const items = JSON.parse(row.items) as readonly ReadItem[];
  const ids = items.map(([, entryId]) => entryId);
  const entries = new Map((await tx.all<ReadEntry>(entriesSql, [ids])).map(({ id, ...entry }) => [id, entry]));
  return items.flatMap(([hash, entryId, revision]) => {
    const entry = entries.get(entryId);
    return entry?.revision === revision ? [{ hash, entryId, ...entry }] : [];
  });
}

type ReadEntry = Pick<KnownItem, "guid" | "firstSeenAt" | "revision"> & { readonly id: number };

const entriesSql = `SELECT id, revision, first_seen_at AS "firstSeenAt", guid FROM entries WHERE id = ANY($1::bigint[])`;

/**
 * Stores which items the next poll need not read again. `idOf`: the id under which a change was stored; null if the
 * change was not stored.
 */
export async function saveReading(
  tx: Transaction,
  feedId: number,
  reading: LastReading,
  changes: readonly EntryChange[],
  idOf: (change: EntryChange) => number | null,
): Promise<void> {
  const revised = changes.flatMap((change) => (change.kind === "revised" ? [change.id] : []));
  const entries = revised.length === 0 ? [] : await tx.all<ReadEntry>(entriesSql, [revised]);
  const revisions = new Map(entries.map(({ id, revision }) => [id, revision]));
  const items = readItemsOf(reading, changes, idOf, (id) => revisions.get(id) ?? null);
  tx.send(
    `INSERT INTO readings (feed_id, body_hash, items) VALUES ($1, $2, $3)
     ON CONFLICT (feed_id) DO UPDATE SET body_hash = excluded.body_hash, items = excluded.items`,
    [feedId, reading.bodyHash, JSON.stringify(items)],
  );
}

/**
 * Forgets the hash of the feed's last document, because the feed's entries were changed from another document. The next
 * poll then compares all items, even if the document has the same bytes.
 */
export async function forgetBody(tx: Transaction, feedId: number): Promise<void> {
  tx.send("UPDATE readings SET body_hash = NULL WHERE feed_id = $1 AND body_hash IS NOT NULL", [feedId]);
}
