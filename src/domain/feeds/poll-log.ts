import type { FeedFailure } from "../feed.ts";
import type { Instant } from "../time.ts";

/** One poll of a feed, as its page lists it. */
export interface LoggedPoll {
  readonly at: Instant;
  /** The status of the answer; null when there was none. */
  readonly status: number | null;
  readonly failure: Pick<FeedFailure, "code" | "message"> | null;
  /** How many new entries it brought. */
  readonly newCount: number;
}

/** The log keeps this many polls of each feed; older ones are forgotten. */
export const loggedPollsMax = 50;
