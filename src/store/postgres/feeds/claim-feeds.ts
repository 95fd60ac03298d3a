import type { ClaimedFeed } from "../../../domain/feed.ts";
import { feedColumns, pollColumns } from "../../rows/feed-rows.ts";
import { type Claim, type ClaimableRow, claimColumns, createTaker } from "../../rows/feeds/take-free.ts";
import type { Transaction } from "../connection.ts";

/**
 * `FeedStore.claimFeeds`, inside a transaction that holds the write lock. Two pollers never hold the same feed, or
 * feeds of the same host. Unlike the SQLite store, it does not adjust times when a clock was set back, because the
 * clocks of the pollers' machines may differ.
 */
export async function claimFeeds(tx: Transaction, claim: Claim): Promise<readonly ClaimedFeed[]> {
  const taker = createTaker(claim, await busyHosts(tx, claim));
  await offerDue(tx, claim, taker.offer);
  if (taker.claimed.length > 0) {
    await tx.run(
      "UPDATE polls SET lease_owner = :owner, lease_until = :until, fence = fence + 1 WHERE feed_id = ANY(:ids::bigint[])",
      {
        owner: claim.owner,
        until: claim.leaseUntil,
        ids: taker.claimed.map(({ feed }) => feed.id),
      },
    );
  }
  return taker.claimed;
}

/** Offers due feeds in batches, the longest overdue first, until the claim has enough. */
async function offerDue(tx: Transaction, claim: Claim, offer: (row: ClaimableRow) => boolean): Promise<void> {
  const stepRows = Math.min(stepRowsMax, 2 * claim.limit + stepRowsMin);
  const sql = claim.shardsExcept === undefined ? claimableSql(everyShard) : claimableSql(ownShards);
  let after = { dueAt: -1, id: -1 };
  for (;;) {
    const rows = await tx.all<ClaimableRow>(sql, {
      ...after,
      owner: claim.owner,
      now: claim.now,
      dueBy: claim.dueOnly ? (claim.dueBy ?? claim.now) : Number.MAX_SAFE_INTEGER,
      except: claim.exceptFeedIds,
      limit: stepRows,
      shardsExcept: claim.shardsExcept,
    });
    for (const row of rows) if (!offer(row)) return;
    const last = rows.at(-1);
    if (last === undefined || rows.length < stepRows) return;
    after = { dueAt: last.next_poll_at, id: last.id };
  }
}

const stepRowsMin = 20;
const stepRowsMax = 500;

/** The hosts of feeds that other owners hold. The owners may be sending requests to them now. */
async function busyHosts(tx: Transaction, { hosts, owner, now }: Claim): Promise<ReadonlySet<string>> {
  if (hosts === undefined) return new Set();
  const rows = await tx.all<{ host: string }>(busySql, { owner, now });
  return new Set(rows.map(({ host }) => host));
}

const joined = "FROM polls p JOIN feeds f ON f.id = p.feed_id JOIN sources s ON s.id = f.source_id";

/** Feeds without a running lease, and the owner's own feeds, which may be claimed again. */
const claimableSql = (inShards: string) => `SELECT ${feedColumns}, ${pollColumns}, ${claimColumns} ${joined}
  WHERE p.next_poll_at <= :dueBy AND (p.next_poll_at, p.feed_id) > (:dueAt::bigint, :id::bigint) AND f.state = 'active'
    AND (p.lease_owner IS NULL OR p.lease_owner = :owner OR p.lease_until <= :now)
    AND p.feed_id <> ALL(:except::bigint[]) ${inShards}
  ORDER BY p.next_poll_at, p.feed_id LIMIT :limit`;

const everyShard = "";
const ownShards = `AND p.shard <> ALL(:shardsExcept::int[])
    AND EXISTS (SELECT 1 FROM shards h WHERE h.id = p.shard AND h.owner = :owner AND h.quiet_until <= :now)
    AND EXISTS (SELECT 1 FROM pollers WHERE owner = :owner AND until > :now)`;

const busySql = `SELECT DISTINCT host_key AS host FROM polls
  WHERE lease_owner IS NOT NULL AND lease_owner <> :owner AND lease_until > :now`;
