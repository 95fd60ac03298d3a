import type { EntryJoin, KeptEntry } from "../../../domain/feeds/heal-store.ts";
import type { Instant } from "../../../domain/time.ts";
import { type StoredEntryRow, storedEntryOf } from "../../rows/entry-rows.ts";
import { forgetSql } from "../../rows/forget-entry.ts";
import { noneTouched, type Touched, touchJoined } from "../../rows/groups/touched.ts";
import { pastOf } from "../../rows/past-text.ts";
import { privateFeeds } from "../feeds/private-feeds.ts";
import { refreshGroups } from "../groups/refresh-groups.ts";
import { indexEntries, unindexEntries } from "../lists/search/search-index.ts";
import { bumpChangeMark } from "../totals.ts";
import type { Transaction } from "../transaction.ts";
import { readFiledStates } from "./filed-states.ts";
import { joinStates } from "./join-states.ts";
import { storedEntrySql } from "./stored-entry.ts";

/** `HealStore.listEntryIds`. */
export async function listEntryIds(tx: Transaction, feedId: number): Promise<readonly number[]> {
  const rows = await tx.all<{ id: number }>("SELECT id FROM entries WHERE feed_id = $1 ORDER BY id", [feedId]);
  return rows.map(({ id }) => id);
}

/** `HealStore.readKept`. */
export async function readKept(tx: Transaction, ids: readonly number[]): Promise<readonly KeptEntry[]> {
  const rows = await tx.all<StoredEntryRow & { readonly stored_at: Instant }>(
    `${storedEntrySql} WHERE e.id = ANY($1::bigint[])`,
    [ids],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined ? [] : [{ entry: storedEntryOf(row, [], false), storedAt: row.stored_at }];
  });
}

/** `HealStore.joinEntries`, inside a transaction. */
export async function joinEntries(tx: Transaction, joins: readonly EntryJoin[]): Promise<number> {
  const touched = noneTouched(await privateFeeds(tx));
  let joined = 0;
  for (const join of joins) if (await joinTwo(tx, touched, join)) joined += 1;
  await refreshGroups(tx, touched, null);
  if (joined > 0) await bumpChangeMark(tx);
  return joined;
}

interface JoinedRow {
  readonly id: number;
  readonly feed_id: number;
  readonly first_seen_at: Instant;
  readonly copy_id: number | null;
  readonly story_id: number | null;
}

const rowsSql = `SELECT e.id, e.feed_id, e.first_seen_at, m.copy_id, m.story_id
  FROM entries e LEFT JOIN memberships m ON m.entry_id = e.id WHERE e.id IN ($1, $2)`;

async function joinTwo(tx: Transaction, touched: Touched, { keepId, joinId }: EntryJoin): Promise<boolean> {
  const rows = new Map((await tx.all<JoinedRow>(rowsSql, [keepId, joinId])).map((row) => [row.id, row]));
  const [keep, join] = [rows.get(keepId), rows.get(joinId)];
  if (keep === undefined || join === undefined || keepId === joinId || keep.feed_id !== join.feed_id) return false;
  await unindexEntries(tx, [joinId]);
  const added = await joinStates(tx, keepId, joinId);
  for (const sql of followSql) await tx.run(sql, { keepId, joinId });
  for (const sql of forgetSql) await tx.run(sql, { joinId });
  await tx.run("INSERT INTO pending (first_seen_at, entry_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", [
    keep.first_seen_at,
    keepId,
  ]);
  await tx.run(
    `UPDATE feeds SET entry_count = entry_count - 1, revision_count = revision_count + :added::bigint WHERE id = :feedId`,
    { added, feedId: keep.feed_id },
  );
  await indexAgain(tx, keep);
  touchJoined(touched, keep, join);
  return true;
}

async function indexAgain(tx: Transaction, { id, feed_id, first_seen_at }: JoinedRow): Promise<void> {
  const row = await tx.get<StoredEntryRow>(`${storedEntrySql} WHERE e.id = $1`, [id]);
  if (row === undefined) return;
  const entry = storedEntryOf(row, [], false);
  const states = (await readFiledStates(tx, [id])).get(id) ?? [];
  indexEntries(tx, [{ id, feedId: feed_id, firstSeenAt: first_seen_at, entry, past: pastOf(states, entry) }]);
}

/** SQL that changes the rulings that name the joined entry, so that they name the kept entry. */
function renamed(key: string): string {
  return `UPDATE editor_words SET word = jsonb_set(word::jsonb, '{${key}}', to_jsonb(:keepId::bigint))::text
    WHERE (word::json ->> '${key}')::bigint = :joinId::bigint`;
}

/** Changes each row that names the joined entry, so that it names the kept entry. */
const followSql = [
  "UPDATE joined_entries SET into_id = :keepId WHERE into_id = :joinId",
  "INSERT INTO joined_entries (id, into_id) VALUES (:joinId, :keepId)",
  "UPDATE digest_items SET entry_id = :keepId WHERE entry_id = :joinId",
  `UPDATE copies SET withdrawn_by = :keepId WHERE withdrawn_by = :joinId
   AND id IN (SELECT copy_id FROM memberships WHERE entry_id = :joinId)`,
  renamed("entryA"),
  renamed("entryB"),
  `DELETE FROM editor_words WHERE (word::json ->> 'entryA')::bigint = :keepId::bigint
   AND (word::json ->> 'entryB')::bigint = :keepId::bigint`,
  "UPDATE memberships m SET published_at = e.published_at FROM entries e WHERE e.id = m.entry_id AND m.entry_id = :keepId",
  `UPDATE memberships m SET editor_withdrew = coalesce(m.editor_withdrew, j.editor_withdrew),
     editor_leads = coalesce(m.editor_leads, j.editor_leads)
   FROM memberships j WHERE j.entry_id = :joinId AND m.entry_id = :keepId`,
];
