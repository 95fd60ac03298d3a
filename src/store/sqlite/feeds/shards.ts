import { shardsMax } from "../../../domain/feeds/host-key.ts";
import { fairShare, type HeldShard, type ShardShare, type ShardStore } from "../../../domain/feeds/shard-store.ts";
import type { Instant } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";
import { releaseLeases } from "./leases.ts";

/** The store's methods by which pollers share the hosts. */
export function shardMethods(connection: Connection): ShardStore {
  return {
    beat: (given) => connection.write(() => beat(connection, given)),
    readShare: (owner, now) => connection.read(() => readShare(connection, owner, now)),
    giveShards: (given) => connection.write(() => giveShards(connection, given)),
  };
}

function beat(
  connection: Connection,
  { owner, now, until, quietUntil }: Parameters<ShardStore["beat"]>[0],
): ReturnType<typeof withShards> {
  for (const ended of endedPollers(connection, owner, now)) releaseLeases(connection, ended, quietUntil);
  connection
    .sql(
      "INSERT INTO pollers (owner, until) VALUES (:owner, :until) ON CONFLICT (owner) DO UPDATE SET until = excluded.until",
    )
    .run({ owner, until });
  const share = readShare(connection, owner, now);
  const missing = Math.min(share.free, fairShare(shardsMax, share.pollers) - share.held);
  if (missing <= 0) return withShards(connection, owner, share);
  connection
    .sql(
      `UPDATE shards SET owner = :owner
       WHERE id IN (SELECT id FROM shards WHERE owner IS NULL ORDER BY id LIMIT :missing)`,
    )
    .run({ owner, missing });
  return withShards(connection, owner, { ...share, held: share.held + missing, free: share.free - missing });
}

function withShards(connection: Connection, owner: string, share: ShardShare) {
  const shards = connection
    .sql<HeldShard>("SELECT id, quiet_until AS quietUntil FROM shards WHERE owner = ? ORDER BY id")
    .all(owner);
  return { ...share, shards };
}

function endedPollers(connection: Connection, owner: string, now: Instant): readonly string[] {
  return connection
    .sql<{ owner: string }>("SELECT owner FROM pollers WHERE until <= :now AND owner <> :owner")
    .all({ owner, now })
    .map((row) => row.owner);
}

function readShare(connection: Connection, owner: string, now: Instant): ShardShare {
  const share = connection
    .sql<ShardShare>(
      `SELECT (SELECT until FROM pollers WHERE owner = :owner) AS until,
         (SELECT count(*) FROM shards WHERE owner = :owner) AS held,
         (SELECT count(*) FROM pollers WHERE until > :now AND owner <> :owner) + 1 AS pollers,
         (SELECT count(*) FROM shards WHERE owner IS NULL) + (SELECT count(*) FROM shards WHERE owner IN
           (SELECT owner FROM pollers WHERE until <= :now AND owner <> :owner)) AS free`,
    )
    .get({ owner, now });
  if (share === undefined) throw new Error("the query for the poller's share of the hosts returned no row");
  return share;
}

function giveShards(
  connection: Connection,
  { owner, shards, quietUntil }: Parameters<ShardStore["giveShards"]>[0],
): void {
  const values = { owner, shards: JSON.stringify(shards), quietUntil };
  connection
    .sql(
      `UPDATE polls SET lease_owner = NULL, lease_until = NULL
       WHERE lease_owner IS NOT NULL AND lease_owner = :owner AND shard IN (SELECT value FROM json_each(:shards))`,
    )
    .run(values);
  connection
    .sql(
      `UPDATE shards SET owner = NULL, quiet_until = max(quiet_until, :quietUntil)
       WHERE owner = :owner AND id IN (SELECT value FROM json_each(:shards))`,
    )
    .run(values);
}
