import type { AlertOutboxReadStore, AlertOutboxStore, NewOutboxMessage } from "../../../domain/alerts/outbox-store.ts";
import { waitingPerChannelMax } from "../../../domain/alerts/outbox-store.ts";
import type { OutboxRow } from "../../../domain/alerts/outgoing.ts";
import type { Instant } from "../../../domain/time.ts";
import {
  newRowValues,
  type OutboxTableRow,
  outboxColumns,
  outboxRowOf,
  roomFor,
  type WaitingRow,
} from "../../rows/outbox-rows.ts";
import type { Connection } from "../connection.ts";
import { isInShards, shardList } from "../receiver-shards.ts";

/** The store's methods for the outbox of alerts. */
export function outboxMethods(connection: Connection): Omit<AlertOutboxStore, keyof AlertOutboxReadStore> {
  const { read, write } = connection;
  return {
    addToOutbox: (messages, now) => write(() => addToOutbox(connection, messages, now)),
    readDueMessages: (due) => read(() => readDueMessages(connection, due)),
    readNextMessage: (due) => read(() => readNextMessage(connection, due)),
    saveSent: (row, sent) => write(() => saveSent(connection, row, sent)),
    saveFailure: (row, failure) => write(() => saveFailure(connection, row, failure)),
    saveFailed: (row, failed) => write(() => saveFailed(connection, row, failed)),
    resend: (seqs, now) => write(() => resend(connection, seqs, now)),
    drop: (seqs, now) => write(() => drop(connection, seqs, now)),
    forgetEnded: (before, limit) => write(() => forgetEnded(connection, before, limit)),
  };
}

/** `AlertOutboxStore.addToOutbox`, inside a transaction, so that verdicts and their alerts are saved together. */
export function addToOutbox(connection: Connection, messages: readonly NewOutboxMessage[], now: Instant): number {
  const channels = [...new Set(messages.map(({ channel }) => channel))];
  const fits = roomFor(connection.sql<WaitingRow>(waitingSql).all(JSON.stringify(channels)));
  let added = 0;
  for (const message of messages)
    added += connection.sql(fits(message) ? insertSql : insertIfRoomSql).run(newRowValues(message, now)).changes;
  return added;
}

const waitingSql = `SELECT channel, count(*) AS waiting FROM alert_outbox
  WHERE channel IN (SELECT value FROM json_each(?)) AND state = 'waiting' GROUP BY channel`;

const isFullSql = `(SELECT count(*) FROM alert_outbox WHERE channel = :channel AND state = 'waiting') >= ${waitingPerChannelMax}`;

const insertSql = insertWhere("0");
const insertIfRoomSql = insertWhere(isFullSql);

function insertWhere(isFull: string): string {
  return `INSERT INTO alert_outbox
  (channel, message_id, message, thread_key, state, created_at, due_at, next_try_at, give_up_at, ended_at, last_error)
  SELECT :channel, :messageId, :message, :threadKey, iif(isFull, 'failed', 'waiting'), :now, :dueAt, :dueAt, :giveUpAt,
    iif(isFull, :now, NULL), iif(isFull, :fullError, NULL)
  FROM (SELECT ${isFull} AS isFull) WHERE true
  ON CONFLICT (channel, message_id) DO NOTHING`;
}

/** The first due row of each channel. `except`, the channels to leave out, is a JSON list. */
const firstRowsSql = `SELECT channel, min(id) AS id FROM alert_outbox
  WHERE state = 'waiting' AND due_at <= :now AND channel NOT IN (SELECT value FROM json_each(:except))
  AND ${isInShards("channel")} GROUP BY channel`;

function readDueMessages(
  connection: Connection,
  { now, limit, except, shards }: Parameters<AlertOutboxStore["readDueMessages"]>[0],
): readonly OutboxRow[] {
  return connection
    .sql<OutboxTableRow>(
      `SELECT ${outboxColumns} FROM (${firstRowsSql}) f CROSS JOIN alert_outbox o ON o.id = f.id
       WHERE o.next_try_at <= :now ORDER BY o.next_try_at, o.id LIMIT :limit`,
    )
    .all({ now, limit, except: JSON.stringify(except), shards: shardList(shards) })
    .map(outboxRowOf);
}

