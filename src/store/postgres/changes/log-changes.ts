import type { Instant } from "../../../domain/time.ts";
import { changesOf, type NewChange, type PresentPlace, type WithdrawalPlace } from "../../rows/changes/change-rows.ts";
import type { Touched } from "../../rows/groups/touched.ts";
import { columnsOf } from "../columns.ts";
import type { Transaction } from "../transaction.ts";

/**
 * Adds to the log of changes all changes that were noted in `touched`. Call this inside the transaction that noted
 * them, after everything else is written. `now`: the time of the changes; null: the time of the last change in the log.
 */
export async function logTouched(tx: Transaction, touched: Touched, now: Instant | null): Promise<void> {
  if (touched.entries.size === 0 && touched.withdrawals.size === 0) return;
  const [places, members] = await Promise.all([
    tx.all<PresentPlace>(`${placeSql} WHERE m.entry_id = ANY($1::bigint[])`, [[...touched.entries.keys()]]),
    readMembers(tx, touched),
  ]);
  const present = new Map(places.map((place) => [place.entryId, place]));
  logChanges(tx, changesOf(touched, present, members), now);
}

async function readMembers(tx: Transaction, { withdrawals }: Touched): Promise<readonly WithdrawalPlace[]> {
  if (withdrawals.size === 0) return [];
  const copies = [...withdrawals].map(([copyId, before], at) => ({ copyId, before, at }));
  return tx.all<WithdrawalPlace>(membersSql, columnsOf(copies));
}

const placeColumns = `m.entry_id AS "entryId", m.feed_id AS "feedId", m.copy_id AS "copyId", m.story_id AS "storyId", e.revision,
  coalesce(m.standing = 'struck', false)::int AS "isStruck"`;
const placeSql = `SELECT ${placeColumns} FROM memberships m JOIN entries e ON e.id = m.entry_id`;

const membersSql = `SELECT ${placeColumns}, c.withdrawn_by AS "withdrawnBy",
    (SELECT n.feed_id FROM entries n WHERE n.id = coalesce(c.withdrawn_by, k.before)) AS "noticeFeedId"
  FROM unnest(:copyId::bigint[], :before::bigint[], :at::bigint[]) k (copy_id, before, at)
  JOIN memberships m ON m.copy_id = k.copy_id JOIN entries e ON e.id = m.entry_id JOIN copies c ON c.id = m.copy_id
  ORDER BY k.at, m.first_seen_at, m.entry_id`;

/**
 * Adds rows to the log. The counter of the log is in the row of totals. A transaction that has taken numbers holds that
 * row until its commit is visible. So numbers have no gaps and have the order of the commits, and no number becomes
 * visible after a higher one, even when several transactions write at once.
 */
export function logChanges(tx: Transaction, changes: readonly NewChange[], now: Instant | null): void {
  if (changes.length === 0) return;
  tx.send(logSql, { ...columnsOf(changes), count: changes.length, now });
}

/**
 * Takes the next `count` numbers of the log. `seq`: the number before the first of them. `at`: the time for these rows;
 * times in the log never go back.
 */
export const takeNumbersSql = `UPDATE totals SET log_seq = log_seq + :count::bigint,
    logged_at = greatest(logged_at, coalesce(:now::bigint, 0))
  WHERE id = 1 RETURNING log_seq - :count::bigint AS seq, logged_at AS at`;

const logSql = `WITH taken AS (${takeNumbersSql})
  INSERT INTO changes (seq, at, kind, entry_id, feed_id, is_private, revision, copy_id, story_id)
  SELECT taken.seq + n.place, taken.at, n.kind, n.entry_id, n.feed_id, n.is_private, n.revision, n.copy_id, n.story_id
  FROM taken, unnest(:kind::smallint[], :entryId::bigint[], :feedId::bigint[], :isPrivate::smallint[], :revision::bigint[],
    :copyId::bigint[], :storyId::bigint[])
    WITH ORDINALITY n (kind, entry_id, feed_id, is_private, revision, copy_id, story_id, place)`;

/** Deletes the changes before a time, at most `limit` of them, the oldest first. */
export function forgetChanges(tx: Transaction, before: Instant, limit: number): void {
  tx.send(
    "DELETE FROM changes WHERE seq IN (SELECT seq FROM changes ORDER BY seq LIMIT :limit::bigint) AND at < :before",
    {
      before,
      limit,
    },
  );
}
