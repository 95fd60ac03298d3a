import type { Instant } from "../time.ts";
import type { OutboxRow, OutgoingMessage } from "./outgoing.ts";

/**
 * The outbox of alerts. Every message except a test is a row here before it is sent. The due rows of a channel are sent
 * in the order of their seq: a row waits until the earlier due rows were sent, given up or dropped.
 */
export interface AlertOutboxStore extends AlertOutboxReadStore {
  /**
   * Puts messages into the outbox. Leaves out a message whose id the channel had already, so that a repeated call
   * changes nothing. Returns how many were put in. If `waitingPerChannelMax` messages of the channel wait already, a
   * further one is stored as failed.
   */
  addToOutbox(messages: readonly NewOutboxMessage[], now: Instant): Promise<number>;
  /**
   * The first due row of each channel. The row that has been due longest comes first. `except`: channels to leave out,
   * because a message to them is being sent. `shards`: only channels of these shards (`receiverShard`); null or absent:
   * of all.
   */
  readDueMessages(due: {
    readonly now: Instant;
    readonly limit: number;
    readonly except: readonly string[];
    readonly shards?: readonly number[] | null;
  }): Promise<readonly OutboxRow[]>;
  /** When the next row will be due; null when none waits. The answer may be too early, but never too late. */
  readNextMessage(due: {
    readonly now: Instant;
    readonly except: readonly string[];
    readonly shards?: readonly number[] | null;
  }): Promise<Instant | null>;
  /**
   * Records that a row was sent. Does nothing when the row no longer waits, for example because a person dropped it.
   */
  saveSent(row: OutboxRow, sent: { readonly at: Instant; readonly receipt: string | null }): Promise<void>;
  /**
   * Records a try that failed, and the time of the next one. The failure also counts as the first failure of the
   * channel's other rows that are due. All rows of a dead channel are therefore given up after one day, and not one row
   * each day.
   */
  saveFailure(
    row: OutboxRow,
    failure: { readonly at: Instant; readonly nextTryAt: Instant; readonly error: string },
  ): Promise<void>;
  /** Gives a row up. It stays with the reason until a person resends or drops it, or until `forgetEnded`. */
  saveFailed(row: OutboxRow, failed: { readonly at: Instant; readonly error: string }): Promise<void>;
  /** Sends rows again, with the same ids: failed and dropped ones, or sent ones. Returns how many there were. */
  resend(seqs: readonly number[], now: Instant): Promise<number>;
  /** Takes rows that wait or failed out of the outbox. Returns how many there were. */
  drop(seqs: readonly number[], now: Instant): Promise<number>;
  /**
   * Deletes at most `limit` rows that were sent, given up or dropped before `before`. Returns how many were deleted.
   */
  forgetEnded(before: Instant, limit: number): Promise<number>;
}

/** The part of the outbox that editors see. */
export interface AlertOutboxReadStore {
  /** Messages, the newest first. `channel`: null for all channels. */
  listOutbox(list: {
    readonly states: readonly OutboxState[];
    readonly channel: string | null;
    readonly limit: number;
  }): Promise<readonly ListedMessage[]>;
  /** The figures of each channel that has rows, by name. */
  readOutboxFigures(now: Instant): Promise<readonly ChannelFigures[]>;
}

/** `failed`: given up, with a reason. `dropped`: a person took it out. */
export type OutboxState = "waiting" | "sent" | "failed" | "dropped";

/** A message on its way into the outbox. */
export interface NewOutboxMessage {
  readonly channel: string;
  readonly message: OutgoingMessage;
  /** The message is not sent before this time. Other messages of the channel do not wait for it. */
  readonly dueAt: Instant;
  /**
   * When the message is given up. For a digest, this is when the next digest is due. null: 24 hours after the first
   * failure.
   */
  readonly giveUpAt: Instant | null;
}

export interface ListedMessage extends OutboxRow {
  readonly state: OutboxState;
  readonly createdAt: Instant;
  /** When the row was sent, failed or dropped; null while it waits. */
  readonly endedAt: Instant | null;
  readonly lastError: string | null;
}

export interface ChannelFigures {
  readonly channel: string;
  readonly waiting: number;
  readonly failed: number;
  readonly sent: number;
  /** How often sending the channel's next row has failed. */
  readonly attempts: number;
  /** When the row that has waited longest was due; null when none is due. */
  readonly oldestDueAt: Instant | null;
  /** Why the last try to send the channel's next row failed; null when no try failed. */
  readonly lastError: string | null;
}

/** This limit keeps a failing channel with very many messages from filling the store. */
export const waitingPerChannelMax = 10_000;
