import type { Delivery, DueQuery } from "../domain/hub.ts";
import { secondMs } from "../domain/time.ts";
import { createDueWork, type DueWork } from "../sending/due-work.ts";
import { deliver } from "./hub-deliver.ts";
import type { HubDeps } from "./hub-deps.ts";
import { logFailure } from "./log-failure.ts";

/** Empties the outbox: sends every delivery that is due, many at a time, but few to one address. */
export function createHubSender(deps: HubDeps): DueWork {
  const isShared = deps.receivers.shards() !== null;
  return createDueWork<Delivery>({
    clock: deps.clock,
    pace: deps.pace,
    runningMax,
    ...(isShared ? { sleepMsMax: lookMsMax } : {}),
    async readDue(now, running) {
      const shards = deps.receivers.shards();
      if (shards?.length === 0) return [];
      return deps.store.readDueDeliveries({ ...shareOf(running), shards, now, limit: runningPerDestinationMax });
    },
    async readNext(now, running) {
      const shards = deps.receivers.shards();
      return shards?.length === 0 ? now + lookMsMax : deps.store.readNextDelivery({ ...shareOf(running), shards });
    },
    mayStart(delivery, running) {
      const { exceptHosts, exceptDestinations } = shareOf(running);
      return !exceptHosts.includes(hostOf(delivery)) && !exceptDestinations.includes(delivery.subscription.destination);
    },
    async run(delivery) {
      const turn = deps.receivers.begin(hostOf(delivery));
      if (turn !== null) await deliver(deps, delivery, turn).finally(turn.end);
    },
    onFailed: (thrown) => logFailure(deps.log, thrown),
  });
}

const runningMax = 64;
/** How often the outbox is checked where other processes check topics too, and record what is owed. */
const lookMsMax = secondMs / 2;
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

/**
 * The subscriptions, hosts and destinations at which no further delivery may start now, and whether deliveries that
 * failed before must wait.
 */
function shareOf(running: readonly Delivery[]): Omit<DueQuery, "now" | "limit" | "shards"> {
  const subscriptions = running.map(({ subscription }) => subscription);
  return {
    exceptIds: subscriptions.map(({ id }) => id),
    exceptHosts: atLeast(running.map(hostOf), runningPerHostMax),
    exceptDestinations: atLeast(
      subscriptions.map(({ destination }) => destination),
      runningPerDestinationMax,
    ),
    firstTriesOnly: running.filter(({ attempts }) => attempts > 0).length >= retryingMax,
  };
}

function hostOf({ subscription }: Delivery): string {
  return new URL(subscription.callback).host;
}

/** The names that occur `count` times or more. */
function atLeast(names: readonly string[], count: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].filter(([, times]) => times >= count).map(([name]) => name);
}
