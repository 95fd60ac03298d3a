import type { PollOutcome } from "../../../domain/feeds/feed-store.ts";
import type { Instant } from "../../../domain/time.ts";
import { noFeed } from "../../rows/feed-faults.ts";
import { failureOf } from "../../rows/feed-rows.ts";
import { hostOfFeed } from "../../rows/feeds/feed-host.ts";
import type { Transaction } from "../connection.ts";
import { bumpChangeMark } from "../totals.ts";
import { findHost } from "./fill-hosts.ts";
import { requireLease } from "./leases.ts";
import { logPoll } from "./poll-log.ts";
import { privateFeeds } from "./private-feeds.ts";

/** `FeedStore.savePoll`, inside a transaction. */
export async function savePoll(tx: Transaction, feedId: number, poll: PollOutcome): Promise<void> {
  await requireLease(tx, feedId, poll.fence);
  await writePoll(tx, feedId, poll, 0);
}

/**
 * Writes a poll's outcome and releases the lease, inside a transaction. `newCount`: how many new entries the poll
 * brought. The change mark moves only when the feed or its health changed. If the times of a routine poll moved it, all
 * documents would be rendered again after every 304.
 */
export async function writePoll(tx: Transaction, feedId: number, poll: PollOutcome, newCount: number): Promise<void> {
  const before = await tx.get<{ failure: string | null; last_poll_at: Instant | null; host_key: string; url: string }>(
    `SELECT p.failure, p.last_poll_at, p.host_key, f.url FROM polls p JOIN feeds f ON f.id = p.feed_id
     WHERE p.feed_id = $1`,
    [feedId],
  );
  if (before === undefined) throw noFeed(feedId);
  await writeState(tx, feedId, poll);
  // A feed whose poll is postponed is saved without having been polled.
  if (poll.state.lastPollAt !== before.last_poll_at) await logPoll(tx, feedId, poll.state, newCount);
  const feedChanged = poll.feed !== null && (await writeFeed(tx, feedId, poll.feed));
  const healthChanged = failureOf(before.failure)?.code !== poll.state.failure?.code;
  if (feedChanged || hostOfFeed(before.url, poll.state.memory).hostKey !== before.host_key) await findHost(tx, feedId);
  if (feedChanged || healthChanged) await bumpChangeMark(tx, !(await privateFeeds(tx)).has(feedId));
}

async function writeState(tx: Transaction, feedId: number, { state }: PollOutcome): Promise<void> {
  tx.send(
    `UPDATE polls SET next_poll_at = $1, next_poll_reason = $2, etag = $3, last_modified = $4, last_poll_at = $5, last_success_at = $6,
     last_new_entry_at = $7, last_status = $8, failure = $9, memory = $10, lease_owner = NULL, lease_until = NULL WHERE feed_id = $11`,
    [
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
    ],
  );
}

/**
 * Writes what a document said about its feed. Returns true when anything changed. If the document names an address that
 * another feed already has, the feed keeps its own address and is still reached by redirect. A person's change during
 * the poll (pause, remove) stays in force.
 */
async function writeFeed(tx: Transaction, feedId: number, said: NonNullable<PollOutcome["feed"]>): Promise<boolean> {
  const changed = await tx.run(
    `UPDATE feeds SET
       url = CASE WHEN EXISTS (SELECT 1 FROM feeds o WHERE o.id <> :id AND (o.url = :url OR o.spec_url = :url)) THEN url ELSE :url END,
       title = coalesce(:title, title), site_url = coalesce(:siteUrl, site_url), language = coalesce(:language, language),
       state = CASE WHEN state = 'active' THEN :state ELSE state END
     WHERE id = :id AND (url, title, site_url, language, state) IS DISTINCT FROM
       (:url, coalesce(:title, title), coalesce(:siteUrl, site_url), coalesce(:language, language), :state)`,
    { id: feedId, url: said.url, title: said.title, siteUrl: said.siteUrl, language: said.language, state: said.state },
  );
  return changed > 0;
}
