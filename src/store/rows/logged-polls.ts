import type { WireErrorCode } from "../../domain/errors.ts";
import type { PollState } from "../../domain/feed.ts";
import type { LoggedPoll } from "../../domain/feeds/poll-log.ts";

/** A row of `poll_log`. */
export interface LoggedRow {
  readonly at: number;
  readonly status: number | null;
  readonly code: WireErrorCode | null;
  readonly message: string | null;
  readonly new_count: number;
}

/** The row that logs a poll; null for a feed that was not polled. */
export function loggedRowOf({ lastPollAt: at, lastStatus, failure }: PollState, newCount: number): LoggedRow | null {
  if (at === null) return null;
  const failed = failure !== null && failure.lastAt === at ? failure : null;
  const message = failed?.message.slice(0, messageCharsMax) ?? null;
  return { at, status: lastStatus, code: failed?.code ?? null, message, new_count: newCount };
}

const messageCharsMax = 300;

/** Reads a poll from its row of the log. */
export function loggedOf({ at, status, code, message, new_count: newCount }: LoggedRow): LoggedPoll {
  return { at, status, newCount, failure: code === null ? null : { code, message: message ?? "" } };
}
