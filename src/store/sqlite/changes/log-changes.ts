import type { Instant } from "../../../domain/time.ts";
import { changesOf, type NewChange, type PresentPlace, type WithdrawalPlace } from "../../rows/changes/change-rows.ts";
import type { Touched } from "../../rows/groups/touched.ts";
import type { Connection } from "../connection.ts";

/**
 * Adds to the log of changes all changes that were noted in `touched`. Call this inside the transaction that noted
 * them, after everything else is written. `now`: the time of the changes; null: the time of the last change in the log.
 */
export function logTouched(connection: Connection, touched: Touched, now: Instant | null): void {
  if (touched.entries.size === 0 && touched.withdrawals.size === 0) return;
  const places = connection.sql<PresentPlace>(placesSql).all(JSON.stringify([...touched.entries.keys()]));
  const present = new Map(places.map((place) => [place.entryId, place]));
  const members = [...touched.withdrawals].flatMap(([copyId, before]) =>
    connection.sql<WithdrawalPlace>(membersSql).all({ copyId, before }),
  );
  logChanges(connection, changesOf(touched, present, members), now);
}

const placeColumns = `m.entry_id AS entryId, m.feed_id AS feedId, m.copy_id AS copyId, m.story_id AS storyId, e.revision,
  m.standing IS 'struck' AS isStruck`;
const placesSql = `SELECT ${placeColumns} FROM json_each(?) k CROSS JOIN memberships m ON m.entry_id = k.value
  CROSS JOIN entries e ON e.id = m.entry_id`;

const membersSql = `SELECT ${placeColumns}, c.withdrawn_by AS withdrawnBy,
    (SELECT n.feed_id FROM entries n WHERE n.id = coalesce(c.withdrawn_by, :before)) AS noticeFeedId
  FROM memberships m CROSS JOIN entries e ON e.id = m.entry_id CROSS JOIN copies c ON c.id = m.copy_id
  WHERE m.copy_id = :copyId ORDER BY m.first_seen_at, m.entry_id`;

/**
 * Adds rows to the log. The counter of the log is in the row of totals. So the numbers of the rows (`seq`) have no
 * gaps, are never used twice, and follow the order of the transactions.
 */
export function logChanges(connection: Connection, changes: readonly NewChange[], now: Instant | null): void {
  if (changes.length === 0) return;
  const { last, at } = takeNumbers(connection, changes.length, now);
  const insert = connection.sql(
    `INSERT INTO changes (seq, at, kind, entry_id, feed_id, is_private, revision, copy_id, story_id)
     VALUES (:seq, :at, :kind, :entryId, :feedId, :isPrivate, :revision, :copyId, :storyId)`,
  );
  let seq = last - changes.length;
  for (const change of changes) {
    seq += 1;
    insert.run({ ...change, seq, at });
  }
}

/**
 * Takes the next `count` numbers of the log. `last`: the last of these numbers. `at`: the time for these rows; times in
 * the log never go back.
 */
export function takeNumbers(
  connection: Connection,
  count: number,
  now: Instant | null,
): { readonly last: number; readonly at: Instant } {
  const taken = connection
    .sql<{ last: number; at: Instant }>(
      `UPDATE totals SET log_seq = log_seq + :count, logged_at = max(logged_at, coalesce(:now, 0)) WHERE id = 1
       RETURNING log_seq AS last, logged_at AS at`,
    )
    .get({ count, now });
  if (taken === undefined) throw new Error("the row of totals is missing");
  return taken;
}

/** Deletes the changes before a time, at most `limit` of them, the oldest first. */
export function forgetChanges(connection: Connection, before: Instant, limit: number): void {
  connection
    .sql(`DELETE FROM changes WHERE seq IN (SELECT seq FROM changes ORDER BY seq LIMIT :limit) AND at < :before`)
    .run({ before, limit });
}
