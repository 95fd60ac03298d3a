import type { FeedStore, HeldLease } from "../../../domain/feeds/feed-store.ts";
import type { Instant } from "../../../domain/time.ts";
import type { Transaction } from "../connection.ts";

/** `FeedStore.listLeases`. Feeds come first. */
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

/** Releases the leases that a dead owner holds on feeds and on the desk. */
export async function releaseLeases(tx: Transaction, owner: string): Promise<void> {
  await tx.run("UPDATE polls SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = $1", [owner]);
  await tx.run("UPDATE desk SET owner = NULL, lease_until = NULL WHERE id = 1 AND owner = $1", [owner]);
}

/** All owners that are named on a lease, ended or not. */
export async function listLeaseOwners(tx: Transaction): Promise<readonly string[]> {
  const rows = await tx.all<{ owner: string }>(
    `SELECT lease_owner AS owner FROM polls WHERE lease_owner IS NOT NULL
     UNION SELECT owner FROM desk WHERE id = 1 AND owner IS NOT NULL ORDER BY owner`,
  );
  return rows.map(({ owner }) => owner);
}
