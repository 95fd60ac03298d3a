import { WireError } from "../../../domain/errors.ts";
import type { Feed, FeedOrigin, FeedSpec, FeedState, FeedStatus } from "../../../domain/feed.ts";
import { withoutMove } from "../../../domain/poll-memory.ts";
import type { FeedPage, FeedStore } from "../../../domain/store.ts";
import type { Instant } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";
import { readKnown } from "../entries/read-known.ts";
import { saveFetched } from "../entries/save-fetched.ts";
import { bumpChangeMark } from "../totals.ts";
import { readCaptures } from "./captures.ts";
import { claimFeeds } from "./claim-feeds.ts";
import { type FeedRow, feedColumns, feedOf, type PollRow, pollColumns, pollOf } from "./feed-rows.ts";
import { listLeaseOwners, listLeases, releaseLeases, renewLeases } from "./leases.ts";
import { savePoll } from "./save-poll.ts";
import { syncFeeds } from "./sync-feeds.ts";
import { findFeedRow, insertFeed, isPrivateSource, reviveFeed, upsertSource } from "./write-feed.ts";

/** What pollers do with the store. */
export function feedMethods(connection: Connection): FeedStore {
  return {
    syncFeeds: (configured, now) => connection.write(() => syncFeeds(connection, configured, now)),
    addFeed: (spec, origin, now) => connection.write(() => addFeed(connection, spec, origin, now)),
    setFeedState: (feedId, state) => connection.write(() => setFeedState(connection, feedId, state)),
    renameFeed: (feedId, url) => connection.write(() => renameFeed(connection, feedId, url)),
    pollSoon: (feedId, now, gapMs) => connection.write(() => pollSoon(connection, feedId, now, gapMs)),
    undoMove: (feedId, now) => connection.write(() => undoMove(connection, feedId, now)),
    findFeed: (url) => connection.read(() => findFeed(connection, url)),
    claimFeeds: (claim) => connection.write(() => claimFeeds(connection, claim)),
    renewLeases: (renewal) => connection.write(() => renewLeases(connection, renewal)),
    listLeases: (now) => connection.read(() => listLeases(connection, now)),
    releaseLeases: (owner) => connection.write(() => releaseLeases(connection, owner)),
    listLeaseOwners: () => connection.read(() => listLeaseOwners(connection)),
    readKnown: (feedId, wanted) => connection.read(() => readKnown(connection, feedId, wanted)),
    saveFetched: (fetched) => connection.write(() => saveFetched(connection, fetched)),
    savePoll: (feedId, poll) => connection.write(() => savePoll(connection, feedId, poll)),
    readCaptures: (feedId) => connection.read(() => readCaptures(connection, feedId)),
  };
}

/**
 * The feeds with their health, by source and address, or a page of them: those that the connection's audience is to
 * know of.
 */
export function listFeeds(connection: Connection, page: FeedPage | null): readonly FeedStatus[] {
  const rows =
    page === null
      ? connection.sql<StatusRow>(`${statusSql} ORDER BY s.rank, s.name_key, f.url`).all()
      : connection.sql<StatusRow>(pageSql).all({ ...page, isPublic: Number(connection.audience === "public") });
  return rows
    .filter((row) => row.source_private === 0 || connection.audience === "editors")
    .map((row): FeedStatus => ({ feed: feedOf(row), poll: pollOf(row), entryCount: row.entry_count }));
}

type StatusRow = FeedRow & PollRow & { readonly entry_count: number };

const statusSql = `SELECT ${feedColumns}, f.entry_count, ${pollColumns} FROM feeds f JOIN sources s ON s.id = f.source_id
  JOIN polls p ON p.feed_id = f.id`;

/**
 * Private sources are left out by the statement, so that a short page is the last one. CROSS JOIN: in this order, along
 * the feeds' ids.
 */
const pageSql = `SELECT ${feedColumns}, f.entry_count, ${pollColumns}
  FROM feeds f CROSS JOIN sources s ON s.id = f.source_id CROSS JOIN polls p ON p.feed_id = f.id
  WHERE f.id > :afterId AND (s.is_private = 0 OR :isPublic = 0) ORDER BY f.id LIMIT :limit`;

/** Archived documents make feeds that are not polled: their address may be a file's or a dead server's. */
function addFeed(connection: Connection, spec: FeedSpec, origin: FeedOrigin, now: Instant): Feed {
  const found = findFeedRow(connection, spec.url);
  if (found?.state === "active") {
    // The address may hold a key: it is no part of the message.
    throw new WireError("conflict", `it is subscribed to already, as feed ${found.id} of ${found.source_name}`);
  }
  const sourceId = upsertSource(connection, spec.source, false);
  if (found?.source_private === 1 && !isPrivateSource(connection, sourceId)) {
    throw new WireError("conflict", `it is a feed of ${found.source_name}, which is private: add it to that source`);
  }
  if (found === null) {
    insertFeed(connection, spec, { origin, state: origin === "ingested" ? "paused" : "active", sourceId, now });
  } else if (origin !== "ingested") {
    connection
      .sql("UPDATE feeds SET source_id = ?, origin = ?, title = coalesce(?, title), interval_ms = ? WHERE id = ?")
      .run(sourceId, origin, spec.title, spec.intervalMs, found.id);
    reviveFeed(connection, found.id, now);
  }
  bumpChangeMark(connection);
  const added = findFeedRow(connection, spec.url);
  if (added === null) throw new Error("a feed vanished inside a transaction");
  return feedOf(added);
}

function renameFeed(connection: Connection, feedId: number, url: string): void {
  const other = findFeedRow(connection, url);
  if (other !== null && other.id !== feedId)
    throw new WireError("conflict", `${url} is another feed's address already`);
  connection.sql("UPDATE feeds SET url = :url, spec_url = :url WHERE id = :feedId").run({ url, feedId });
  bumpChangeMark(connection);
}

function pollSoon(connection: Connection, feedId: number, now: Instant, gapMs = 0): void {
  const { changes } = connection
    .sql(
      `UPDATE polls SET next_poll_at = min(next_poll_at, max(:now, coalesce(last_poll_at + :gapMs, 0))), next_poll_reason = 'asked for'
       WHERE feed_id = :feedId`,
    )
    .run({ now, gapMs: gapMs === 0 ? null : gapMs, feedId });
  if (changes === 0) throw new WireError("not-found", `there is no feed ${feedId}`);
}

function undoMove(connection: Connection, feedId: number, now: Instant): void {
  const row = connection.sql<Pick<PollRow, "memory">>("SELECT memory FROM polls WHERE feed_id = ?").get(feedId);
  const memory = withoutMove(JSON.parse(row?.memory ?? "{}"));
  connection.sql("UPDATE polls SET memory = ? WHERE feed_id = ?").run(JSON.stringify(memory), feedId);
  pollSoon(connection, feedId, now);
}

function setFeedState(connection: Connection, feedId: number, state: FeedState): void {
  const { changes } = connection
    .sql(
      "UPDATE feeds SET state = :state, removed_by = CASE WHEN :state = 'removed' THEN 'person' END WHERE id = :feedId",
    )
    .run({ state, feedId });
  if (changes === 0) throw new WireError("not-found", `there is no feed ${feedId}`);
  bumpChangeMark(connection);
}

function findFeed(connection: Connection, url: string): Feed | null {
  const row = findFeedRow(connection, url);
  return row === null ? null : feedOf(row);
}
