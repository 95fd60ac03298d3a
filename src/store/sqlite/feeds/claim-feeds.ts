import type { ClaimedFeed } from "../../../domain/feed.ts";
import { type Instant, secondMs } from "../../../domain/time.ts";
import { feedColumns, pollColumns } from "../../rows/feed-rows.ts";
import { type Claim, type ClaimableRow, claimColumns, createTaker } from "../../rows/feeds/take-free.ts";
import type { Connection } from "../connection.ts";

/**
 * `FeedStore.claimFeeds`, inside a transaction that holds the write lock. Two pollers never hold the same feed, or
 * feeds of the same host.
 */
export function claimFeeds(connection: Connection, claim: Claim): readonly ClaimedFeed[] {
  followClock(connection, claim.now);
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

/**
 * Moves future times back when the machine's clock was set back, so that waits keep their length. Otherwise no feed
 * would be polled until the clock had caught up. A clock that was set forward is trusted, because it looks the same as
 * the clock of a machine that slept.
 */
function followClock(connection: Connection, now: Instant): void {
  const seenAt = connection.sql<{ seen_at: number }>("SELECT seen_at FROM poll_clock WHERE id = 1").get()?.seen_at ?? 0;
  const setBackMs = seenAt - now;
  if (setBackMs > 0 && setBackMs < setBackMsMin) return;
  if (setBackMs > 0) {
    connection
      .sql(
        `UPDATE polls SET next_poll_at = next_poll_at - :setBackMs, last_poll_at = last_poll_at - :setBackMs,
           lease_until = lease_until - :setBackMs WHERE next_poll_at > :now OR lease_until > :now`,
      )
      .run({ setBackMs, now });
    connection.sql("UPDATE pollers SET until = until - ? WHERE until > ?").run(setBackMs, now);
    connection.sql("UPDATE shards SET quiet_until = quiet_until - ? WHERE quiet_until > ?").run(setBackMs, now);
  }
  connection
    .sql("INSERT INTO poll_clock (id, seen_at) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at")
    .run(now);
}

/**
 * Smaller steps back are ignored: two processes may read the clock in one order and write in another, and time servers
 * correct the clock by parts of a second.
 */
const setBackMsMin = 5 * secondMs;
