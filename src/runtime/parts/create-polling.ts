import { randomBytes } from "node:crypto";
import type { Config } from "../../config/config.ts";
import { feedAccess } from "../../config/feed-access.ts";
import type { Http, Log } from "../../domain/ports.ts";
import type { UpstreamHub } from "../../domain/upstream-hub.ts";
import { createGuardedSender } from "../../fetch/guarded-callbacks.ts";
import type { Ingest } from "../../ingest/ingest-types.ts";
import { createLeaseWaits, type LeaseWaitsDeps } from "../../ingest/lease-waits.ts";
import type { PollerDeps } from "../../ingest/poll/poll-claimed.ts";
import { defaultPollingSettings, type Poller } from "../../ingest/poll/poll-types.ts";
import { createPoller } from "../../ingest/poll/poller.ts";
import { createHubSubscriber, type HubSubscriber } from "../../ingest/upstream-hub/hub-subscriber.ts";
import { isOtherOwner, isOwnerAlive, processOwner } from "../process-owner.ts";
import { renewingLeases } from "../renewing-leases.ts";
import { createLogOf } from "./create-log.ts";
import type { ClockedStore } from "./store-clock.ts";
import { userAgentOf } from "./user-agent-of.ts";

/**
 * Makes the poller. `watch`: the listeners for polls, our subscriptions at upstream hubs, and whether the poller shares
 * the hosts with other pollers.
 */
export function createPollerOf(
  config: Config,
  { store, clock }: ClockedStore,
  http: Http,
  ingest: Ingest,
  watch: Pick<PollerDeps, "onPolled" | "hubs" | "sharesHosts"> = {},
): Poller {
  const { polling } = config;
  const poller = createPoller({
    ...watch,
    store,
    http,
    ingest,
    clock,
    log: createLogOf(config),
    owner: processOwner("poll"),
    isAlive: isOwnerAlive,
    random: Math.random,
    polling: {
      ...defaultPollingSettings,
      concurrency: polling.concurrency,
      intervalMsMin: polling.intervalMsMin,
      intervalMsMax: polling.intervalMsMax,
      hostGapMs: polling.hostGapMs,
      hosts: polling.hosts,
    },
    ...feedAccess(config),
  });
  return renewingLeases(poller, createLogOf(config));
}

/** Watches the leases of other processes. */
export function createLeaseWaitsOf({ store, clock }: ClockedStore, log: Log, onWaits: LeaseWaitsDeps["onWaits"]) {
  return createLeaseWaits({ store, clock, log, isOther: isOtherOwner, isAlive: isOwnerAlive, onWaits });
}

/**
 * Our subscriptions at upstream hubs. `known`: the stored ones. `mayAsk`: whether this process sends requests to hubs
 * now; undefined when there is no other process.
 */
export function createHubSubscriberOf(
  config: Config,
  { store, clock }: ClockedStore,
  ingest: Ingest,
  known: readonly UpstreamHub[],
  {
    onHeard,
    mayAsk,
  }: {
    readonly onHeard: (accepted: boolean, host: string) => void;
    readonly mayAsk: (() => boolean) | undefined;
  },
): HubSubscriber {
  const { allowPrivateAddresses, intervalMsMin } = config.polling;
  const deps = {
    intervalMsMin,
    store,
    ingest,
    onHeard,
    ...(mayAsk === undefined ? {} : { maySendRequests: mayAsk }),
    callbacks: createGuardedSender({
      userAgent: userAgentOf(config),
      allowPrivateAddresses,
      setting: "polling.allowPrivateAddresses",
      clock,
    }),
    clock,
    log: createLogOf(config),
    baseUrl: config.server.baseUrl,
    newKey: () => randomBytes(keyBytes).toString("base64url"),
  };
  return createHubSubscriber(deps, known);
}

/** Long enough that nobody can guess the key. */
const keyBytes = 24;
