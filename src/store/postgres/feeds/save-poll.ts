import type { PollOutcome } from "../../../domain/feeds/feed-store.ts";
import type { Instant } from "../../../domain/time.ts";
import { noFeed } from "../../rows/feed-faults.ts";
import { failureOf } from "../../rows/feed-rows.ts";
import { hostOfFeed } from "../../rows/feeds/feed-host.ts";
import { feedLeaseLost } from "../../rows/feeds/feed-lease-lost.ts";
import type { Connection } from "../connection.ts";
import { bumpChangeMark } from "../totals.ts";
import type { Transaction } from "../transaction.ts";
import { findHost } from "./fill-hosts.ts";
import { isHeld, type LeaseRow, requireLease } from "./leases.ts";
import { logPoll } from "./poll-log.ts";
import { privateFeeds } from "./private-feeds.ts";

/** `FeedStore.savePoll`. Most polls change nothing that anybody reads, and are saved beside other writers. */
export async function savePoll({ write, writeBeside }: Connection, feedId: number, poll: PollOutcome): Promise<void> {
  if (await writeBeside((tx) => saveRoutine(tx, feedId, poll))) return;
  await write(async (tx) => {
    await requireLease(tx, feedId, poll.fence);
    await writePoll(tx, feedId, poll, 0);
  });
}

/**
 * Saves a poll that changes neither the feed nor its health nor its host. For any other poll, writes nothing and
 * returns false.
 */
async function saveRoutine(tx: Transaction, feedId: number, poll: PollOutcome): Promise<boolean> {
  const before = await tx.get<Before & LeaseRow>(`${beforeSql} FOR UPDATE OF p`, [feedId]);
  if (before === undefined) throw noFeed(feedId);
  if (poll.fence !== undefined && !isHeld(before, poll.fence)) throw feedLeaseLost(feedId);
  if (changesFeed(before, poll.feed) || changesHealth(before, poll) || changesHost(before, poll)) return false;
  await writeState(tx, feedId, poll);
  if (poll.state.lastPollAt !== before.last_poll_at) await logPoll(tx, feedId, poll.state, 0);
  return true;
}

/** A feed and its poll state before a save. */
interface Before {
  readonly failure: string | null;
  readonly last_poll_at: Instant | null;
  readonly host_key: string;
  readonly url: string;
  readonly title: string | null;
  readonly site_url: string | null;
  readonly language: string | null;
  readonly state: string;
}

const beforeSql = `SELECT p.failure, p.last_poll_at, p.host_key, p.fence, p.lease_owner, f.url, f.title, f.site_url, f.language, f.state
  FROM polls p JOIN feeds f ON f.id = p.feed_id WHERE p.feed_id = $1`;

/** Whether a document said something new about its feed. */
function changesFeed(before: Before, said: PollOutcome["feed"]): boolean {
  return (
    said !== null &&
    (said.url !== before.url ||
      (said.title ?? before.title) !== before.title ||
      (said.siteUrl ?? before.site_url) !== before.site_url ||
      (said.language ?? before.language) !== before.language ||
      said.state !== before.state)
  );
}

function changesHealth(before: Before, { state }: PollOutcome): boolean {
  return failureOf(before.failure)?.code !== state.failure?.code;
}

function changesHost(before: Before, { state }: PollOutcome): boolean {
  return hostOfFeed(before.url, state.memory).hostKey !== before.host_key;
}

/**
 * Writes a poll's outcome and releases the lease, inside a transaction. `newCount`: how many new entries the poll
 * brought. The change mark moves only when the feed or its health changed. If the times of a routine poll moved it, all
 * documents would be rendered again after every 304.
 */
export async function writePoll(tx: Transaction, feedId: number, poll: PollOutcome, newCount: number): Promise<void> {
  const before = await tx.get<Before>(beforeSql, [feedId]);
  if (before === undefined) throw noFeed(feedId);
  await writeState(tx, feedId, poll);
  // When a poll is postponed, its state is saved although nothing was fetched. Such a poll is not logged.
  if (poll.state.lastPollAt !== before.last_poll_at) await logPoll(tx, feedId, poll.state, newCount);
  const feedChanged = changesFeed(before, poll.feed);
  if (poll.feed !== null && feedChanged) await writeFeed(tx, feedId, poll.feed);
  if (feedChanged || changesHost(before, poll)) await findHost(tx, feedId);
  if (feedChanged || changesHealth(before, poll)) await bumpChangeMark(tx, !(await privateFeeds(tx)).has(feedId));
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
 * Writes what a document said about its feed. If the document names an address that another feed already has, the feed
 * keeps its own address and is still reached by redirect. A person's change during the poll (pause, remove) stays in
 * force.
 */
async function writeFeed(tx: Transaction, feedId: number, said: NonNullable<PollOutcome["feed"]>): Promise<void> {
  await tx.run(
    `UPDATE feeds SET
       url = CASE WHEN EXISTS (SELECT 1 FROM feeds o WHERE o.id <> :id AND (o.url = :url OR o.spec_url = :url)) THEN url ELSE :url END,
       title = coalesce(:title, title), site_url = coalesce(:siteUrl, site_url), language = coalesce(:language, language),
       state = CASE WHEN state = 'active' THEN :state ELSE state END
     WHERE id = :id`,
    { id: feedId, url: said.url, title: said.title, siteUrl: said.siteUrl, language: said.language, state: said.state },
  );
}
