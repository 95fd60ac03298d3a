import type { Database } from "better-sqlite3";
import { receiverShard } from "../../domain/service/receiver-shares.ts";

/** Lets statements call `receiver_shard(name)`. */
export function addReceiverShard(db: Database): void {
  db.function("receiver_shard", { deterministic: true }, (name) => receiverShard(String(name)));
}

/** Whether the receiver in `column` is of one of the shards in `:shards` (`shardList`). */
export function isInShards(column: string): string {
  return `(:shards IS NULL OR receiver_shard(${column}) IN (SELECT value FROM json_each(:shards)))`;
}

/** The value for `:shards`. */
export function shardList(shards: readonly number[] | null | undefined): string | null {
  return shards == null ? null : JSON.stringify(shards);
}
