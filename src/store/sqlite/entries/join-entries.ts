import type { EntryJoin, KeptEntry } from "../../../domain/feeds/heal-store.ts";
import type { Instant } from "../../../domain/time.ts";
import { type StoredEntryRow, storedEntryOf } from "../../rows/entry-rows.ts";
import { forgetSql } from "../../rows/forget-entry.ts";
import { noneTouched, type Touched, touchJoined } from "../../rows/groups/touched.ts";
import { logTouched } from "../changes/log-changes.ts";
import type { Connection } from "../connection.ts";
import { privateFeeds } from "../feeds/private-feeds.ts";
import { refreshGroups } from "../groups/refresh-groups.ts";
import { indexEntry, unindexEntry } from "../lists/search/search-index.ts";
import { bumpChangeMark } from "../totals.ts";
import { joinStates } from "./join-states.ts";
import { storedEntrySql } from "./stored-entry.ts";

/** `HealStore.listEntryIds`. */
export function listEntryIds(connection: Connection, feedId: number): readonly number[] {
  const rows = connection.sql<{ id: number }>("SELECT id FROM entries WHERE feed_id = ?").all(feedId);
  return rows.map(({ id }) => id).sort((a, b) => a - b);
}

/** `HealStore.readKept`. */
export function readKept(connection: Connection, ids: readonly number[]): readonly KeptEntry[] {
  const read = connection.sql<StoredEntryRow & { readonly stored_at: Instant }>(`${storedEntrySql} WHERE e.id = ?`);
  return ids.flatMap((id) => {
    const row = read.get(id);
    return row === undefined ? [] : [{ entry: storedEntryOf(row, [], false), storedAt: row.stored_at }];
  });
}

/** `HealStore.joinEntries`, inside a transaction. */
export function joinEntries(connection: Connection, joins: readonly EntryJoin[]): number {
  const touched = noneTouched(privateFeeds(connection));
  const joined = joins.filter((join) => joinTwo(connection, touched, join)).length;
  refreshGroups(connection, touched);
  logTouched(connection, touched, null);
  if (joined > 0) bumpChangeMark(connection);
  return joined;
}

/** The id under which an entry is found now: its own id, or the id of the entry into which it was joined. */
export function presentId(connection: Connection, id: number): number {
  const row = connection.sql<{ into_id: number }>("SELECT into_id FROM joined_entries WHERE id = ?").get(id);
  return row?.into_id ?? id;
}

interface JoinedRow {
  readonly feed_id: number;
  readonly first_seen_at: Instant;
  readonly copy_id: number | null;
  readonly story_id: number | null;
}

const rowSql = `SELECT e.feed_id, e.first_seen_at, m.copy_id, m.story_id
  FROM entries e LEFT JOIN memberships m ON m.entry_id = e.id WHERE e.id = ?`;

function joinTwo(connection: Connection, touched: Touched, { keepId, joinId }: EntryJoin): boolean {
  const [keep, join] = [keepId, joinId].map((id) => connection.sql<JoinedRow>(rowSql).get(id));
  if (keep === undefined || join === undefined || keepId === joinId || keep.feed_id !== join.feed_id) return false;
  unindexEntry(connection, joinId, join.first_seen_at);
  const added = joinStates(connection, keepId, joinId);
  for (const sql of followSql) connection.sql(sql).run({ keepId, joinId });
  for (const sql of forgetSql) connection.sql(sql).run({ joinId });
  connection.sql(pendSql).run(keep.first_seen_at, keepId);
  connection
    .sql("UPDATE feeds SET entry_count = entry_count - 1, revision_count = revision_count + ? WHERE id = ?")
    .run(added, keep.feed_id);
  const row = connection.sql<StoredEntryRow>(`${storedEntrySql} WHERE e.id = ?`).get(keepId);
  if (row !== undefined) {
    const place = { id: keepId, feedId: keep.feed_id, firstSeenAt: keep.first_seen_at, known: true };
    indexEntry(connection, place, storedEntryOf(row, [], false));
  }
  touchJoined(touched, { ...keep, id: keepId }, { ...join, id: joinId });
  return true;
}

const pendSql = "INSERT INTO pending (first_seen_at, entry_id) VALUES (?, ?) ON CONFLICT DO NOTHING";

/** Changes each row that names the joined entry, so that it names the kept entry. */
const followSql = [
  "UPDATE joined_entries SET into_id = :keepId WHERE into_id = :joinId",
  "INSERT INTO joined_entries (id, into_id) VALUES (:joinId, :keepId)",
  "UPDATE digest_items SET entry_id = :keepId WHERE entry_id = :joinId",
  `UPDATE copies SET withdrawn_by = :keepId WHERE withdrawn_by = :joinId
   AND id IN (SELECT copy_id FROM memberships WHERE entry_id = :joinId)`,
  "UPDATE editor_words SET word = json_set(word, '$.entryA', :keepId) WHERE word ->> 'entryA' = :joinId",
  "UPDATE editor_words SET word = json_set(word, '$.entryB', :keepId) WHERE word ->> 'entryB' = :joinId",
  "DELETE FROM editor_words WHERE word ->> 'entryA' = :keepId AND word ->> 'entryB' = :keepId AND :joinId > 0",
  `UPDATE memberships SET published_at = (SELECT published_at FROM entries WHERE id = entry_id)
   WHERE entry_id = :keepId AND :joinId > 0`,
  `UPDATE memberships SET
     editor_withdrew = coalesce(editor_withdrew, (SELECT editor_withdrew FROM memberships WHERE entry_id = :joinId)),
     editor_leads = coalesce(editor_leads, (SELECT editor_leads FROM memberships WHERE entry_id = :joinId))
   WHERE entry_id = :keepId`,
];
