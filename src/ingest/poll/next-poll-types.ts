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
  /** The address that was asked: the feed's own, or where it has moved. */
  readonly asked: string;
  readonly result: FetchResult;
  /** What the document held; null for a poll that brought none. */
  readonly read: ReadOutcome | null;
  /** Another feed that is polled at the address where this one has moved for good; null where there is none. */
  readonly takenBy: { readonly id: number } | null;
  /** Our subscription at the feed's hub; null or absent where there is none. */
  readonly hub?: UpstreamHub | null;
  readonly polling: PollingSettings;
  /** 0 to 1. */
  readonly random: number;
}

export interface NextPoll {
  readonly at: Instant;
  /** Which rule set `at`, in plain words. */
  readonly reason: string;
  /** To be stored: the new poll state, and the feed where it changed. */
  readonly outcome: PollOutcome;
  /** Sentences for the operator: a gap, a move, a feed that is gone or strangely quiet. */
  readonly notices: readonly string[];
}
