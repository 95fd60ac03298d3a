import type { PollOutcome } from "../../../domain/feeds/feed-store.ts";
import type { Instant } from "../../../domain/time.ts";
import { noFeed } from "../../rows/feed-faults.ts";
import { failureOf } from "../../rows/feed-rows.ts";
import { hostOfFeed } from "../../rows/feeds/feed-host.ts";
import type { Connection } from "../connection.ts";
import { bumpChangeMark } from "../totals.ts";
import { findHost } from "./fill-hosts.ts";
import { requireLease } from "./leases.ts";
import { logPoll } from "./poll-log.ts";
import { privateFeeds } from "./private-feeds.ts";

/** `FeedStore.savePoll`, inside a transaction. */
export function savePoll(connection: Connection, feedId: number, poll: PollOutcome): void {
  requireLease(connection, feedId, poll.fence);
  writePoll(connection, feedId, poll, 0);
}

/**
 * Writes a poll's outcome and releases the lease, inside a transaction. `newCount`: how many new entries the poll
 * brought. The change mark moves only when the feed or its health changed. If the times of a routine poll moved it, all
 * documents would be rendered again after every 304.
 */
export function writePoll(connection: Connection, feedId: number, poll: PollOutcome, newCount: number): void {
  const before = connection
    .sql<{ failure: string | null; last_poll_at: Instant | null; host_key: string; url: string }>(
      `SELECT p.failure, p.last_poll_at, p.host_key, f.url FROM polls p CROSS JOIN feeds f ON f.id = p.feed_id
       WHERE p.feed_id = ?`,
    )
    .get(feedId);
  if (before === undefined) throw noFeed(feedId);
  writeState(connection, feedId, poll);
  // When a poll is postponed, its state is saved although nothing was fetched. Such a poll is not logged.
  if (poll.state.lastPollAt !== before.last_poll_at) logPoll(connection, feedId, poll.state, newCount);
  const feedChanged = poll.feed !== null && writeFeed(connection, feedId, poll.feed);
  const healthChanged = failureOf(before.failure)?.code !== poll.state.failure?.code;
  if (feedChanged || hostOfFeed(before.url, poll.state.memory).hostKey !== before.host_key)
    findHost(connection, feedId);
  if (feedChanged || healthChanged) bumpChangeMark(connection, !privateFeeds(connection).has(feedId));
}

function writeState(connection: Connection, feedId: number, { state }: PollOutcome): void {
  connection
    .sql(
      `UPDATE polls SET next_poll_at = ?, next_poll_reason = ?, etag = ?, last_modified = ?, last_poll_at = ?, last_success_at = ?,
       last_new_entry_at = ?, last_status = ?, failure = ?, memory = ?, lease_owner = NULL, lease_until = NULL WHERE feed_id = ?`,
    )
    .run(
      state.nextPollAt,
      state.nextPollReason,
      state.validators.etag,
      state.validators.lastModified,
      state.lastPollAt,
      state.lastSuccessAt,
      state.lastNewEntryAt,
      state.lastStatus,
      state.failure === null ? null : JSON.stringify(state.failure),
      JSON.stringify(state.memory),
      feedId,
    );
}

/**
 * Writes what a document said about its feed. Returns true when anything changed. If the document names an address that
 * another feed already has, the feed keeps its own address and is still reached by redirect. A person's change during
 * the poll (pause, remove) stays in force.
 */
function writeFeed(connection: Connection, feedId: number, said: NonNullable<PollOutcome["feed"]>): boolean {
  const { changes } = connection
    .sql(
      `UPDATE feeds SET
         url = CASE WHEN EXISTS (SELECT 1 FROM feeds o WHERE o.id <> :id AND (o.url = :url OR o.spec_url = :url)) THEN url ELSE :url END,
         title = coalesce(:title, title), site_url = coalesce(:siteUrl, site_url), language = coalesce(:language, language),
         state = CASE WHEN state = 'active' THEN :state ELSE state END
       WHERE id = :id AND (url, title, site_url, language, state) IS NOT
         (:url, coalesce(:title, title), coalesce(:siteUrl, site_url), coalesce(:language, language), :state)`,
    )
    .run({
      id: feedId,
      url: said.url,
      title: said.title,
      siteUrl: said.siteUrl,
      language: said.language,
      state: said.state,
    });
  return changes > 0;
}
