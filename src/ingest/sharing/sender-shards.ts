import { fairShare } from "../../domain/feeds/shard-store.ts";
import type { Clock } from "../../domain/ports.ts";
import type { ServiceProcess, SingleWork } from "../../domain/service/processes.ts";
import { type ReceiverShare, receiverShard, receiverShardsMax } from "../../domain/service/receiver-shares.ts";
import { type Instant, secondMs } from "../../domain/time.ts";

/** The shards of receivers that this process serves, and the work that is running in them. */
export interface SenderShards extends ReceiverShare {
  /**
   * The leases to ask for: those that the process has, without those that it gives away, and free ones up to a fair
   * share. Nothing starts any more in a shard that is to be given away; it is given once nothing runs there. `others`:
   * the other processes that were seen of late.
   */
  plan(others: readonly ServiceProcess[]): readonly SingleWork[];
  /** Notes the leases that the process has until `until`. */
  hold(works: readonly SingleWork[], until: Instant): void;
  /** Notices when the leases have run out. Call it often. */
  look(): void;
}

interface Held {
  running: number;
}

/** Work under a lease stops, and none starts, this long before the lease ends, so that it never runs twice. */
export const leaseMarginMs = 2 * secondMs;
const allShards = Array.from({ length: receiverShardsMax }, (_, shard) => shard);

export function createSenderShards({ clock }: { readonly clock: Pick<Clock, "now"> }): SenderShards {
  const held = new Map<number, Held>();
  const leaving = new Set<number>();
  const listeners: (() => void)[] = [];
  let endsAt = Number.NEGATIVE_INFINITY;
  const isAlive = () => clock.now() < endsAt - leaseMarginMs;
  const lose = (shards: readonly number[]) => {
    const isCut = shards.some((shard) => (held.get(shard)?.running ?? 0) > 0);
    for (const shard of shards) held.delete(shard);
    if (isCut) for (const listener of listeners) listener();
  };

  return {
    plan(others) {
      const senders = others.filter(({ roles }) => roles.includes("send"));
      const share = fairShare(receiverShardsMax, senders.length + 1);
      const given = give(held, leaving, held.size - share);
      const taken = new Set(senders.flatMap(({ works }) => works.flatMap(shardIn)));
      const free = allShards.filter((shard) => !taken.has(shard) && !held.has(shard) && !given.includes(shard));
      const wanted = [...held.keys(), ...free.slice(0, Math.max(0, share - held.size))];
      return wanted.sort((one, other) => one - other).map((shard): SingleWork => `send:${shard}`);
    },
    hold(works, until) {
      const shards = works.flatMap(shardIn);
      lose([...held.keys()].filter((shard) => !shards.includes(shard)));
      for (const shard of shards) if (!held.has(shard)) held.set(shard, { running: 0 });
      endsAt = until;
    },
    look: () => (isAlive() ? undefined : lose([...held.keys()])),
    shards: () => (isAlive() ? [...held.keys()].filter((shard) => !leaving.has(shard)) : []),
    begin(receiver) {
      const shard = receiverShard(receiver);
      const mine = held.get(shard);
      if (mine === undefined || leaving.has(shard) || !isAlive()) return null;
      mine.running += 1;
      return {
        isMine: () => held.get(shard) === mine && isAlive(),
        end() {
          mine.running -= 1;
        },
      };
    },
    onLost: (listener) => void listeners.push(listener),
  };
}

/** Chooses the shards to give away, idle ones first, and gives those in which nothing runs. Returns what was given. */
function give(held: Map<number, Held>, leaving: Set<number>, surplus: number): readonly number[] {
  for (const shard of leaving) if (!held.has(shard) || surplus <= 0) leaving.delete(shard);
  const idleFirst = [...held].toSorted(([, one], [, other]) => one.running - other.running);
  for (const [shard] of idleFirst) if (leaving.size < surplus) leaving.add(shard);
  const given = [...leaving].filter((shard) => held.get(shard)?.running === 0);
  for (const shard of given) {
    held.delete(shard);
    leaving.delete(shard);
  }
  return given;
}

function shardIn(work: SingleWork): readonly number[] {
  return work.startsWith("send:") ? [Number(work.slice("send:".length))] : [];
}
