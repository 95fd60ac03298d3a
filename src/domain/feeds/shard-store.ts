import type { Instant } from "../time.ts";

/**
 * The store methods by which pollers share hosts. Each poller has a heartbeat. Until the heartbeat ends, shards of
 * hosts (`shardOf`) belong to this poller alone, so that only one process at a time sends requests to a host.
 */
export interface ShardStore {
  /**
   * Renews the poller's heartbeat until `until`, takes the shards and feeds of pollers whose heartbeat has ended, and
   * takes free shards up to a fair share. Until `quietUntil`, no request may start to the hosts of a shard that another
   * poller had, so that the gap between two requests to a host is kept.
   */
  beat(beat: {
    owner: string;
    now: Instant;
    until: Instant;
    quietUntil: Instant;
  }): Promise<ShardShare & { readonly shards: readonly HeldShard[] }>;
  /** The poller's present share, which shows whether `beat` would change anything. Cheap to read. */
  readShare(owner: string, now: Instant): Promise<ShardShare>;
  /**
   * Gives up shards, and the leases of their feeds, so that other pollers can take them. The owner must have no request
   * to their hosts under way.
   */
  giveShards(given: { owner: string; shards: readonly number[]; quietUntil: Instant }): Promise<void>;
}

/** The shards that a poller has, compared with the others. */
export interface ShardShare {
  /** When the poller's heartbeat ends; null when it has none. */
  readonly until: Instant | null;
  /** How many shards it has. */
  readonly held: number;
  /** How many pollers have a heartbeat, this one included. */
  readonly pollers: number;
  /** How many shards belong to no poller, or to a poller whose heartbeat has ended. */
  readonly free: number;
}

/** A shard that a poller has. Until `quietUntil`, no request to its hosts may start. */
export interface HeldShard {
  readonly id: number;
  readonly quietUntil: Instant;
}

/** How many shards each of several pollers may have, so that all shards are taken. */
export function fairShare(shards: number, pollers: number): number {
  return Math.ceil(shards / Math.max(1, pollers));
}
