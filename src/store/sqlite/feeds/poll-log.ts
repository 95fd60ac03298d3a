import type { PollState } from "../../../domain/feed.ts";
import { type LoggedPoll, loggedPollsMax } from "../../../domain/feeds/poll-log.ts";
import { type LoggedRow, loggedOf, loggedRowOf } from "../../rows/logged-polls.ts";
import type { Connection } from "../connection.ts";
import { hiddenFeeds } from "./private-feeds.ts";

/** Adds a poll to the log of its feed's latest polls, inside the transaction that saves its outcome. */
export function logPoll(connection: Connection, feedId: number, state: PollState, newCount: number): void {
  const row = loggedRowOf(state, newCount);
  if (row === null) return;
  connection
    .sql(
      `INSERT OR REPLACE INTO poll_log (feed_id, at, status, code, message, new_count)
       VALUES (:feedId, :at, :status, :code, :message, :new_count)`,
    )
    .run({ feedId, ...row });
  connection
    .sql(
      `DELETE FROM poll_log WHERE feed_id = :feedId AND at <=
         (SELECT at FROM poll_log WHERE feed_id = :feedId ORDER BY at DESC LIMIT 1 OFFSET ${loggedPollsMax})`,
    )
    .run({ feedId });
}

/** `ReadStore.readPolls`, inside a transaction: the newest first. */
export function readPolls(connection: Connection, feedId: number): readonly LoggedPoll[] {
  if (hiddenFeeds(connection).has(feedId)) return [];
  return connection
    .sql<LoggedRow>(
      `SELECT at, status, code, message, new_count FROM poll_log WHERE feed_id = ? ORDER BY at DESC
       LIMIT ${loggedPollsMax}`,
    )
    .all(feedId)
    .map(loggedOf);
}
