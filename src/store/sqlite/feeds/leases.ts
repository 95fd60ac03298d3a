import type { FeedStore, HeldLease } from "../../../domain/feeds/feed-store.ts";
import type { Instant } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";

/** `FeedStore.listLeases`. Feeds come first. */
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

/** Releases the leases that a dead owner holds on feeds and on the desk. */
export function releaseLeases(connection: Connection, owner: string): void {
  connection.sql("UPDATE polls SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = ?").run(owner);
  connection.sql("UPDATE desk SET owner = NULL, lease_until = NULL WHERE id = 1 AND owner = ?").run(owner);
}

/** All owners that are named on a lease, ended or not. */
export function listLeaseOwners(connection: Connection): readonly string[] {
  return connection
    .sql<{ owner: string }>(
      `SELECT lease_owner AS owner FROM polls WHERE lease_owner IS NOT NULL
       UNION SELECT owner FROM desk WHERE id = 1 AND owner IS NOT NULL ORDER BY owner`,
    )
    .all()
    .map(({ owner }) => owner);
}
