import type { ClaimedFeed } from "../../../domain/feed.ts";
import { feedColumns, pollColumns } from "../../rows/feed-rows.ts";
import { type Claim, type ClaimableRow, claimColumns, createTaker } from "../../rows/feeds/take-free.ts";
import { columnsOf } from "../columns.ts";
import type { Connection } from "../connection.ts";
import type { Transaction } from "../transaction.ts";
import { feedOwnersSql } from "./leases.ts";

/**
 * `FeedStore.claimFeeds`. Two pollers never get the same feed, nor feeds of one host. Pollers that share the hosts can
 * claim at the same time, because no two of them hold the same shard. Unlike in the SQLite store, a claim does not
 * adjust times when a clock was set back, because the clocks of the pollers' machines may differ.
 */
export function claimFeeds({ write, writeBeside }: Connection, claim: Claim): Promise<readonly ClaimedFeed[]> {
  return claim.shardsExcept === undefined
    ? write((tx) => claimAnywhere(tx, claim))
    : writeBeside((tx) => claimInShards(tx, claim, new Set(claim.shardsExcept)));
}

/**
 * Waits until running claims of pollers that share the hosts have ended. New claims of these pollers wait until this
 * transaction has ended.
 */
async function claimAnywhere(tx: Transaction, claim: Claim): Promise<readonly ClaimedFeed[]> {
  tx.send("SELECT 1 FROM pollers ORDER BY owner FOR UPDATE");
  return claimFrom(tx, claim, null);
}

/**
 * The lock on this poller's heartbeat keeps other pollers from taking its shards before the claim is committed. A
 * poller that looks for ended heartbeats does not wait for the lock, because it skips locked rows.
 */
async function claimInShards(
  tx: Transaction,
  claim: Claim,
  except: ReadonlySet<number>,
): Promise<readonly ClaimedFeed[]> {
  const { owner, now } = claim;
  const [alive, shards] = await Promise.all([
    tx.get("SELECT 1 FROM pollers WHERE owner = :owner AND until > :now FOR KEY SHARE", { owner, now }),
    tx.all<{ id: number }>("SELECT id FROM shards WHERE owner = :owner AND quiet_until <= :now", { owner, now }),
  ]);
  const own = shards.map(({ id }) => id).filter((id) => !except.has(id));
  return alive === undefined || own.length === 0 ? [] : claimFrom(tx, claim, own);
}

/** Claims feeds of `shards`; null: of all shards. */
async function claimFrom(
  tx: Transaction,
  claim: Claim,
  shards: readonly number[] | null,
): Promise<readonly ClaimedFeed[]> {
  const { owner, now } = claim;
  tx.send(freeOwnSql, { owner, except: claim.exceptFeedIds });
  tx.send(freeEndedSql, { now, except: claim.exceptFeedIds });
  const taker = createTaker(claim, await busyHosts(tx, claim));
  await offerDue(tx, claim, shards, taker.offer);
  if (taker.claimed.length === 0) return [];
  const taken = await tx.all<{ id: number }>(takeSql, {
    owner,
    until: claim.leaseUntil,
    ...columnsOf(taker.claimed.map(({ feed, fence }) => ({ id: feed.id, fence }))),
  });
  const ids = new Set(taken.map(({ id }) => id));
  return taker.claimed.filter(({ feed }) => ids.has(feed.id));
}

/** Offers due feeds in batches, the longest overdue first, until the claim has enough. */
async function offerDue(
  tx: Transaction,
  claim: Claim,
  shards: readonly number[] | null,
  offer: (row: ClaimableRow) => boolean,
): Promise<void> {
  const stepRows = Math.min(stepRowsMax, 2 * claim.limit + stepRowsMin);
  const sql = shards === null ? freeSql(everyShard) : freeSql(ownShards);
  let after = { dueAt: -1, id: -1 };
  for (;;) {
    const rows = await tx.all<ClaimableRow>(sql, {
      ...after,
      dueBy: claim.dueOnly ? (claim.dueBy ?? claim.now) : Number.MAX_SAFE_INTEGER,
      except: claim.exceptFeedIds,
      limit: stepRows,
      shards,
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
async function busyHosts(tx: Transaction, { hosts, owner, now, shardsExcept }: Claim): Promise<ReadonlySet<string>> {
  if (hosts === undefined) return new Set();
  const sql = shardsExcept === undefined ? busySql(everyOwner) : busySql(ownersWithoutShards);
  const rows = await tx.all<{ host: string }>(sql, { owner, now });
  return new Set(rows.map(({ host }) => host));
}

/** Frees the owner's own feeds that it is not polling now, so that they can be claimed again. */
const freeOwnSql = `UPDATE polls SET lease_owner = NULL, lease_until = NULL
  WHERE lease_owner IS NOT NULL AND lease_owner = :owner AND feed_id <> ALL(:except::bigint[])`;

const freeEndedSql = `${feedOwnersSql} UPDATE polls p SET lease_owner = NULL, lease_until = NULL FROM owners o
  WHERE p.lease_owner IS NOT NULL AND p.lease_owner = o.owner AND p.lease_until <= :now
    AND p.feed_id <> ALL(:except::bigint[])`;

/** The index of free feeds is ordered by time, so this statement reads no feed on which an owner has a lease. */
const freeSql = (inShards: string) => `SELECT ${feedColumns}, ${pollColumns}, ${claimColumns}
  FROM polls p JOIN feeds f ON f.id = p.feed_id JOIN sources s ON s.id = f.source_id
  WHERE p.lease_owner IS NULL AND p.next_poll_at <= :dueBy AND (p.next_poll_at, p.feed_id) > (:dueAt::bigint, :id::bigint)
    AND f.state = 'active' AND p.feed_id <> ALL(:except::bigint[]) ${inShards}
  ORDER BY p.next_poll_at, p.feed_id LIMIT :limit`;

const everyShard = "";
const ownShards = "AND p.shard = ANY(:shards::int[])";

/**
 * Takes the leases of the chosen feeds. Skips a feed that was claimed after it was read, because such a feed has
 * another fence.
 */
const takeSql = `UPDATE polls p SET lease_owner = :owner, lease_until = :until, fence = c.fence
  FROM unnest(:id::bigint[], :fence::bigint[]) c (id, fence)
  WHERE p.feed_id = c.id AND p.fence = c.fence - 1 AND (p.lease_owner IS NULL OR p.lease_owner = :owner) RETURNING p.feed_id AS id`;

const busySql = (from: string) => `${feedOwnersSql} SELECT DISTINCT p.host_key AS host
  FROM owners o JOIN polls p ON p.lease_owner IS NOT NULL AND p.lease_owner = o.owner
  WHERE o.owner <> :owner AND p.lease_until > :now ${from}`;

const everyOwner = "";
/**
 * Two pollers that share the hosts never poll the same host. So only owners that hold no shards can make a host busy.
 */
const ownersWithoutShards = "AND NOT EXISTS (SELECT 1 FROM pollers h WHERE h.owner = o.owner)";
