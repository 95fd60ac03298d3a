import type { EntryChange } from "../../../domain/feeds/feed-store.ts";
import type { KnownItem, LastReading } from "../../../domain/feeds/known-items.ts";
import { type ReadItem, readItemsOf } from "../../rows/read-items.ts";
import type { Connection } from "../connection.ts";

/**
 * `FeedStore.readLastReading`. Returns "same" when the last document had the same hash, or else its items. Leaves out
 * items whose entry has since been revised or purged.
 */
export function readLastReading(
  connection: Connection,
  feedId: number,
  bodyHash: string,
): "same" | readonly KnownItem[] {
  const row = connection
    .sql<{ body_hash: string | null; items: string }>("SELECT body_hash, items FROM readings WHERE feed_id = ?")
    .get(feedId);
  if (row === undefined) return [];
  if (row.body_hash === bodyHash) return "same";
  const entrySql = connection.sql<Pick<KnownItem, "guid" | "firstSeenAt" | "revision">>(
    "SELECT revision, first_seen_at AS firstSeenAt, guid FROM entries WHERE id = ?",
  );
  return (JSON.parse(row.items) as ReadItem[]).flatMap(([hash, entryId, revision]) => {
    const entry = entrySql.get(entryId);
    return entry?.revision === revision ? [{ hash, entryId, ...entry }] : [];
  });
}

/**
 * Stores which items the next poll need not read again. `idOf`: the id under which a change was stored; null if the
 * change was not stored.
 */
export function saveReading(
  connection: Connection,
  feedId: number,
  reading: LastReading,
  changes: readonly EntryChange[],
  idOf: (change: EntryChange) => number | null,
): void {
  const items = readItemsOf(reading, changes, idOf, (id) => revisionOf(connection, id));
  connection
    .sql(
      `INSERT INTO readings (feed_id, body_hash, items) VALUES (?, ?, ?)
       ON CONFLICT (feed_id) DO UPDATE SET body_hash = excluded.body_hash, items = excluded.items`,
    )
    .run(feedId, reading.bodyHash, JSON.stringify(items));
}

/**
 * Forgets the hash of the feed's last document, because the feed's entries were changed from another document. The next
 * poll then compares all items, even if the document has the same bytes.
 */
export function forgetBody(connection: Connection, feedId: number): void {
  connection.sql("UPDATE readings SET body_hash = NULL WHERE feed_id = ? AND body_hash IS NOT NULL").run(feedId);
}

function revisionOf(connection: Connection, id: number): number | null {
  const row = connection.sql<{ revision: number }>("SELECT revision FROM entries WHERE id = ?").get(id);
  return row?.revision ?? null;
}
