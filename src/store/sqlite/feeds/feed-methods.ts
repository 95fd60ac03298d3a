import type { Feed, FeedStatus } from "../../../domain/feed.ts";
import type { FeedStore } from "../../../domain/feeds/feed-store.ts";
import type { FeedPage } from "../../../domain/store.ts";
import { addressTaken } from "../../rows/feed-faults.ts";
import { feedColumns, feedOf, pollColumns, pollOf, type StatusRow } from "../../rows/feed-rows.ts";
import type { Connection } from "../connection.ts";
import { joinEntries, listEntryIds, readKept } from "../entries/join-entries.ts";
import { readAlike, readKnown } from "../entries/read-known.ts";
import { saveFetched } from "../entries/save-fetched.ts";
import { bumpChangeMark } from "../totals.ts";
import { readCaptures } from "./captures.ts";
import { addFeed, pollSoon, setFeedState, undoMove } from "./change-feed.ts";
import { claimFeeds } from "./claim-feeds.ts";
import { findHost } from "./fill-hosts.ts";
import { createClockFollower } from "./follow-clock.ts";
import { listLeaseOwners, listLeases, releaseLeases, renewLeases } from "./leases.ts";
import { readQuarantined, saveQuarantined } from "./quarantine.ts";
import { readLastReading } from "./readings.ts";
import { savePoll } from "./save-poll.ts";
import { shardMethods } from "./shards.ts";
import { syncFeeds } from "./sync-feeds.ts";
import { findFeedRow } from "./write-feed.ts";

/** The store's methods for pollers. */
export function feedMethods(connection: Connection): FeedStore {
  const followClock = createClockFollower(connection);
  return {
    syncFeeds: (configured, now) => connection.write(() => syncFeeds(connection, configured, now)),
    addFeed: (spec, origin, now) => connection.write(() => addFeed(connection, spec, origin, now)),
    setFeedState: (feedId, state) => connection.write(() => setFeedState(connection, feedId, state)),
    renameFeed: (feedId, url) => connection.write(() => renameFeed(connection, feedId, url)),
    pollSoon: (feedId, now, gapMs) => connection.write(() => pollSoon(connection, feedId, now, gapMs)),
    undoMove: (feedId, now) => connection.write(() => undoMove(connection, feedId, now)),
    findFeed: (url) => connection.read(() => findFeed(connection, url)),
    claimFeeds: (claim) => connection.write(() => claimFeeds(connection, followClock, claim)),
    renewLeases: (renewal) => connection.write(() => renewLeases(connection, renewal)),
    listLeases: (now) => connection.read(() => listLeases(connection, now)),
    releaseLeases: (owner, quietUntil) => connection.write(() => releaseLeases(connection, owner, quietUntil)),
    ...shardMethods(connection),
    listLeaseOwners: () => connection.read(() => listLeaseOwners(connection)),
    readKnown: (feedId, wanted) => connection.read(() => readKnown(connection, feedId, wanted)),
    readAlike: (feedId, wanted) => connection.read(() => readAlike(connection, feedId, wanted)),
    readLastReading: (feedId, bodyHash) => connection.read(() => readLastReading(connection, feedId, bodyHash)),
    saveFetched: (fetched) => connection.write(() => saveFetched(connection, fetched)),
    savePoll: (feedId, poll) => connection.write(() => savePoll(connection, feedId, poll)),
    listEntryIds: (feedId) => connection.read(() => listEntryIds(connection, feedId)),
    readKept: (ids) => connection.read(() => readKept(connection, ids)),
    joinEntries: (joins) => connection.write(() => joinEntries(connection, joins)),
    readQuarantined: (feedId) => connection.read(() => readQuarantined(connection, feedId)),
    saveQuarantined: (document) => connection.write(() => saveQuarantined(connection, document)),
    readCaptures: (feedId) => connection.read(() => readCaptures(connection, feedId)),
  };
}

/**
 * All feeds with their health, ordered by source and address; or one page of the feeds, ordered by id. Feeds that the
 * connection's audience must not see are left out.
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

const statusSql = `SELECT ${feedColumns}, f.entry_count, ${pollColumns} FROM feeds f JOIN sources s ON s.id = f.source_id
  JOIN polls p ON p.feed_id = f.id`;

/**
 * The statement itself leaves out private sources, so that only the last page has fewer feeds than were asked for.
 * CROSS JOIN keeps the order of the feeds' ids.
 */
const pageSql = `SELECT ${feedColumns}, f.entry_count, ${pollColumns}
  FROM feeds f CROSS JOIN sources s ON s.id = f.source_id CROSS JOIN polls p ON p.feed_id = f.id
  WHERE f.id > :afterId AND (s.is_private = 0 OR :isPublic = 0) ORDER BY f.id LIMIT :limit`;

function renameFeed(connection: Connection, feedId: number, url: string): void {
  const other = findFeedRow(connection, url);
  if (other !== null && other.id !== feedId) throw addressTaken(url);
  connection.sql("UPDATE feeds SET url = :url, spec_url = :url WHERE id = :feedId").run({ url, feedId });
  findHost(connection, feedId);
  bumpChangeMark(connection);
}

function findFeed(connection: Connection, url: string): Feed | null {
  const row = findFeedRow(connection, url);
  return row === null ? null : feedOf(row);
}
