import { hostOfFeed, type UnplacedRow, unplacedSql, unplaceSql } from "../../rows/feeds/feed-host.ts";
import { columnsOf } from "../columns.ts";
import type { Transaction } from "../transaction.ts";

/** Finds and stores the host of every feed that has none yet, inside a transaction. */
export async function fillHosts(tx: Transaction): Promise<void> {
  const unplaced = await tx.all<UnplacedRow>(unplacedSql);
  if (unplaced.length === 0) return;
  await tx.run(
    `UPDATE polls p SET host_key = k.host_key, shard = k.shard
     FROM unnest(:id::bigint[], :hostKey::text[], :shard::int[]) k (id, host_key, shard) WHERE p.feed_id = k.id`,
    columnsOf(unplaced.map(({ id, url, memory }) => ({ id, ...hostOfFeed(url, JSON.parse(memory)) }))),
  );
}

/** Finds and stores the host of a feed whose address has changed, inside a transaction. */
export async function findHost(tx: Transaction, feedId: number): Promise<void> {
  tx.send(unplaceSql, { feedId });
  await fillHosts(tx);
}
