import type { PollMemory } from "../../../domain/feed.ts";
import { hostKey, nextAddress, shardOf } from "../../../domain/feeds/host-key.ts";

/** The columns of `polls` that say at which host a feed is polled. */
export interface HostColumns {
  readonly hostKey: string;
  readonly shard: number;
}

/** A feed whose columns are not known yet, with its memory as JSON. */
export interface UnplacedRow {
  readonly id: number;
  readonly url: string;
  readonly memory: string;
}

/** The host of a feed's next request, as far as it is known before the request. */
export function hostOfFeed(url: string, memory: PollMemory): HostColumns {
  const key = hostKey(nextAddress(url, memory));
  return { hostKey: key, shard: shardOf(key) };
}

/** Selects the feeds whose host is not stored: feeds of earlier builds, and feeds with a new address. */
export const unplacedSql = `SELECT f.id, f.url, p.memory FROM polls p JOIN feeds f ON f.id = p.feed_id WHERE p.shard < 0`;

/** Makes `fillHosts` find the host of a feed anew. */
export const unplaceSql = "UPDATE polls SET shard = -1 WHERE feed_id = :feedId";
