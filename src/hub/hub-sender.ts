import type { Delivery, DueQuery } from "../domain/hub.ts";
import type { Clock } from "../domain/ports.ts";
import { type Instant, minuteMs } from "../domain/time.ts";
import { deliver } from "./hub-deliver.ts";
import type { HubDeps } from "./hub-deps.ts";
import { logFailure } from "./log-failure.ts";

/** Empties the outbox: sends every delivery that is due, many at a time, but few to one address. */
interface HubSender {
  /** Call when a delivery may be due. */
  wake(): void;
  stop(): Promise<void>;
}

const runningMax = 64;
/**
 * Deliveries that failed before may hold at most half of the places, so that dead subscribers do not delay the others.
 */
const retryingMax = 32;
const runningPerHostMax = 4;
/**
 * Deliveries to one address are limited, because anybody can make up any number of names and ports. The limit allows
 * for a large network that serves many hosts.
 */
const runningPerDestinationMax = 16;
/** The outbox is checked at least this often. */
const sleepMsMax = minuteMs;

interface Running {
  readonly host: string;
  readonly destination: string;
  readonly isRetry: boolean;
  readonly work: Promise<void>;
}

export function createHubSender(deps: HubDeps): HubSender {
  const running = new Map<number, Running>();
  const alarm = createAlarm(deps.clock, sleepMsMax, wake);
  let stopped = false;
  let filling: Promise<void> | null = null;
  let fillAgain = false;

  function wake(): void {
    if (stopped) return;
    fillAgain = true;
    filling ??= fillGuarded().finally(() => {
      filling = null;
      if (fillAgain) wake();
    });
  }

  async function fillGuarded(): Promise<void> {
    try {
      while (fillAgain && !stopped) {
        fillAgain = false;
        alarm.set(await fill());
      }
    } catch (thrown) {
      logFailure(deps.log, thrown);
      alarm.set(deps.clock.now() + sleepMsMax);
    }
  }

  /** Starts the deliveries that can start. Returns the time of the next due delivery; null when none waits. */
  async function fill(): Promise<Instant | null> {
    while (!stopped && running.size < runningMax) {
      await deps.pace.turn();
      const share = shareOf(running);
      const due = await deps.store.readDueDeliveries({
        ...share,
        now: deps.clock.now(),
        limit: runningPerDestinationMax,
      });
      if (due.length === 0) return deps.store.readNextDelivery(share);
      for (const delivery of due) begin(delivery);
    }
    return null;
  }

  function begin(delivery: Delivery): void {
    const { id, destination, callback } = delivery.subscription;
    const { host } = new URL(callback);
    const { exceptHosts, exceptDestinations } = shareOf(running);
    if (stopped || exceptHosts.includes(host) || exceptDestinations.includes(destination)) return;
    const work = deliver(deps, delivery)
      .catch((thrown: unknown) => {
        if (!stopped) logFailure(deps.log, thrown);
      })
      .finally(() => {
        running.delete(id);
        wake();
      });
    running.set(id, { host, destination, isRetry: delivery.attempts > 0, work });
  }

  return {
    wake,
    async stop() {
      stopped = true;
      alarm.set(null);
      await filling;
      await Promise.all([...running.values()].map(({ work }) => work));
    },
  };
}

/** The subscriptions, hosts and destinations at which no further delivery may start now. */
function shareOf(running: ReadonlyMap<number, Running>): Omit<DueQuery, "now" | "limit"> {
  const all = [...running.values()];
  return {
    exceptIds: [...running.keys()],
    exceptHosts: atLeast(
      all.map(({ host }) => host),
      runningPerHostMax,
    ),
    exceptDestinations: atLeast(
      all.map(({ destination }) => destination),
      runningPerDestinationMax,
    ),
    firstTriesOnly: all.filter(({ isRetry }) => isRetry).length >= retryingMax,
  };
}

/** The names that occur `count` times or more. */
function atLeast(names: readonly string[], count: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].filter(([, times]) => times >= count).map(([name]) => name);
}

/** Has one wake-up time at a time. Setting another replaces it. */
interface Alarm {
  /** Wakes at `at`, but no later than after `msMax`. null: does not wake. */
  set(at: Instant | null): void;
}

function createAlarm(clock: Clock, msMax: number, wake: () => void): Alarm {
  let present: AbortController | null = null;
  return {
    set(at) {
      present?.abort();
      present = null;
      if (at === null) return;
      const mine = new AbortController();
      present = mine;
      const ms = Math.min(Math.max(at - clock.now(), 1), msMax);
      clock.sleep(ms, mine.signal).then(wake, () => undefined);
    },
  };
}
