import type { PackedConfig } from "../config/transfer-config.ts";
import type { Command, StoreChange } from "../domain/commands.ts";
import type { WireErrorCode } from "../domain/errors.ts";
import type { IngestFigures } from "../domain/figures/figures.ts";
import type { Instant } from "../domain/time.ts";
import type { TopicAnswered, TopicQuestion } from "./topic-questions.ts";

/**
 * The start data of the ingest thread. It contains the main thread's configuration, so that both threads use the same
 * configuration.
 */
export interface IngestStart {
  /** Set to null once the thread has read it, because start data stays in memory as long as the thread lives. */
  config: PackedConfig | null;
  /** Documents that crashed an earlier thread. */
  readonly killers: readonly KillerDocument[];
}

/** A document of a feed, identified by the hash of its bytes (`quarantineHash`). */
export interface KillerDocument {
  readonly feedId: number;
  readonly hash: string;
}

/** Messages from the main thread to the ingest thread. */
export type IngestRequest =
  /** The service now answers HTTP, so hubs can verify our subscriptions. */
  | { readonly kind: "begin" }
  | { readonly kind: "stop" }
  /**
   * All other connections of this process to the store are closed. After "stop", the thread may now close its own
   * connection.
   */
  | { readonly kind: "readersClosed" }
  | {
      readonly kind: "command";
      readonly id: number;
      readonly command: Command;
      readonly seen: number | null;
      readonly sentAt: Instant;
    }
  | { readonly kind: "topicRead"; readonly answer: TopicAnswered };

/** Messages from the ingest thread to the main thread. */
export type IngestEvent =
  | { readonly kind: "ready" }
  | { readonly kind: "changed"; readonly change: StoreChange }
  /** The hub asks for a topic's document, which a render thread makes. */
  | { readonly kind: "readTopic"; readonly question: TopicQuestion }
  | { readonly kind: "figures"; readonly figures: IngestFigures }
  /** A queued command is now in the store. */
  | { readonly kind: "recorded"; readonly id: number }
  | { readonly kind: "done"; readonly id: number; readonly result: unknown }
  | { readonly kind: "refused"; readonly id: number; readonly code: WireErrorCode | null; readonly message: string }
  | { readonly kind: "failed"; readonly code: WireErrorCode | null; readonly message: string }
  /**
   * The thread begins or ends reading a large document. If the thread dies, the document that it was reading counts as
   * the cause.
   */
  | { readonly kind: "reading"; readonly feedId: number; readonly hash: string }
  | { readonly kind: "read"; readonly feedId: number }
  /** After "stop": polling and deciding have ended, and the leases are free. Only the store is still open. */
  | { readonly kind: "quiet" }
  | { readonly kind: "stopped" };
