import { hostKey } from "../../domain/feeds/host-key.ts";
import { type Clock, elapsedOf, type HostTurn } from "../../domain/ports.ts";
import type { HostSettings } from "./poll-types.ts";

export interface HostGateOptions {
  readonly clock: Clock;
  /** How many turns may be held at the same time, over all hosts. */
  readonly concurrency: number;
  readonly hostGapMs: number;
  readonly hosts: Readonly<Record<string, HostSettings>>;
  /** When this aborts, every waiting call rejects with its reason. */
  readonly closing: AbortSignal;
}

/**
 * One of the `concurrency` places, and the right to send requests to one host. While the holder waits for another host,
 * it has neither.
 */
export interface Turn extends HostTurn {
  /** The address of a redirect that another poller must follow; null when there was none. */
  readonly handedOver: string | null;
  /** Call when the request to the host has ended. The host's gap begins; the place is kept. Safe to call twice. */
  leaveHost(): void;
  /** Gives back the host and the place. Safe to call twice. */
  end(): void;
}

export interface HostGate {
  /** Waits for the host of `url` and for a place. Rejects with the reason of `closing` when it aborts. */
  enter(url: string): Promise<Turn>;
  /** The number of callers that have their host and wait for a place. */
  readonly waitingCount: () => number;
}

/**
 * Keeps requests to one host apart: one at a time (or `parallel`, if the host's settings say so), with a gap between
 * the end of one and the start of the next. Feeds that wait for a host hold no place, so a slow host delays only its
 * own feeds. Among the feeds whose host is free, the one that has waited longest comes first.
 */
export function createHostGate(options: HostGateOptions): HostGate {
  const laneOf = createLanes(options);
  const places = createPlaces(options.concurrency, options.closing);
  return {
    async enter(url) {
      const lane = laneOf(url);
      await enterBoth(lane, places, options.closing);
      return giveTurn(lane, laneOf, places);
    },
    waitingCount: places.waitingCount,
  };
}

function giveTurn(first: Lane, laneOf: (url: string) => Lane, places: Places): Turn {
  let lane: Lane | null = first;
  let hasPlace = true;
  const leaveHost = (): void => {
    lane?.leave();
    lane = null;
  };
  const leavePlace = (): void => {
    if (hasPlace) places.leave();
    hasPlace = false;
  };
  return {
    handedOver: null,
    leaveHost,
    async moveTo(url, signal) {
      const there = laneOf(url);
      if (there === lane) return;
      // Give up the host before waiting for another; otherwise two feeds that redirect to each other's hosts would wait
      // for ever. Give up the place too; otherwise many feeds that redirect to one slow host could take all places and
      // block all other feeds.
      leaveHost();
      leavePlace();
      await enterBoth(there, places, signal);
      lane = there;
      hasPlace = true;
    },
    end() {
      leaveHost();
      leavePlace();
    },
  };
}

/** Waits for the host first, because a feed that waits for its host must hold no place. */
async function enterBoth(lane: Lane, places: Places, signal: AbortSignal): Promise<void> {
  await lane.enter(signal);
  try {
    await places.take();
  } catch (aborted) {
    lane.leave();
    throw aborted;
  }
}

function createLanes(options: HostGateOptions): (url: string) => Lane {
  const lanes = new Map<string, Lane>();
  let sweepAt = lanesKeptMin;
  return (url) => {
    const key = hostKey(url);
    const known = lanes.get(key);
    if (known !== undefined) return known;
    if (lanes.size >= sweepAt) {
      for (const [name, lane] of lanes) if (lane.isIdle()) lanes.delete(name);
      sweepAt = Math.max(lanesKeptMin, lanes.size * 2);
    }
    const lane = createLane(options, options.hosts[key] ?? { gapMs: options.hostGapMs, parallel: 1 });
    lanes.set(key, lane);
    return lane;
  };
}

const lanesKeptMin = 1024;

interface Lane {
  enter(signal: AbortSignal): Promise<void>;
  leave(): void;
  /** True when nobody uses the host or waits for it, and its gap is over. It may then be forgotten. */
  isIdle(): boolean;
}

function createLane({ clock, closing }: HostGateOptions, { gapMs, parallel }: HostSettings): Lane {
  const inLane = createPlaces(parallel, closing);
  /** On the clock of `elapsedOf`. */
  let freeAt = Number.NEGATIVE_INFINITY;
  return {
    async enter(signal) {
      await inLane.take();
      try {
        const waitMs = freeAt - elapsedOf(clock);
        if (waitMs > 0) await clock.sleep(waitMs, signal);
      } catch (aborted) {
        inLane.leave();
        throw aborted;
      }
    },
    leave() {
      freeAt = elapsedOf(clock) + gapMs;
      inLane.leave();
    },
    isIdle: () => inLane.isFree() && freeAt <= elapsedOf(clock),
  };
}

interface Places {
  take(): Promise<void>;
  leave(): void;
  isFree(): boolean;
  /** The number of callers that wait for a place. */
  waitingCount(): number;
}

interface Waiter {
  readonly go: () => void;
  readonly sendAway: (reason: unknown) => void;
}

/**
 * A limited number of places, given out in the order of the requests. All waiters share one abort listener. If each
 * waiter had its own listener, adding or removing one would take time in proportion to the number of waiters.
 */
function createPlaces(count: number, closing: AbortSignal): Places {
  const waiting = new Set<Waiter>();
  let taken = 0;
  const sendAllAway = (): void => {
    for (const waiter of waiting) waiter.sendAway(closing.reason);
    waiting.clear();
  };
  return {
    async take() {
      closing.throwIfAborted();
      if (taken < count) {
        taken += 1;
        return;
      }
      if (waiting.size === 0) closing.addEventListener("abort", sendAllAway, { once: true });
      await new Promise<void>((go, sendAway) => waiting.add({ go, sendAway }));
    },
    leave() {
      const [next] = waiting;
      if (next === undefined) {
        taken -= 1;
        return;
      }
      waiting.delete(next);
      if (waiting.size === 0) closing.removeEventListener("abort", sendAllAway);
      next.go();
    },
    isFree: () => taken === 0,
    waitingCount: () => waiting.size,
  };
}
