import {
  type ChannelFigures,
  type ListedMessage,
  type NewOutboxMessage,
  type OutboxState,
  waitingPerChannelMax,
} from "../../domain/alerts/outbox-store.ts";
import type { OutboxRow, OutgoingMessage } from "../../domain/alerts/outgoing.ts";
import type { Instant } from "../../domain/time.ts";

/** A waiting message as a row of its table. */
export interface OutboxTableRow {
  readonly seq: number;
  readonly channel: string;
  readonly message: string;
  readonly due_at: Instant;
  readonly give_up_at: Instant | null;
  readonly attempts: number;
  readonly first_failed_at: Instant | null;
  readonly thread_receipt: string | null;
}

/**
 * The columns of `OutboxTableRow`. Alias: `alert_outbox` is o. `thread_receipt`: the receipt of the earliest message of
 * the thread that has a receipt from the channel.
 */
export const outboxColumns = `o.id AS seq, o.channel, o.message, o.due_at, o.give_up_at, o.attempts, o.first_failed_at,
  (SELECT t.receipt FROM alert_outbox t WHERE t.channel = o.channel AND t.thread_key = o.thread_key AND t.receipt IS NOT NULL
   AND t.id < o.id ORDER BY t.id LIMIT 1) AS thread_receipt`;

/** Reads a waiting message from its row. */
export function outboxRowOf(row: OutboxTableRow): OutboxRow {
  return {
    seq: row.seq,
    channel: row.channel,
    message: JSON.parse(row.message) as OutgoingMessage,
    dueAt: row.due_at,
    giveUpAt: row.give_up_at,
    attempts: row.attempts,
    firstFailedAt: row.first_failed_at,
    threadReceipt: row.thread_receipt,
  };
}

/** A message of any state as a row. */
export interface ListedTableRow extends OutboxTableRow {
  readonly state: OutboxState;
  readonly created_at: Instant;
  readonly ended_at: Instant | null;
  readonly last_error: string | null;
}

/** The columns of `ListedTableRow`. */
export const listedColumns = `${outboxColumns}, o.state, o.created_at, o.ended_at, o.last_error`;

/** Reads a message of any state from its row. */
export function listedMessageOf(row: ListedTableRow): ListedMessage {
  const { state, created_at: createdAt, ended_at: endedAt, last_error: lastError } = row;
  return { ...outboxRowOf(row), state, createdAt, endedAt, lastError };
}

/** The values of a new row, by the names that the statements of both stores use. */
export function newRowValues({ channel, message, dueAt, giveUpAt }: NewOutboxMessage, now: Instant) {
  return {
    channel,
    messageId: message.id,
    message: JSON.stringify(message),
    threadKey: message.thread?.key ?? null,
    dueAt,
    giveUpAt,
    now,
    fullError,
  };
}

const fullError = "too many messages were waiting for this channel";

/** How many messages of a channel wait. */
export interface WaitingRow {
  readonly channel: string;
  readonly waiting: number;
}

/**
 * Returns a function that tells, for one message after another, whether its channel certainly has room for it. It
 * counts every earlier message as one more that waits, although some may have been in the outbox already. When it
 * returns false, the statement that inserts the message counts the waiting messages itself, which takes long.
 */
export function roomFor(rows: readonly WaitingRow[]): (message: Pick<NewOutboxMessage, "channel">) => boolean {
  const most = new Map(rows.map(({ channel, waiting }) => [channel, waiting]));
  return ({ channel }) => {
    const before = most.get(channel) ?? 0;
    most.set(channel, before + 1);
    return before < waitingPerChannelMax;
  };
}

/** The counts of a channel's messages. */
export interface FiguresRow {
  readonly channel: string;
  readonly waiting: number;
  readonly failed: number;
  readonly sent: number;
}

/** The first due message of a channel. */
export interface NextRow {
  readonly channel: string;
  readonly attempts: number;
  readonly due_at: Instant;
  readonly last_error: string | null;
}

/** Joins the counts of each channel with the facts about its first due message (`next`). */
export function channelFiguresOf(counts: readonly FiguresRow[], next: readonly NextRow[]): readonly ChannelFigures[] {
  return counts.map(({ channel, waiting, failed, sent }) => {
    const row = next.find((each) => each.channel === channel);
    return {
      ...{ channel, waiting, failed, sent },
      attempts: row?.attempts ?? 0,
      oldestDueAt: row?.due_at ?? null,
      lastError: row?.last_error ?? null,
    };
  });
}
