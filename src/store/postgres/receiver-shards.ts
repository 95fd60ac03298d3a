import { receiverShardsMax } from "../../domain/service/receiver-shares.ts";

/** Whether the receiver in `column` is of one of the shards in `:shards`; null: of any. See `receiverShard`. */
export function isInShards(column: string): string {
  const shard = `get_byte(decode(md5(${column}), 'hex'), 0) % ${receiverShardsMax}`;
  return `(:shards::int[] IS NULL OR (${shard}) = ANY(:shards::int[]))`;
}
