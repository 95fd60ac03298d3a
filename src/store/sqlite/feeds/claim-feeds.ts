import type { ClaimedFeed } from "../../../domain/feed.ts";
import { feedColumns, pollColumns } from "../../rows/feed-rows.ts";
import { type Claim, type ClaimableRow, claimColumns, createTaker } from "../../rows/feeds/take-free.ts";
import type { Connection } from "../connection.ts";
import type { FollowClock } from "./follow-clock.ts";

/**
 * `FeedStore.claimFeeds`, inside a transaction that holds the write lock. Two pollers never hold the same feed, or
 * feeds of the same host.
 */
export function claimFeeds(connection: Connection, followClock: FollowClock, claim: Claim): readonly ClaimedFeed[] {
  followClock(claim.now);
  const { owner, now, dueBy = now, shardsExcept } = claim;
  const sql = shardsExcept === undefined ? claimableSql(everyShard) : claimableSql(ownShards);
  const rows = connection.sql<ClaimableRow>(sql).iterate({
    owner,
    now,
    dueBy: claim.dueOnly ? dueBy : Number.MAX_SAFE_INTEGER,
    except: JSON.stringify(claim.exceptFeedIds),
    ...(shardsExcept === undefined ? {} : { shardsExcept: JSON.stringify(shardsExcept) }),
  });
  const taker = createTaker(claim, busyHosts(connection, claim));
  for (const row of rows) if (!taker.offer(row)) break;
  const lease = connection.sql(
    "UPDATE polls SET lease_owner = ?, lease_until = ?, fence = fence + 1 WHERE feed_id = ?",
  );
  for (const { feed } of taker.claimed) lease.run(owner, claim.leaseUntil, feed.id);
  return taker.claimed;
}

/** The hosts of feeds that other owners hold. The owners may be sending requests to them now. */
function busyHosts(connection: Connection, { hosts, owner, now }: Claim): ReadonlySet<string> {
  if (hosts === undefined) return new Set();
  const rows = connection.sql<{ host: string }>(busySql).all({ owner, now });
  return new Set(rows.map(({ host }) => host));
}

/**
 * Selects the due feeds without a running lease. The owner may claim again the feeds on which it has a lease itself.
 */
const claimableSql = (inShards: string) => `SELECT ${feedColumns}, ${pollColumns}, ${claimColumns}
  FROM polls p CROSS JOIN feeds f ON f.id = p.feed_id CROSS JOIN sources s ON s.id = f.source_id
  WHERE p.next_poll_at <= :dueBy AND f.state = 'active'
    AND (p.lease_owner IS NULL OR p.lease_owner = :owner OR p.lease_until <= :now)
    AND p.feed_id NOT IN (SELECT value FROM json_each(:except)) ${inShards}
  ORDER BY p.next_poll_at, p.feed_id`;

const everyShard = "";
const ownShards = `AND p.shard NOT IN (SELECT value FROM json_each(:shardsExcept))
    AND EXISTS (SELECT 1 FROM shards h WHERE h.id = p.shard AND h.owner = :owner AND h.quiet_until <= :now)
    AND EXISTS (SELECT 1 FROM pollers WHERE owner = :owner AND until > :now)`;

const busySql = `SELECT DISTINCT host_key AS host FROM polls
  WHERE lease_owner IS NOT NULL AND lease_owner <> :owner AND lease_until > :now`;
