import { shardsMax } from "../../../domain/feeds/host-key.ts";
import { fairShare, type HeldShard, type ShardShare, type ShardStore } from "../../../domain/feeds/shard-store.ts";
import type { Instant } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";
import type { Transaction } from "../transaction.ts";
import { releaseLeases } from "./leases.ts";

/** The store's methods by which pollers share the hosts. */
export function shardMethods({ read, write }: Connection): ShardStore {
  return {
    beat: (given) => write((tx) => beat(tx, given)),
    readShare: (owner, now) => read((tx) => readShare(tx, owner, now)),
    giveShards: (given) => write((tx) => giveShards(tx, given)),
  };
}

async function beat(
  tx: Transaction,
  { owner, now, until, quietUntil }: Parameters<ShardStore["beat"]>[0],
): ReturnType<typeof withShards> {
  for (const ended of await endedPollers(tx, owner, now)) await releaseLeases(tx, ended, quietUntil);
  await tx.run(
    "INSERT INTO pollers (owner, until) VALUES (:owner, :until) ON CONFLICT (owner) DO UPDATE SET until = excluded.until",
    { owner, until },
  );
  const share = await readShare(tx, owner, now);
  const missing = Math.min(share.free, fairShare(shardsMax, share.pollers) - share.held);
  if (missing <= 0) return withShards(tx, owner, share);
  await tx.run(
    `UPDATE shards SET owner = :owner
     WHERE id IN (SELECT id FROM shards WHERE owner IS NULL ORDER BY id LIMIT :missing)`,
    { owner, missing },
  );
  return withShards(tx, owner, { ...share, held: share.held + missing, free: share.free - missing });
}

async function withShards(tx: Transaction, owner: string, share: ShardShare) {
  const shards = await tx.all<HeldShard>(
    `SELECT id, quiet_until AS "quietUntil" FROM shards WHERE owner = $1 ORDER BY id`,
    [owner],
  );
  return { ...share, shards };
}

/** Leaves out a poller whose row is locked, because that poller is renewing its heartbeat or claiming feeds now. */
async function endedPollers(tx: Transaction, owner: string, now: Instant): Promise<readonly string[]> {
  const rows = await tx.all<{ owner: string }>(
    "SELECT owner FROM pollers WHERE until <= :now AND owner <> :owner FOR UPDATE SKIP LOCKED",
    { owner, now },
  );
  return rows.map((row) => row.owner);
}

async function readShare(tx: Transaction, owner: string, now: Instant): Promise<ShardShare> {
  const share = await tx.get<ShardShare>(
    `SELECT (SELECT until FROM pollers WHERE owner = :owner) AS until,
       (SELECT count(*) FROM shards WHERE owner = :owner) AS held,
       (SELECT count(*) FROM pollers WHERE until > :now AND owner <> :owner) + 1 AS pollers,
       (SELECT count(*) FROM shards WHERE owner IS NULL OR owner IN
         (SELECT owner FROM pollers WHERE until <= :now AND owner <> :owner)) AS free`,
    { owner, now },
  );
  if (share === undefined) throw new Error("the query for the poller's share of the hosts returned no row");
  return share;
}

async function giveShards(
  tx: Transaction,
  { owner, shards, quietUntil }: Parameters<ShardStore["giveShards"]>[0],
): Promise<void> {
  // A claim that runs at the same time holds this row FOR KEY SHARE. This lock waits until the claim has ended.
  await tx.get("SELECT 1 FROM pollers WHERE owner = $1 FOR UPDATE", [owner]);
  await tx.run(
    `UPDATE polls SET lease_owner = NULL, lease_until = NULL
     WHERE lease_owner IS NOT NULL AND lease_owner = :owner AND shard = ANY(:shards::int[])`,
    { owner, shards },
  );
  await tx.run(
    `UPDATE shards SET owner = NULL, quiet_until = greatest(quiet_until, :quietUntil)
     WHERE owner = :owner AND id = ANY(:shards::int[])`,
    { owner, shards, quietUntil },
  );
}
