import type { ClaimedFeed } from "../../domain/feed.ts";
import type { FeedStore } from "../../domain/store.ts";
import type { Connection } from "./connection.ts";
import { type FeedRow, feedColumns, feedOf, type PollRow, pollColumns, pollOf } from "./feed-rows.ts";

type Claim = Parameters<FeedStore["claimFeeds"]>[0];

/** `FeedStore.claimFeeds`, inside a transaction that holds the write lock: two pollers never get the same feed. */
export function claimFeeds(connection: Connection, claim: Claim): readonly ClaimedFeed[] {
  const rows = connection.sql<FeedRow & PollRow>(claimableSql).all({
    owner: claim.owner,
    now: claim.now,
    dueBy: claim.dueOnly ? claim.now : Number.MAX_SAFE_INTEGER,
    limit: claim.limit,
    except: JSON.stringify(claim.exceptFeedIds),
  });
  const lease = connection.sql("UPDATE polls SET lease_owner = ?, lease_until = ? WHERE feed_id = ?");
  for (const row of rows) lease.run(claim.owner, claim.leaseUntil, row.id);
  return rows.map((row) => ({ feed: feedOf(row), poll: pollOf(row) }));
}

/** A lease that has run out is nobody's; one's own may be claimed again. */
const claimableSql = `SELECT ${feedColumns}, ${pollColumns}
  FROM polls p CROSS JOIN feeds f ON f.id = p.feed_id CROSS JOIN sources s ON s.id = f.source_id
  WHERE p.next_poll_at <= :dueBy AND f.state = 'active'
    AND (p.lease_owner IS NULL OR p.lease_owner = :owner OR p.lease_until <= :now)
    AND p.feed_id NOT IN (SELECT value FROM json_each(:except))
  ORDER BY p.next_poll_at, p.feed_id LIMIT :limit`;
