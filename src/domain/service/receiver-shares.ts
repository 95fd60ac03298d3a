import { createHash } from "node:crypto";

/**
 * The receivers that this process serves, of all receivers of deliveries and alerts. Receivers fall into shards by the
 * hash of their name: the host of a callback, or a channel.
 */
export interface ReceiverShare {
  /** The shards in which work may start now; null: all shards, because no other process sends. */
  shards(): readonly number[] | null;
  /** Begins work for a receiver; null when another process serves it, or will in a moment. */
  begin(receiver: string): ReceiverTurn | null;
  /** `listener` is called when the process has lost receivers. All requests to receivers must then be cut off. */
  onLost(listener: () => void): void;
}

/** Work for one receiver. While it lasts, its shard is not given away. */
export interface ReceiverTurn {
  /** False once the shard was lost. Then nothing more may be sent or saved. */
  isMine(): boolean;
  end(): void;
}

/** How many shards the receivers are divided into. */
export const receiverShardsMax = 64;

/** The shard of a receiver: the first byte of the MD5 of its name, which PostgreSQL computes as well. */
export function receiverShard(receiver: string): number {
  return createHash("md5").update(receiver).digest().readUInt8() % receiverShardsMax;
}

const wholeTurn: ReceiverTurn = { isMine: () => true, end: () => undefined };

/** The share of the only sender. */
export const allReceivers: ReceiverShare = {
  shards: () => null,
  begin: () => wholeTurn,
  onLost: () => undefined,
};
