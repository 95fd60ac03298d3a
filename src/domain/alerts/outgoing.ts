import type { Instant } from "../time.ts";

/**
 * The events that an alert can report. `silent`, `failing` and `empty` are about a feed; the others are about a story.
 */
export type AlertEvent =
  | "new"
  | "update"
  | "correction"
  | "withdrawal"
  | "flash"
  | "outlets"
  | "silent"
  | "failing"
  | "empty";

/** One story, or one feed, in a message. All texts are plain text without line breaks. */
export interface MessageItem {
  readonly event: AlertEvent;
  readonly headline: string;
  /** At most 300 characters; "" when there is only a headline. */
  readonly summary: string;
  /** The source that leads the story, or the source of the feed. */
  readonly source: string;
  /** How many outlets carry the story; null for a feed. */
  readonly outlets: number | null;
  /** The publisher's page; null where there is none. */
  readonly url: string | null;
  /** The address on our desk page. */
  readonly deskUrl: string;
  readonly at: Instant;
}

/**
 * A message to one channel. A repeat after a failure is the same message with the same id. `kind`: "alert" reports a
 * story for the first time, or a fault of a feed; "followUp" reports a later event of a story; "digest" lists the
 * events of a span of time; "flood" replaces many alerts; "test" was requested by a person.
 */
export interface OutgoingMessage {
  /** The webhook-id (Standard Webhooks), and the local part of the Message-ID. Letters, digits, "_" and "-" only. */
  readonly id: string;
  readonly kind: "alert" | "followUp" | "digest" | "flood" | "test";
  /** The name of the rule. */
  readonly rule: string;
  /** One line: the subject of a mail, the first line elsewhere. */
  readonly title: string;
  /** One item for an alert or a follow-up; at most 100 otherwise. */
  readonly items: readonly MessageItem[];
  /** How many items were left out. */
  readonly more: number;
  readonly at: Instant;
  /** The thread that the message belongs to; null for a message that stands alone. */
  readonly thread: MessageThread | null;
}

export interface MessageThread {
  /** The same for all messages of one story, rule and channel. */
  readonly key: string;
  /** The message that began the thread; null when this message begins it. */
  readonly first: { readonly id: string; readonly title: string; readonly deskUrl: string } | null;
}

/** A message that waits in the outbox. */
export interface OutboxRow {
  /** Rows of one channel are sent in the order of their seq. */
  readonly seq: number;
  /** The name of the channel. */
  readonly channel: string;
  readonly message: OutgoingMessage;
  /** When the message was due for the first time. */
  readonly dueAt: Instant;
  /** When a failing message is given up; null: 24 hours after the first failure. */
  readonly giveUpAt: Instant | null;
  /** How often sending has failed. */
  readonly attempts: number;
  /** When the channel first failed while this message was due. */
  readonly firstFailedAt: Instant | null;
  /**
   * What the channel answered to the first message of the thread (Slack: ts; Telegram: message_id); null where there is
   * none.
   */
  readonly threadReceipt: string | null;
}

/**
 * The outcome of one try to send a message. `retryAt`: the time that the receiver asked for; null when it named none.
 */
export type SendResult =
  | { readonly kind: "sent"; readonly receipt: string | null }
  | { readonly kind: "later"; readonly retryAt: Instant | null; readonly error: string }
  | { readonly kind: "refused"; readonly error: string };
