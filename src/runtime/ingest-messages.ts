import type { CarriedConfig } from "../config/transfer-config.ts";
import type { Command, StoreChange } from "../domain/commands.ts";
import type { WireErrorCode } from "../domain/errors.ts";
import type { IngestFigures } from "../domain/figures/figures.ts";
import type { Instant } from "../domain/time.ts";
import type { Quarantined } from "../ingest/quarantine.ts";
import type { TopicAnswered, TopicQuestion } from "./topic-questions.ts";

/** The start data of the ingest thread: the configuration that the main thread read, so that both use the same. */
export interface IngestStart {
  /** null once the thread has taken it, because start data stays in memory as long as the thread lives. */
  config: CarriedConfig | null;
  /** Documents that are not to be read: the thread before this one, or a parser, died of them. */
  readonly quarantined: readonly Quarantined[];
}

/** Messages from the main thread to the ingest thread. */
export type IngestRequest =
  /** The service answers HTTP now, so hubs can verify our subscriptions. */
  | { readonly kind: "begin" }
  | { readonly kind: "stop" }
  /** No other connection of this process has the store open any more: after "stop" the thread may close it. */
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
  /** The hub asks for a topic's document: they are made where those for readers are. */
  | { readonly kind: "readTopic"; readonly question: TopicQuestion }
  | { readonly kind: "figures"; readonly figures: IngestFigures }
  /** A queued command is in the store now. */
  | { readonly kind: "recorded"; readonly id: number }
  | { readonly kind: "done"; readonly id: number; readonly result: unknown }
  | { readonly kind: "refused"; readonly id: number; readonly code: WireErrorCode | null; readonly message: string }
  | { readonly kind: "failed"; readonly code: WireErrorCode | null; readonly message: string }
  /** A large document is being read, and was read: what is read while the thread dies is taken for the cause. */
  | { readonly kind: "reading"; readonly feedId: number; readonly hash: string }
  | { readonly kind: "read"; readonly feedId: number; readonly hash: string; readonly isKiller: boolean }
  | { readonly kind: "stopped" };
