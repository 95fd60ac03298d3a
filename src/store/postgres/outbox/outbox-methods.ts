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
import { isInShards } from "../receiver-shards.ts";
import type { Transaction } from "../transaction.ts";

/** The store's methods for the outbox of alerts. */
export function outboxMethods({ read, write }: Connection): Omit<AlertOutboxStore, keyof AlertOutboxReadStore> {
  return {
    addToOutbox: (messages, now) => write((tx) => addToOutbox(tx, messages, now)),
    readDueMessages: (due) => read((tx) => readDueMessages(tx, due)),
    readNextMessage: (due) => read((tx) => readNextMessage(tx, due)),
    saveSent: (row, sent) => write((tx) => saveSent(tx, row, sent)),
    saveFailure: (row, failure) => write((tx) => saveFailure(tx, row, failure)),
    saveFailed: (row, failed) => write((tx) => saveFailed(tx, row, failed)),
    resend: (seqs, now) => write((tx) => resend(tx, seqs, now)),
    drop: (seqs, now) => write((tx) => drop(tx, seqs, now)),
    forgetEnded: (before, limit) => write((tx) => forgetEnded(tx, before, limit)),
  };
}

/** `AlertOutboxStore.addToOutbox`, inside a transaction, so that verdicts and their alerts are saved together. */
export async function addToOutbox(
  tx: Transaction,
  messages: readonly NewOutboxMessage[],
  now: Instant,
): Promise<number> {
  const channels = [...new Set(messages.map(({ channel }) => channel))];
  const fits = roomFor(await tx.all<WaitingRow>(waitingSql, [channels]));
  const added = await Promise.all(
    messages.map((message) => tx.run(fits(message) ? insertSql : insertIfRoomSql, newRowValues(message, now))),
  );
  return added.reduce((sum, count) => sum + count, 0);
}

const waitingSql = `SELECT channel, count(*)::int AS waiting FROM alert_outbox
  WHERE channel = ANY($1::text[]) AND state = 'waiting' GROUP BY channel`;

const isFullSql = `(SELECT count(*) FROM alert_outbox WHERE channel = :channel::text AND state = 'waiting') >= ${waitingPerChannelMax}`;

const insertSql = insertWhere("false");
const insertIfRoomSql = insertWhere(isFullSql);

function insertWhere(isFull: string): string {
  return `INSERT INTO alert_outbox
  (channel, message_id, message, thread_key, state, created_at, due_at, next_try_at, give_up_at, ended_at, last_error)
  SELECT :channel::text, :messageId::text, :message::text, :threadKey::text, CASE WHEN is_full THEN 'failed' ELSE 'waiting' END,
    :now::bigint, :dueAt::bigint, :dueAt::bigint, :giveUpAt::bigint, CASE WHEN is_full THEN :now::bigint END,
    CASE WHEN is_full THEN :fullError::text END
  FROM (SELECT ${isFull} AS is_full) f
  ON CONFLICT (channel, message_id) DO NOTHING`;
}

/** The first due row of each channel. */
const firstRowsSql = `SELECT channel, min(id) AS id FROM alert_outbox
  WHERE state = 'waiting' AND due_at <= :now::bigint AND channel <> ALL(:except::text[])
  AND ${isInShards("channel")} GROUP BY channel`;

async function readDueMessages(
  tx: Transaction,
  { now, limit, except, shards = null }: Parameters<AlertOutboxStore["readDueMessages"]>[0],
): Promise<readonly OutboxRow[]> {
  const rows = await tx.all<OutboxTableRow>(
    `SELECT ${outboxColumns} FROM (${firstRowsSql}) f JOIN alert_outbox o ON o.id = f.id
     WHERE o.next_try_at <= :now ORDER BY o.next_try_at, o.id LIMIT :limit`,
    { now, limit, except, shards },
  );
  return rows.map(outboxRowOf);
}

async function readNextMessage(
  tx: Transaction,
  { now, except, shards = null }: Parameters<AlertOutboxStore["readNextMessage"]>[0],
): Promise<Instant | null> {
  const next = await tx.get<{ at: Instant | null }>(
    `SELECT min(at) AS at FROM (
       SELECT o.next_try_at AS at FROM (${firstRowsSql}) f JOIN alert_outbox o ON o.id = f.id
       UNION ALL
       SELECT min(due_at) FROM alert_outbox WHERE state = 'waiting' AND due_at > :now AND channel <> ALL(:except::text[])
         AND ${isInShards("channel")}) w`,
    { now, except, shards },
  );
  return next?.at ?? null;
}

async function saveSent(
  tx: Transaction,
  row: OutboxRow,
  sent: Parameters<AlertOutboxStore["saveSent"]>[1],
): Promise<void> {
  const changes = await tx.run(
    `UPDATE alert_outbox SET state = 'sent', ended_at = :at, receipt = :receipt, last_error = NULL
     WHERE id = :seq AND state = 'waiting'`,
    { seq: row.seq, at: sent.at, receipt: sent.receipt },
  );
  if (changes === 0) return;
  await tx.run(
    `UPDATE alert_outbox SET first_failed_at = NULL
     WHERE channel = $1 AND state = 'waiting' AND attempts = 0 AND first_failed_at IS NOT NULL`,
    [row.channel],
  );
}

async function saveFailure(
  tx: Transaction,
  { seq, channel }: OutboxRow,
  { at, nextTryAt, error }: Parameters<AlertOutboxStore["saveFailure"]>[1],
): Promise<void> {
  await tx.run(
    `UPDATE alert_outbox SET attempts = attempts + 1, next_try_at = :nextTryAt, last_error = :error
     WHERE id = :seq AND state = 'waiting'`,
    { seq, nextTryAt, error },
  );
  await tx.run(
    `UPDATE alert_outbox SET first_failed_at = :at
     WHERE channel = :channel AND state = 'waiting' AND due_at <= :at AND first_failed_at IS NULL`,
    { channel, at },
  );
}

async function saveFailed(
  tx: Transaction,
  { seq }: OutboxRow,
  { at, error }: Parameters<AlertOutboxStore["saveFailed"]>[1],
): Promise<void> {
  await tx.run(
    `UPDATE alert_outbox SET state = 'failed', ended_at = :at, attempts = attempts + 1,
       first_failed_at = coalesce(first_failed_at, :at), last_error = :error
     WHERE id = :seq AND state = 'waiting'`,
    { seq, at, error },
  );
}

/** The receipt of an earlier delivery is kept: later messages of the thread still refer to it. */
async function resend(tx: Transaction, seqs: readonly number[], now: Instant): Promise<number> {
  return tx.run(
    `UPDATE alert_outbox SET state = 'waiting', ended_at = NULL, due_at = :now, next_try_at = :now, give_up_at = NULL,
       attempts = 0, first_failed_at = NULL, last_error = NULL
     WHERE id = ANY(:seqs::bigint[]) AND state <> 'waiting'`,
    { now, seqs },
  );
}

async function drop(tx: Transaction, seqs: readonly number[], now: Instant): Promise<number> {
  return tx.run(
    `UPDATE alert_outbox SET state = 'dropped', ended_at = :now
     WHERE id = ANY(:seqs::bigint[]) AND state IN ('waiting', 'failed')`,
    { now, seqs },
  );
}

async function forgetEnded(tx: Transaction, before: Instant, limit: number): Promise<number> {
  return tx.run(
    `DELETE FROM alert_outbox WHERE id IN (
       SELECT id FROM alert_outbox WHERE ended_at IS NOT NULL AND ended_at < $1 ORDER BY ended_at LIMIT $2)`,
    [before, limit],
  );
}