function readNextMessage(
  connection: Connection,
  { now, except, shards }: Parameters<AlertOutboxStore["readNextMessage"]>[0],
): Instant | null {
  const next = connection
    .sql<{ at: Instant | null }>(
      `SELECT min(at) AS at FROM (
         SELECT o.next_try_at AS at FROM (${firstRowsSql}) f CROSS JOIN alert_outbox o ON o.id = f.id
         UNION ALL
         SELECT min(due_at) FROM alert_outbox
         WHERE state = 'waiting' AND due_at > :now AND channel NOT IN (SELECT value FROM json_each(:except))
         AND ${isInShards("channel")})`,
    )
    .get({ now, except: JSON.stringify(except), shards: shardList(shards) });
  return next?.at ?? null;
}

function saveSent(connection: Connection, row: OutboxRow, sent: Parameters<AlertOutboxStore["saveSent"]>[1]): void {
  const { changes } = connection
    .sql(
      `UPDATE alert_outbox SET state = 'sent', ended_at = :at, receipt = :receipt, last_error = NULL
       WHERE id = :seq AND state = 'waiting'`,
    )
    .run({ seq: row.seq, at: sent.at, receipt: sent.receipt });
  if (changes === 0) return;
  connection
    .sql(
      `UPDATE alert_outbox SET first_failed_at = NULL
       WHERE channel = ? AND state = 'waiting' AND attempts = 0 AND first_failed_at IS NOT NULL`,
    )
    .run(row.channel);
}

function saveFailure(
  connection: Connection,
  { seq, channel }: OutboxRow,
  { at, nextTryAt, error }: Parameters<AlertOutboxStore["saveFailure"]>[1],
): void {
  connection
    .sql(
      `UPDATE alert_outbox SET attempts = attempts + 1, next_try_at = :nextTryAt, last_error = :error
       WHERE id = :seq AND state = 'waiting'`,
    )
    .run({ seq, nextTryAt, error });
  connection
    .sql(
      `UPDATE alert_outbox SET first_failed_at = :at
       WHERE channel = :channel AND state = 'waiting' AND due_at <= :at AND first_failed_at IS NULL`,
    )
    .run({ channel, at });
}

function saveFailed(
  connection: Connection,
  { seq }: OutboxRow,
  { at, error }: Parameters<AlertOutboxStore["saveFailed"]>[1],
): void {
  connection
    .sql(
      `UPDATE alert_outbox SET state = 'failed', ended_at = :at, attempts = attempts + 1,
         first_failed_at = coalesce(first_failed_at, :at), last_error = :error
       WHERE id = :seq AND state = 'waiting'`,
    )
    .run({ seq, at, error });
}

/** The receipt of an earlier delivery is kept: later messages of the thread still refer to it. */
function resend(connection: Connection, seqs: readonly number[], now: Instant): number {
  return connection
    .sql(
      `UPDATE alert_outbox SET state = 'waiting', ended_at = NULL, due_at = :now, next_try_at = :now, give_up_at = NULL,
         attempts = 0, first_failed_at = NULL, last_error = NULL
       WHERE id IN (SELECT value FROM json_each(:seqs)) AND state <> 'waiting'`,
    )
    .run({ now, seqs: JSON.stringify(seqs) }).changes;
}

function drop(connection: Connection, seqs: readonly number[], now: Instant): number {
  return connection
    .sql(
      `UPDATE alert_outbox SET state = 'dropped', ended_at = :now
       WHERE id IN (SELECT value FROM json_each(:seqs)) AND state IN ('waiting', 'failed')`,
    )
    .run({ now, seqs: JSON.stringify(seqs) }).changes;
}

function forgetEnded(connection: Connection, before: Instant, limit: number): number {
  return connection
    .sql(
      `DELETE FROM alert_outbox WHERE id IN (
         SELECT id FROM alert_outbox WHERE ended_at IS NOT NULL AND ended_at < ? ORDER BY ended_at LIMIT ?)`,
    )
    .run(before, limit).changes;
}
