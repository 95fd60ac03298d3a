import { groupedBy } from "../../../domain/grouped-by.ts";
import type { Instant } from "../../../domain/time.ts";
import { noneTouched, touchPurged } from "../../rows/groups/touched.ts";
import { identityHash } from "../../rows/identity-hash.ts";
import { changesForgottenMax, digestsBefore, type PurgeRow } from "../../rows/purge-row.ts";
import { forgetDigests } from "../alerts/digests.ts";
import { forgetChanges } from "../changes/log-changes.ts";
import { columnsOf } from "../columns.ts";
import { privateFeeds } from "../feeds/private-feeds.ts";
import { refreshGroups } from "../groups/refresh-groups.ts";
import { unindexEntries } from "../lists/search/search-index.ts";
import { bumpWholeMark } from "../totals.ts";
import type { Transaction } from "../transaction.ts";

/**
 * `Store.purge`, inside a transaction. Entries of pinned stories stay. So do entries on which the desk has not decided,
 * because nobody has read them.
 */
export async function purge(tx: Transaction, before: Instant, limit: number, now: Instant): Promise<number> {
  const rows = await tx.all<PurgeRow>(oldSql, [before, limit]);
  forgetChanges(tx, before, changesForgottenMax);
  forgetDigests(tx, digestsBefore(before, now));
  if (rows.length === 0) return 0;
  const touched = noneTouched(await privateFeeds(tx));
  await remember(tx, rows);
  await deleteAll(tx, rows);
  for (const row of rows) touchPurged(touched, row);
  await refreshGroups(tx, touched, now);
  await bumpWholeMark(
    tx,
    rows.some(({ feed_id }) => !touched.privateFeeds.has(feed_id)),
  );
  return rows.length;
}

/** SQL that finds the entries that retention deletes: those that were stored before the bound time. */
export const purgeableSql = `FROM entries e JOIN memberships m ON m.entry_id = e.id JOIN stories s ON s.id = m.story_id
  WHERE e.stored_at < $1 AND s.pinned = 0 AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.entry_id = e.id)`;

const oldSql = `SELECT e.id, e.feed_id, e.first_seen_at, e.guid, e.guid_key, e.url_key, m.copy_id, m.story_id
  ${purgeableSql}
  ORDER BY e.stored_at, e.id LIMIT $2`;

async function remember(tx: Transaction, rows: readonly PurgeRow[]): Promise<void> {
  const kept = rows.map(({ id, feed_id, first_seen_at, guid, guid_key, url_key }) => ({
    ...{ id, feedId: feed_id, at: first_seen_at },
    guid: identityHash(guid),
    guidKey: identityHash(guid_key),
    urlKey: url_key === null ? null : identityHash(url_key),
  }));
  await tx.run(
    `INSERT INTO purged (id, feed_id, first_seen_at, guid_hash, guid_key_hash, url_key_hash)
     SELECT * FROM unnest(:id::bigint[], :feedId::bigint[], :at::bigint[], :guid::bytea[], :guidKey::bytea[], :urlKey::bytea[])`,
    columnsOf(kept),
  );
}

async function deleteAll(tx: Transaction, rows: readonly PurgeRow[]): Promise<void> {
  const ids = rows.map(({ id }) => id);
  await unindexEntries(tx, ids);
  const filed = await tx.all<{ id: number }>(
    "DELETE FROM revisions WHERE entry_id = ANY($1::bigint[]) RETURNING entry_id AS id",
    [ids],
  );
  for (const sql of deleteSql) await tx.run(sql, [ids]);
  const feedOf = new Map(rows.map(({ id, feed_id }) => [id, feed_id]));
  const filedOf = groupedBy(filed, ({ id }) => feedOf.get(id) ?? 0);
  const counts = [...groupedBy(rows, ({ feed_id }) => feed_id)].map(([feedId, entries]) => ({
    ...{ feedId, entries: entries.length },
    revisions: entries.length + (filedOf.get(feedId)?.length ?? 0),
  }));
  await tx.run(
    `UPDATE feeds f SET entry_count = entry_count - k.entries, revision_count = revision_count - k.revisions
     FROM unnest(:feedId::bigint[], :entries::bigint[], :revisions::bigint[]) k (feed_id, entries, revisions) WHERE f.id = k.feed_id`,
    columnsOf(counts),
  );
}

const deleteSql = [
  "DELETE FROM memberships WHERE entry_id = ANY($1::bigint[])",
  "DELETE FROM reasons WHERE entry_id = ANY($1::bigint[])",
  "DELETE FROM stated_dates WHERE entry_id = ANY($1::bigint[])",
  "DELETE FROM entries WHERE id = ANY($1::bigint[])",
  "DELETE FROM joined_entries WHERE into_id = ANY($1::bigint[])",
];
