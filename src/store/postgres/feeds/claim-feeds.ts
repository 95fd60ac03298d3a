import type { ClaimedFeed } from "../../../domain/feed.ts";
import { feedColumns, pollColumns } from "../../rows/feed-rows.ts";
import { type Claim, type ClaimableRow, createTaker, hostsOf } from "../../rows/take-free.ts";
import type { Transaction } from "../connection.ts";

/**
 * `FeedStore.claimFeeds`, inside a transaction that holds the write lock. Two pollers never get the same feed, nor
 * feeds of one host. Unlike the SQLite store, it does not adjust times when a clock was set back, because the clocks of
 * the pollers' machines may differ.
 */
export async function claimFeeds(tx: Transaction, claim: Claim): Promise<readonly ClaimedFeed[]> {
  const taker = createTaker(claim, await busyHosts(tx, claim));
  await offerDue(tx, claim, taker.offer);
  if (taker.claimed.length > 0) {
    await tx.run("UPDATE polls SET lease_owner = :owner, lease_until = :until WHERE feed_id = ANY(:ids::bigint[])", {
      owner: claim.owner,
      until: claim.leaseUntil,
      ids: taker.claimed.map(({ feed }) => feed.id),
    });
  }
  return taker.claimed;
}

/** Offers due feeds in batches, the longest overdue first, until the claim has enough. */
async function offerDue(tx: Transaction, claim: Claim, offer: (row: ClaimableRow) => boolean): Promise<void> {
  const stepRows = Math.min(stepRowsMax, 2 * claim.limit + stepRowsMin);
  let after = { dueAt: -1, id: -1 };
  for (;;) {
    const rows = await tx.all<ClaimableRow>(claimableSql, {
      ...after,
      owner: claim.owner,
      now: claim.now,
      dueBy: claim.dueOnly ? (claim.dueBy ?? claim.now) : Number.MAX_SAFE_INTEGER,
      except: claim.exceptFeedIds,
      limit: stepRows,
    });
    for (const row of rows) if (!offer(row)) return;
    const last = rows.at(-1);
    if (last === undefined || rows.length < stepRows) return;
    after = { dueAt: last.next_poll_at, id: last.id };
  }
}

const stepRowsMin = 20;
const stepRowsMax = 500;

/** The hosts of feeds that other owners hold. */
async function busyHosts(tx: Transaction, claim: Claim): Promise<ReadonlySet<string>> {
  if (claim.hostOf === undefined) return new Set();
  return hostsOf(claim, await tx.all<ClaimableRow>(leasedSql, { owner: claim.owner, now: claim.now }));
}

const joined = "FROM polls p JOIN feeds f ON f.id = p.feed_id JOIN sources s ON s.id = f.source_id";

/** Feeds without a running lease, and the owner's own feeds, which may be claimed again. */
const claimableSql = `SELECT ${feedColumns}, ${pollColumns} ${joined}
  WHERE p.next_poll_at <= :dueBy AND (p.next_poll_at, p.feed_id) > (:dueAt::bigint, :id::bigint) AND f.state = 'active'
    AND (p.lease_owner IS NULL OR p.lease_owner = :owner OR p.lease_until <= :now)
    AND p.feed_id <> ALL(:except::bigint[])
  ORDER BY p.next_poll_at, p.feed_id LIMIT :limit`;

const leasedSql = `SELECT ${feedColumns}, ${pollColumns} ${joined}
  WHERE p.lease_owner IS NOT NULL AND p.lease_owner <> :owner AND p.lease_until > :now`;
