import type { Instant } from "../../../domain/time.ts";
import { noneTouched, type Touched, touchPurged } from "../../rows/groups/touched.ts";
import { identityHash } from "../../rows/identity-hash.ts";
import { changesForgottenMax, digestsBefore, type PurgeRow } from "../../rows/purge-row.ts";
import { forgetDigests } from "../alerts/digests.ts";
import { forgetChanges, logTouched } from "../changes/log-changes.ts";
import type { Connection } from "../connection.ts";
import { privateFeeds } from "../feeds/private-feeds.ts";
import { refreshGroups } from "../groups/refresh-groups.ts";
import { unindexEntry } from "../lists/search/search-index.ts";
import { bumpWholeMark } from "../totals.ts";

/**
 * `Store.purge`, inside a transaction. Entries of pinned stories stay. So do entries on which the desk has not decided,
 * because nobody has read them.
 */
export function purge(connection: Connection, before: Instant, limit: number, now: Instant): number {
  const rows = connection.sql<PurgeRow>(oldSql).all(before, limit);
  const touched = noneTouched(privateFeeds(connection));
  for (const row of rows) purgeEntry(connection, touched, row);
  refreshGroups(connection, touched);
  logTouched(connection, touched, now);
  forgetChanges(connection, before, changesForgottenMax);
  forgetDigests(connection, digestsBefore(before, now));
  const isPublic = rows.some(({ feed_id }) => !touched.privateFeeds.has(feed_id));
  if (rows.length > 0) bumpWholeMark(connection, isPublic);
  return rows.length;
}

/** SQL that finds the entries that retention deletes: those that were stored before the bound time. */
export const purgeableSql = `FROM entries e CROSS JOIN memberships m ON m.entry_id = e.id CROSS JOIN stories s ON s.id = m.story_id
  WHERE e.stored_at < ? AND s.pinned = 0 AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.entry_id = e.id)`;

const oldSql = `SELECT e.id, e.feed_id, e.first_seen_at, e.guid, e.guid_key, e.url_key, m.copy_id, m.story_id
  ${purgeableSql}
  ORDER BY e.stored_at LIMIT ?`;

function purgeEntry(connection: Connection, touched: Touched, row: PurgeRow): void {
  connection
    .sql(
      `INSERT INTO purged (id, feed_id, first_seen_at, guid_hash, guid_key_hash, url_key_hash) VALUES (?, ?, ?, ?, ?, ?)`,
    )
    .run(
      row.id,
      row.feed_id,
      row.first_seen_at,
      identityHash(row.guid),
      identityHash(row.guid_key),
      row.url_key === null ? null : identityHash(row.url_key),
    );
  unindexEntry(connection, row.id, row.first_seen_at);
  connection.sql("DELETE FROM memberships WHERE entry_id = ?").run(row.id);
  connection.sql("DELETE FROM reasons WHERE entry_id = ?").run(row.id);
  const filed = connection.sql("DELETE FROM revisions WHERE entry_id = ?").run(row.id).changes;
  connection.sql("DELETE FROM stated_dates WHERE entry_id = ?").run(row.id);
  connection.sql("DELETE FROM entries WHERE id = ?").run(row.id);
  connection.sql("DELETE FROM joined_entries WHERE into_id = ?").run(row.id);
  connection
    .sql("UPDATE feeds SET entry_count = entry_count - 1, revision_count = revision_count - ? WHERE id = ?")
    .run(filed + 1, row.feed_id);
  touchPurged(touched, row);
}
