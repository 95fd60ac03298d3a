import { hostKey, shardOf, shardsMax } from "../../domain/feeds/host-key.ts";
import { fairShare, type HeldShard, type ShardShare, type ShardStore } from "../../domain/feeds/shard-store.ts";
import { type Clock, elapsedOf } from "../../domain/ports.ts";
import { type Instant, secondMs } from "../../domain/time.ts";

export interface KeepShardsDeps {
  readonly store: ShardStore;
  readonly clock: Clock;
  /** The name of this poller. */
  readonly owner: string;
  /**
   * How long a shard's hosts get no requests after the shard went to another poller: at least the longest gap between
   * two requests to a host.
   */
  readonly restMs: number;
}

/** The shards that this poller has, and the requests that are running in them. A shard is a fixed part of all hosts. */
export interface Shards {
  /**
   * Renews the heartbeat when that is due, takes shards and gives shards away, so that all pollers have equal shares.
   * Call it every second. Returns true when feeds may now be claimed that could not be claimed before.
   */
  beat(): Promise<boolean>;
  /** The shards whose feeds must not be claimed, because they are being given away. */
  leaving(): readonly number[];
  /**
   * The right to send requests to the host of an address; null while this poller does not have the host's shard, is
   * giving it away, or may not use it yet.
   */
  passFor(url: string): Pass | null;
  /** Runs a request. Its signal aborts when the heartbeat nears its end, and when `cutting` aborts. */
  guard<Result>(cutting: AbortSignal, request: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
}

/** The right to send requests to one host. It ends when the shard is given away, even if the shard comes back later. */
export interface Pass {
  isValid(): boolean;
  /** Call before a request, and `leave` after it. While one runs, its shard is not given away. */
  enter(): void;
  leave(): void;
}

/** How long a heartbeat lasts. A poller that dies is replaced after this time. */
const heartbeatMs = 20 * secondMs;
/** A heartbeat is renewed when less than this is left of it: every five seconds. */
const renewMs = 15 * secondMs;
/** No request starts in the last part of a heartbeat, and running requests are ended. */
const marginMs = 2 * secondMs;

/** Keeps a fair share of the shards for one poller. */
export function createShards({ store, clock, owner, restMs }: KeepShardsDeps): Shards {
  const held = new Map<number, Held>();
  const flights = createFlights();
  const leaving = new Set<number>();
  const heart = createHeart(clock);
  /** When the last of the shards that were just taken may be used; null when all may. */
  let restsUntil: Instant | null = null;

  /**
   * Whether a shard must not be used yet. A time that is too far ahead was written before the clock was set back, and
   * does not count.
   */
  const rests = (quietUntil: Instant) => quietUntil > clock.now() && quietUntil <= clock.now() + restMs;
  const hold = (shards: readonly HeldShard[]): void => {
    const ids = new Set(shards.map(({ id }) => id));
    for (const shard of held.keys()) if (!ids.has(shard)) drop(shard);
    for (const { id, quietUntil } of shards) {
      if (held.has(id)) continue;
      held.set(id, { requests: 0, quietUntil });
      restsUntil = Math.max(restsUntil ?? 0, quietUntil);
    }
  };
  const drop = (shard: number): void => {
    held.delete(shard);
    leaving.delete(shard);
  };
  const renew = async (): Promise<ShardShare> => {
    const now = clock.now();
    const renewed = heart.renewing();
    const { shards, ...share } = await store.beat({ owner, now, until: now + heartbeatMs, quietUntil: now + restMs });
    renewed();
    hold(shards);
    return share;
  };
  const giveSurplus = async (share: ShardShare): Promise<void> => {
    const surplus = share.held - fairShare(shardsMax, share.pollers);
    if (surplus <= 0) return leaving.clear();
    // Shards without requests come first, because they can be given away at once.
    const idleFirst = [...held].toSorted(([, one], [, other]) => one.requests - other.requests);
    for (const [shard] of idleFirst) if (leaving.size < surplus) leaving.add(shard);
    const shards = [...leaving].filter((shard) => held.get(shard)?.requests === 0);
    if (shards.length === 0) return;
    for (const shard of shards) drop(shard);
    await store.giveShards({ owner, shards, quietUntil: clock.now() + restMs });
  };
  const beat = async (): Promise<boolean> => {
    try {
      const share = await store.readShare(owner, clock.now());
      await giveSurplus(heart.isOld() || gains(share) ? await renew() : share);
    } finally {
      if (!heart.isAlive()) flights.end(new Error("the poller's heartbeat has ended"));
    }
    const isRested = restsUntil !== null && !rests(restsUntil);
    if (isRested) restsUntil = null;
    return isRested;
  };
  return {
    beat: shared(beat),
    leaving: () => [...leaving],
    passFor(url) {
      const shard = shardOf(hostKey(url));
      const mine = held.get(shard);
      if (mine === undefined || leaving.has(shard) || rests(mine.quietUntil)) return null;
      return passOf(mine, () => heart.isAlive() && held.get(shard) === mine && !leaving.has(shard));
    },
    guard: flights.guard,
  };
}

/** Callers that come while the work is running get the result of that work. */
function shared<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<Result> | null = null;
  return () => {
    running ??= work().finally(() => {
      running = null;
    });
    return running;
  };
}

/** The heartbeat as this process knows it, by the time of day and by a clock that is never set. */
function createHeart(clock: Clock) {
  let until = { at: Number.NEGATIVE_INFINITY, elapsed: Number.NEGATIVE_INFINITY };
  return {
    isAlive: () => clock.now() < until.at - marginMs && elapsedOf(clock) < until.elapsed - marginMs,
    isOld: () => until.elapsed - elapsedOf(clock) < renewMs,
    /** Call before a beat; call the result when the beat has succeeded. The time counts from the first call. */
    renewing() {
      const next = { at: clock.now() + heartbeatMs, elapsed: elapsedOf(clock) + heartbeatMs };
      return () => {
        until = next;
      };
    },
  };
}

function passOf(held: Held, isValid: () => boolean): Pass {
  return {
    isValid,
    enter() {
      held.requests += 1;
    },
    leave() {
      held.requests -= 1;
    },
  };
}

/** The requests that are running, which can all be ended together. */
function createFlights(): Pick<Shards, "guard"> & { end(reason: Error): void } {
  const flights = new Set<AbortController>();
  return {
    end(reason) {
      for (const flight of flights) flight.abort(reason);
    },
    async guard(cutting, request) {
      const flight = new AbortController();
      const cut = () => flight.abort(cutting.reason);
      if (cutting.aborted) cut();
      cutting.addEventListener("abort", cut, { once: true });
      flights.add(flight);
      try {
        return await request(flight.signal);
      } finally {
        flights.delete(flight);
        cutting.removeEventListener("abort", cut);
      }
    },
  };
}

/** A shard that this poller has, with the number of requests that run in it. */
interface Held {
  readonly quietUntil: Instant;
  requests: number;
}

/** Whether a beat would bring more shards. */
function gains({ until, held, pollers, free }: ShardShare): boolean {
  return until === null || (free > 0 && held < fairShare(shardsMax, pollers));
}
