import { randomBytes } from "node:crypto";
import type { Express } from "express";
import { pino } from "pino";
import type { Config } from "../config/config.ts";
import { feedAccess } from "../config/feed-access.ts";
import { createEngine } from "../dedupe/engine.ts";
import type { ServedDocuments } from "../documents/topic-documents.ts";
import type { Commands, StoreChange } from "../domain/commands.ts";
import { messageOf, WireError } from "../domain/errors.ts";
import type { TopicDocuments } from "../domain/hub.ts";
import type { Http, Log } from "../domain/ports.ts";
import type { Store } from "../domain/store.ts";
import { secondMs } from "../domain/time.ts";
import type { UpstreamHub } from "../domain/upstream-hub.ts";
import { defaultFetchLimits } from "../fetch/fetch-limits.ts";
import { createGuardedSender } from "../fetch/guarded-callbacks.ts";
import { createHttp } from "../fetch/guarded-http.ts";
import { defaultUserAgent } from "../fetch/user-agent.ts";
import { createDesk, type Desk } from "../ingest/desk/desk.ts";
import type { Ingest } from "../ingest/ingest-types.ts";
import { createLeaseWaits, type LeaseWaitsDeps } from "../ingest/lease-waits.ts";
import type { PollerDeps } from "../ingest/poll/poll-claimed.ts";
import { defaultPollingSettings, type Poller } from "../ingest/poll/poll-types.ts";
import { createPoller } from "../ingest/poll/poller.ts";
import { createReaderPool, type ReaderPool } from "../ingest/reading/reader-pool.ts";
import { createHubSubscriber, type HubSubscriber } from "../ingest/upstream-hub/hub-subscriber.ts";
import { parseLimitsDefault } from "../parse/parse-limits.ts";
import { openReadStore, openStore } from "../store/open-store.ts";
import { version } from "../version.ts";
import type { WebDeps } from "../web/web-deps.ts";
import { isOtherOwner, isOwnerAlive, processOwner } from "./process-owner.ts";
import { renewingLeases } from "./renewing-leases.ts";
import { systemClock } from "./system-clock.ts";

/**
 * The composition root: the one file that knows every folder. Each function makes one part from the configuration.
 * Modules that only some threads and commands need are imported where they are used, because each thread loads its own
 * modules, and those of the pages alone take 10 MB.
 */
export function createLogOf(config: Config): Log {
  // Write to standard error synchronously: two threads share it, and a crash must not lose a line.
  return pino(
    { level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: errorForLog } },
    pino.destination({ fd: 2, sync: true }),
  );
}

/** An expected failure is logged as its code and a sentence. Anything else is a bug, and keeps its stack. */
function errorForLog(error: Error): object {
  return error instanceof WireError ? { code: error.code, message: messageOf(error) } : pino.stdSerializers.err(error);
}

/** Opens and migrates the store, and saves the configured feeds in it. */
export async function openStoreOf(config: Config): Promise<Store> {
  const store = await openStore(config.store, { now: systemClock.now(), log: createLogOf(config) });
  for (const owner of await store.listLeaseOwners()) if (!isOwnerAlive(owner)) await store.releaseLeases(owner);
  await store.syncFeeds(config.feeds, systemClock.now());
  return store;
}

export function createHttpOf(config: Config): Http {
  const { bodyBytesMax, timeoutMs, allowPrivateAddresses, allowAddresses } = config.polling;
  return createHttp({
    userAgent: userAgentOf(config),
    allowPrivateAddresses,
    allowAddresses,
    limits: { ...defaultFetchLimits, bodyBytesMax, wireBytesMax: bodyBytesMax, totalMsMax: timeoutMs },
    clock: systemClock,
    // The poller's limit for one domain. With a limit above one, the domain's hosts are requested in parallel.
    connectionsPerOriginMax: Math.max(1, ...Object.values(config.polling.hosts).map(({ parallel }) => parallel)),
  });
}

export function userAgentOf({ polling, server }: Config): string {
  return polling.userAgent ?? defaultUserAgent({ version, baseUrl: server.baseUrl, subscribers: polling.subscribers });
}

/** Limits for documents that the operator names on the command line. Archives may be large. */
const parseLimitsArchive = {
  ...parseLimitsDefault,
  documentBytesMax: 512 * 1024 * 1024,
  itemsMax: 500_000,
  elementsMax: 20_000_000,
};
const liveDeadlineMs = 20 * secondMs;
const archiveDeadlineMs = 60 * secondMs;

