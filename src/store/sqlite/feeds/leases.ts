import type { FeedStore, HeldLease } from "../../../domain/feeds/feed-store.ts";
import type { Instant } from "../../../domain/time.ts";
import { feedLeaseLost } from "../../rows/feeds/feed-lease-lost.ts";
import type { Connection } from "../connection.ts";

/** `FeedStore.listLeases`. The leases on feeds come first. */
export function listLeases(connection: Connection, now: Instant): readonly HeldLease[] {
  return connection
    .sql<HeldLease>(
      `SELECT lease_owner AS owner, 'feeds' AS what, count(*) AS feeds, max(lease_until) AS until FROM polls
       WHERE lease_owner IS NOT NULL AND lease_until > :now GROUP BY lease_owner
       UNION ALL SELECT owner, 'desk', 0, lease_until FROM desk WHERE id = 1 AND owner IS NOT NULL AND lease_until > :now`,
    )
    .all({ now });
}

/** `FeedStore.renewLeases`, inside a transaction. */
export function renewLeases(connection: Connection, renewal: Parameters<FeedStore["renewLeases"]>[0]): void {
  connection
    .sql(
      `UPDATE polls SET lease_until = :until
       WHERE lease_owner IS NOT NULL AND lease_owner = :owner AND lease_until > :now AND lease_until <= :renewBy`,
    )
    .run(renewal);
}

/** `FeedStore.releaseLeases`, inside a transaction. */
export function releaseLeases(connection: Connection, owner: string, quietUntil: Instant = 0): void {
  connection
    .sql("UPDATE shards SET owner = NULL, quiet_until = max(quiet_until, :quietUntil) WHERE owner = :owner")
    .run({ owner, quietUntil });
  connection.sql("DELETE FROM pollers WHERE owner = ?").run(owner);
  connection.sql("UPDATE polls SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = ?").run(owner);
  connection.sql("UPDATE desk SET owner = NULL, lease_until = NULL WHERE id = 1 AND owner = ?").run(owner);
}

/**
 * Call this first in every transaction that saves a poll under a lease. It throws store-locked if the lease went to
 * another poller, so that a poller that was stopped for a while overwrites nothing. `fence` absent: the poll was not
 * leased.
 */
export function requireLease(connection: Connection, feedId: number, fence: number | undefined): void {
  if (fence === undefined) return;
  const held = connection
    .sql("SELECT 1 FROM polls WHERE feed_id = ? AND fence = ? AND lease_owner IS NOT NULL")
    .get(feedId, fence);
  if (held === undefined) throw feedLeaseLost(feedId);
}

/** All owners that are named on a lease, ended or not. */
export function listLeaseOwners(connection: Connection): readonly string[] {
  return connection
    .sql<{ owner: string }>(
      `SELECT lease_owner AS owner FROM polls WHERE lease_owner IS NOT NULL UNION SELECT owner FROM pollers
       UNION SELECT owner FROM desk WHERE id = 1 AND owner IS NOT NULL ORDER BY owner`,
    )
    .all()
    .map(({ owner }) => owner);
}
