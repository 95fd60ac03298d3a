import type { FeedStore, HeldLease } from "../../../domain/feeds/feed-store.ts";
import type { Instant } from "../../../domain/time.ts";
import { feedLeaseLost } from "../../rows/feeds/feed-lease-lost.ts";
import type { Transaction } from "../transaction.ts";

/** `FeedStore.listLeases`. The leases on feeds come first. */
export async function listLeases(tx: Transaction, now: Instant): Promise<readonly HeldLease[]> {
  return tx.all<HeldLease>(
    `(SELECT lease_owner AS owner, 'feeds' AS what, count(*) AS feeds, max(lease_until) AS until FROM polls
      WHERE lease_owner IS NOT NULL AND lease_until > :now GROUP BY lease_owner ORDER BY lease_owner)
     UNION ALL SELECT owner, 'desk', 0, lease_until FROM desk WHERE id = 1 AND owner IS NOT NULL AND lease_until > :now`,
    { now },
  );
}

/** `FeedStore.renewLeases`, inside a transaction. */
export async function renewLeases(tx: Transaction, renewal: Parameters<FeedStore["renewLeases"]>[0]): Promise<void> {
  await tx.run(
    `UPDATE polls SET lease_until = :until
     WHERE lease_owner IS NOT NULL AND lease_owner = :owner AND lease_until > :now AND lease_until <= :renewBy`,
    renewal,
  );
}

/** `FeedStore.releaseLeases`, inside a transaction. */
export async function releaseLeases(tx: Transaction, owner: string, quietUntil: Instant = 0): Promise<void> {
  await tx.run(
    "UPDATE shards SET owner = NULL, quiet_until = greatest(quiet_until, :quietUntil) WHERE owner = :owner",
    {
      owner,
      quietUntil,
    },
  );
  await tx.run("DELETE FROM pollers WHERE owner = $1", [owner]);
  await tx.run("UPDATE polls SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = $1", [owner]);
  await tx.run("UPDATE desk SET owner = NULL, lease_until = NULL WHERE id = 1 AND owner = $1", [owner]);
}

/**
 * Call this first in every transaction that saves a poll under a lease. It throws store-locked if the lease went to
 * another poller, so that a poller that was stopped for a while overwrites nothing. Until this transaction has ended,
 * nobody else can take the lease. `fence` absent: the poll was not leased. The row is found by its key alone: with a
 * condition on the lease, the server may choose the index of leased feeds and read all of them.
 */
export async function requireLease(tx: Transaction, feedId: number, fence: number | undefined): Promise<void> {
  if (fence === undefined) return;
  const held = await tx.get<LeaseRow>("SELECT fence, lease_owner FROM polls WHERE feed_id = $1 FOR UPDATE", [feedId]);
  if (held === undefined || !isHeld(held, fence)) throw feedLeaseLost(feedId);
}

/** The lease of a feed, as a row of `polls` has it. */
export interface LeaseRow {
  readonly fence: number;
  readonly lease_owner: string | null;
}

/** Whether the row shows a lease with this fence that was not released. */
export function isHeld(row: LeaseRow, fence: number): boolean {
  return row.fence === fence && row.lease_owner !== null;
}

/** The owners of leases on feeds, each read once from the index, however many feeds an owner has. */
export const feedOwnersSql = `WITH RECURSIVE owners (owner) AS (
  (SELECT lease_owner FROM polls WHERE lease_owner IS NOT NULL ORDER BY lease_owner LIMIT 1)
  UNION ALL SELECT (SELECT p.lease_owner FROM polls p WHERE p.lease_owner IS NOT NULL AND p.lease_owner > o.owner
    ORDER BY p.lease_owner LIMIT 1) FROM owners o WHERE o.owner IS NOT NULL)`;

/** All owners that are named on a lease, ended or not. */
export async function listLeaseOwners(tx: Transaction): Promise<readonly string[]> {
  const rows = await tx.all<{ owner: string }>(
    `${feedOwnersSql} SELECT owner FROM owners WHERE owner IS NOT NULL UNION SELECT owner FROM pollers
     UNION SELECT owner FROM desk WHERE id = 1 AND owner IS NOT NULL ORDER BY owner`,
  );
  return rows.map(({ owner }) => owner);
}