export function createReaderOf(kind: "live" | "archive"): ReaderPool {
  return createReaderPool(
    kind === "live"
      ? { limits: parseLimitsDefault, deadlineMs: liveDeadlineMs, threads: 2 }
      : { limits: parseLimitsArchive, deadlineMs: archiveDeadlineMs, threads: 2 },
  );
}

/** `part`: the name under which this process holds the desk's lease. `onRuled`: see DeskDeps. */
export function createDeskOf(
  config: Config,
  store: Store,
  onProgress: (decided: number) => void,
  given: { readonly part?: string; readonly onRuled?: () => void } = {},
): Desk {
  return createDesk({
    store,
    createEngine: (state) => createEngine({ state }),
    clock: systemClock,
    log: createLogOf(config),
    owner: processOwner(given.part ?? "command"),
    onRuled: given.onRuled,
    isAlive: isOwnerAlive,
    onProgress,
  });
}

/** Long enough that nobody can guess the key. */
const keyBytes = 24;

export function createPollerOf(
  config: Config,
  store: Store,
  http: Http,
  ingest: Ingest,
  watch: Pick<PollerDeps, "onPolled" | "hubs"> = {},
): Poller {
  const { polling } = config;
  const poller = createPoller({
    ...watch,
    store,
    http,
    ingest,
    clock: systemClock,
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
export function createLeaseWaitsOf(store: Store, log: Log, onWaits: LeaseWaitsDeps["onWaits"]) {
  return createLeaseWaits({ store, clock: systemClock, log, isOther: isOtherOwner, isAlive: isOwnerAlive, onWaits });
}

/** Our subscriptions at upstream hubs. `known`: the stored ones. */
export function createHubSubscriberOf(
  config: Config,
  store: Store,
  ingest: Ingest,
  known: readonly UpstreamHub[],
  onHeard: (accepted: boolean, host: string) => void,
): HubSubscriber {
  const { allowPrivateAddresses, intervalMsMin } = config.polling;
  const deps = {
    intervalMsMin,
    store,
    ingest,
    onHeard,
    callbacks: createGuardedSender({ userAgent: userAgentOf(config), allowPrivateAddresses, clock: systemClock }),
    clock: systemClock,
    log: createLogOf(config),
    baseUrl: config.server.baseUrl,
    newKey: () => randomBytes(keyBytes).toString("base64url"),
  };
  return createHubSubscriber(deps, known);
}

export interface ServerParts {
  readonly handler: Express;
  /** Rejects with store-lost or store-replaced when the store's file is missing or was replaced. */
  checkStore(): Promise<unknown>;
  /** The hub's documents. */
  readonly topics: TopicDocuments;
  close(): Promise<void>;
}

/** The HTTP side: a read-only connection for pages, and threads for rendering feeds. */
export async function createServerOf(
  config: Config,
  log: Log,
  ingest: Commands & Required<Pick<WebDeps, "readFigures">>,
  listeners: Set<(change: StoreChange) => void>,
): Promise<ServerParts> {
  const { createServer } = await import("../web/server.ts");
  const { createTopicDocuments } = await import("../documents/topic-documents.ts");
  const { createRenderPool } = await import("./render-pool.ts");
  const store = await openReadStore(config.store);
  const { sections } = config;
  const { baseUrl } = config.server;
  // If the store has no base yet, the service will store this address as the base (`keepIdBase`).
  const publisher = { baseUrl, idBase: (await store.readIdBase()) ?? baseUrl };
  const renderer = createRenderPool({ ...publisher, store: config.store, hub: config.hub.enabled });
  const parts = { ...publisher, store, renderer, sections, clock: systemClock };
  let served: ServedDocuments | null = null;
  const handler = createServer({
    ...parts,
    editorStore: store.forEditors,
    pages: renderer,
    log,
    onDocuments: (documents) => {
      served = documents;
    },
    version,
    hub: config.hub.enabled,
    terms: config.terms,
    commands: ingest,
    readFigures: () => ingest.readFigures(),
    websub: config.polling.websub,
    trustedProxies: config.server.trustedProxies,
    adminToken: config.adminToken?.reveal() ?? null,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  return {
    handler,
    checkStore: () => store.readChangeMark(),
    topics: createTopicDocuments({ ...parts, served }),
    async close() {
      await renderer.close();
      await store.close();
    },
  };
}
