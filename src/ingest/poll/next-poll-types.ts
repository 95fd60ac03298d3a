import type { FetchResult } from "../../domain/document.ts";
import type { Feed, PollState } from "../../domain/feed.ts";
import type { PollOutcome } from "../../domain/feeds/feed-store.ts";
import type { Instant } from "../../domain/time.ts";
import type { UpstreamHub } from "../../domain/upstream-hub.ts";
import type { ReadOutcome } from "../ingest-types.ts";
import type { PollingSettings } from "./poll-types.ts";

export interface NextPollInput {
  readonly now: Instant;
  readonly feed: Feed;
  readonly previous: PollState;
  /** The address that was polled: the feed's own, or the one it has moved to. */
  readonly asked: string;
  readonly result: FetchResult;
  /** The result of reading the document; null for a poll without a document. */
  readonly read: ReadOutcome | null;
  /** The other feed that is polled at the address to which this one has moved for good; null when there is none. */
  readonly takenBy: { readonly id: number } | null;
  /** Our subscription at the feed's hub; null or absent when there is none. */
  readonly hub?: UpstreamHub | null;
  readonly polling: PollingSettings;
  /** A random number from 0 to 1. */
  readonly random: number;
}

export interface NextPoll {
  readonly at: Instant;
  /** The rule that set `at`, in words. */
  readonly reason: string;
  /** The outcome to store: the new poll state, and the feed if it changed. */
  readonly outcome: PollOutcome;
  /** Sentences for the operator: about a gap, a move, or a feed that is gone or unusually quiet. */
  readonly notices: readonly string[];
}
