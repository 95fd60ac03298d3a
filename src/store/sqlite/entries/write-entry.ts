import type { Entry } from "../../../domain/entry.ts";
import type { EntryChange, IdentityKeys } from "../../../domain/feeds/feed-store.ts";
import type { Instant } from "../../../domain/time.ts";
import { entryValues } from "../../rows/entry-rows.ts";
import { identityHash } from "../../rows/identity-hash.ts";
import { lastRevisionsMax } from "../../rows/joined-states.ts";
import type { Connection } from "../connection.ts";
import { indexEntry } from "../lists/search/search-index.ts";
import { filePresentState } from "./filed-states.ts";

/**
 * Inserts an entry and returns its id. Returns null when another poller has already stored an entry of the feed with
 * this guid. The entry is then not new.
 */
export function insertEntry(
  connection: Connection,
  { feedId, storedAt }: { readonly feedId: number; readonly storedAt: Instant },
  entry: Entry,
): number | null {
  const { changes, lastInsertRowid } = connection
    .sql(insertSql)
    .run({ ...entryValues(entry), feedId, firstSeenAt: entry.firstSeenAt, storedAt });
  if (changes === 0) return null;
  const id = Number(lastInsertRowid);
  connection.sql("INSERT INTO pending (first_seen_at, entry_id) VALUES (?, ?)").run(entry.firstSeenAt, id);
  return id;
}

interface RevisedEntry {
  readonly feedId: number;
  readonly now: Instant;
  readonly storedAt: Instant;
  readonly change: Extract<EntryChange, { kind: "revised" }>;
}

/**
 * Saves the present state as an earlier revision and writes the new one. A state that the entry had before is not news,
 * so an entry that changes back and forth is not announced again. Returns the change in the number of kept states: 1,
 * or less when older states were dropped. Returns null when the entry was purged in the meantime.
 */
export function reviseEntry(connection: Connection, { feedId, now, storedAt, change }: RevisedEntry): number | null {
  const { id, entry } = change;
  const row = connection
    .sql<{ first_seen_at: Instant; guid: string; revision: number }>(
      "SELECT first_seen_at, guid, revision FROM entries WHERE id = ? AND feed_id = ?",
    )
    .get(id, feedId);
  if (row === undefined) return null;
  const significant = change.significant && !wasSeen(connection, id, entry.contentHash);
  filePresentState(connection, id);
  const thinned = connection.sql(thinRevisionsSql).run(id, row.revision + 1 - lastRevisionsMax);
  const keepsGuid = row.guid !== entry.guid && isTaken(connection, feedId, entry.guid);
  const values = { ...entryValues(entry), guid: keepsGuid ? row.guid : entry.guid };
  connection.sql(reviseSql).run({ ...values, id, now, storedAt, significant: significant ? 1 : 0 });
  connection.sql(pendSql).run(row.first_seen_at, id, significant ? 1 : 0);
  indexEntry(connection, { id, feedId, firstSeenAt: row.first_seen_at, known: true }, entry);
  return 1 - thinned.changes;
}

const pendSql = `INSERT INTO pending (first_seen_at, entry_id, significant) VALUES (?, ?, ?)
  ON CONFLICT (first_seen_at, entry_id) DO UPDATE SET significant = max(significant, excluded.significant)`;

function wasSeen(connection: Connection, id: number, contentHash: string): boolean {
  const seen = connection.sql("SELECT 1 FROM revisions WHERE entry_id = ? AND content_hash = ? LIMIT 1");
  return seen.get(id, contentHash) !== undefined;
}

const thinRevisionsSql = "DELETE FROM revisions WHERE entry_id = ? AND number > 1 AND number <= ?";

/**
 * Writes the new identity of an unchanged entry. Returns false in two cases: when another entry has the guid, nothing
 * is written; when the entry was purged, only the hashes of its identity are updated.
 */
export function healEntry(connection: Connection, id: number, keys: IdentityKeys): boolean {
  const row = connection.sql<{ feed_id: number }>("SELECT feed_id FROM entries WHERE id = ?").get(id);
  if (row === undefined) {
    connection
      .sql("UPDATE purged SET guid_hash = ?, guid_key_hash = ?, url_key_hash = ? WHERE id = ?")
      .run(identityHash(keys.guid), identityHash(keys.guidKey), keys.urlKey && identityHash(keys.urlKey), id);
    return false;
  }
  if (isTaken(connection, row.feed_id, keys.guid, id)) return false;
  connection
    .sql("UPDATE entries SET guid = ?, guid_key = ?, url_key = ? WHERE id = ?")
    .run(keys.guid, keys.guidKey, keys.urlKey, id);
  return true;
}

/**
 * Whether another entry of the feed has the guid. Two entries of a feed cannot share a guid. So if the guid is taken,
 * the entry keeps its older identity.
 */
function isTaken(connection: Connection, feedId: number, guid: string, exceptId: number | null = null): boolean {
  const row = connection.sql<{ id: number }>("SELECT id FROM entries WHERE feed_id = ? AND guid = ?").get(feedId, guid);
  return row !== undefined && row.id !== exceptId;
}

const insertSql = `INSERT INTO entries (feed_id, revision, first_seen_at, published_at, updated_at, revised_at, stored_at, significant_at, significant,
    date_class, urgency, cue_kind, cue_number, cue_raw, language, credit, title, url, guid_origin, guid, guid_key, url_key, text_key,
    content_hash, headline, summary, details, text, html, packed)
  VALUES (:feedId, 1, :firstSeenAt, :publishedAt, :updatedAt, :firstSeenAt, max(:firstSeenAt, :storedAt), :firstSeenAt, 1,
    :dateClass, :urgency, :cueKind, :cueNumber, :cueRaw, :language, :credit, :title, :url, :guidOrigin, :guid, :guidKey, :urlKey, :textKey,
    :contentHash, :headline, :summary, :details, :text, :html, :packed)
  ON CONFLICT (feed_id, guid) DO NOTHING`;

const reviseSql = `UPDATE entries SET revision = revision + 1, revised_at = max(revised_at, :now), significant = :significant,
    stored_at = CASE WHEN :significant THEN max(stored_at, :now, :storedAt) ELSE stored_at END,
    significant_at = CASE WHEN :significant THEN max(significant_at, :now) ELSE significant_at END,
    published_at = :publishedAt, updated_at = :updatedAt, date_class = :dateClass, urgency = :urgency,
    cue_kind = :cueKind, cue_number = :cueNumber, cue_raw = :cueRaw, language = :language, credit = :credit, title = :title, url = :url,
    guid_origin = :guidOrigin, guid = :guid, guid_key = :guidKey, url_key = :urlKey, text_key = :textKey, content_hash = :contentHash,
    headline = :headline, summary = :summary, details = :details, text = :text, html = :html, packed = :packed
  WHERE id = :id`;
