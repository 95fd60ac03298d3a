import type { Delivery, DueQuery } from "../domain/hub.ts";
import { createDueWork, type DueWork } from "../sending/due-work.ts";
import { deliver } from "./hub-deliver.ts";
import type { HubDeps } from "./hub-deps.ts";
import { logFailure } from "./log-failure.ts";

/** Empties the outbox: sends every delivery that is due, many at a time, but few to one address. */
export function createHubSender(deps: HubDeps): DueWork {
  return createDueWork<Delivery>({
    clock: deps.clock,
    pace: deps.pace,
    runningMax,
    ...(deps.maySend === undefined ? {} : { mayRun: deps.maySend }),
    readDue: (now, running) =>
      deps.store.readDueDeliveries({ ...shareOf(running), now, limit: runningPerDestinationMax }),
    readNext: (_now, running) => deps.store.readNextDelivery(shareOf(running)),
    mayStart({ subscription }, running) {
      const { exceptHosts, exceptDestinations } = shareOf(running);
      const { host } = new URL(subscription.callback);
      return !exceptHosts.includes(host) && !exceptDestinations.includes(subscription.destination);
    },
    run: (delivery) => deliver(deps, delivery),
    onFailed: (thrown) => logFailure(deps.log, thrown),
  });
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

/**
 * The subscriptions, hosts and destinations at which no further delivery may start now, and whether deliveries that
 * failed before must wait.
 */
function shareOf(running: readonly Delivery[]): Omit<DueQuery, "now" | "limit"> {
  const subscriptions = running.map(({ subscription }) => subscription);
  return {
    exceptIds: subscriptions.map(({ id }) => id),
    exceptHosts: atLeast(
      subscriptions.map(({ callback }) => new URL(callback).host),
      runningPerHostMax,
    ),
    exceptDestinations: atLeast(
      subscriptions.map(({ destination }) => destination),
      runningPerDestinationMax,
    ),
    firstTriesOnly: running.filter(({ attempts }) => attempts > 0).length >= retryingMax,
  };
}

/** The names that occur `count` times or more. */
function atLeast(names: readonly string[], count: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].filter(([, times]) => times >= count).map(([name]) => name);
}
