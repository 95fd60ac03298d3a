import type { WireErrorCode } from "../../../domain/errors.ts";
import type { PollState } from "../../../domain/feed.ts";
import { type LoggedPoll, loggedPollsMax } from "../../../domain/feeds/poll-log.ts";
import type { Connection } from "../connection.ts";
import { hiddenFeeds } from "./private-feeds.ts";

/** Keeps a poll among the last ones of its feed, inside the transaction that saves its outcome. */
export function logPoll(connection: Connection, feedId: number, state: PollState, newCount: number): void {
  const { lastPollAt: at, lastStatus, failure } = state;
  if (at === null) return;
  const failed = failure !== null && failure.lastAt === at ? failure : null;
  connection
    .sql("INSERT OR REPLACE INTO poll_log (feed_id, at, status, code, message, new_count) VALUES (?, ?, ?, ?, ?, ?)")
    .run(feedId, at, lastStatus, failed?.code ?? null, failed?.message.slice(0, messageCharsMax) ?? null, newCount);
  connection
    .sql(
      `DELETE FROM poll_log WHERE feed_id = :feedId AND at <=
         (SELECT at FROM poll_log WHERE feed_id = :feedId ORDER BY at DESC LIMIT 1 OFFSET ${loggedPollsMax})`,
    )
    .run({ feedId });
}

const messageCharsMax = 300;

/** `ReadStore.readPolls`, inside a transaction: the newest first. */
export function readPolls(connection: Connection, feedId: number): readonly LoggedPoll[] {
  if (hiddenFeeds(connection).has(feedId)) return [];
  return connection
    .sql<PollRow>(
      `SELECT at, status, code, message, new_count FROM poll_log WHERE feed_id = ? ORDER BY at DESC
       LIMIT ${loggedPollsMax}`,
    )
    .all(feedId)
    .map(({ at, status, code, message, new_count: newCount }) => {
      return { at, status, newCount, failure: code === null ? null : { code, message: message ?? "" } };
    });
}

interface PollRow {
  readonly at: number;
  readonly status: number | null;
  readonly code: WireErrorCode | null;
  readonly message: string | null;
  readonly new_count: number;
}
