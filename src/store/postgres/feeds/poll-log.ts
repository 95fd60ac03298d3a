import type { PollState } from "../../../domain/feed.ts";
import { type LoggedPoll, loggedPollsMax } from "../../../domain/feeds/poll-log.ts";
import { type LoggedRow, loggedOf, loggedRowOf } from "../../rows/logged-polls.ts";
import type { Transaction } from "../transaction.ts";
import { hiddenFeeds } from "./private-feeds.ts";

/** Adds a poll to the log of its feed's latest polls, inside the transaction that saves its outcome. */
export async function logPoll(tx: Transaction, feedId: number, state: PollState, newCount: number): Promise<void> {
  const row = loggedRowOf(state, newCount);
  if (row === null) return;
  tx.send(
    `INSERT INTO poll_log (feed_id, at, status, code, message, new_count)
     VALUES (:feedId, :at, :status, :code, :message, :new_count)
     ON CONFLICT (feed_id, at) DO UPDATE SET status = excluded.status, code = excluded.code, message = excluded.message,
       new_count = excluded.new_count`,
    { feedId, ...row },
  );
  tx.send(
    `DELETE FROM poll_log WHERE feed_id = :feedId AND at <=
       (SELECT at FROM poll_log WHERE feed_id = :feedId ORDER BY at DESC LIMIT 1 OFFSET ${loggedPollsMax})`,
    { feedId },
  );
}

/** `ReadStore.readPolls`, inside a transaction: the newest first. */
export async function readPolls(tx: Transaction, feedId: number): Promise<readonly LoggedPoll[]> {
  if ((await hiddenFeeds(tx)).has(feedId)) return [];
  const rows = await tx.all<LoggedRow>(
    `SELECT at, status, code, message, new_count FROM poll_log WHERE feed_id = $1 ORDER BY at DESC LIMIT ${loggedPollsMax}`,
    [feedId],
  );
  return rows.map(loggedOf);
}
