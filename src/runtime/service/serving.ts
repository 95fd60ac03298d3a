import type { RequestListener } from "node:http";
import type { Config } from "../../config/config.ts";
import type { StoreChange } from "../../domain/commands.ts";
import { messageOf } from "../../domain/errors.ts";
import type { Log } from "../../domain/ports.ts";
import { isPostgres } from "../../store/open-store.ts";
import { deferred } from "../deferred.ts";
import { type IngestControl, startIngest } from "../ingest-control.ts";
import type { ServerParts } from "../parts/create-server.ts";
import { systemClock } from "../system-clock.ts";
import { tellTerminal } from "../terminal/tell-terminal.ts";
import { withAccessLog } from "./access-log.ts";
import { pingMonitor } from "./ping-monitor.ts";

/** The parts behind the HTTP server: the ingest thread and the pages. All are made from one configuration. */
export interface Serving {
  readonly config: Config;
  readonly log: Log;
  readonly handler: RequestListener;
  /** Rejects with store-lost or store-replaced when the store's file is missing or was replaced. */
  checkStore(): Promise<unknown>;
  /** Lets the ingest thread poll. Tells a person at a terminal what is served. Call it once `handler` answers. */
  begin(): Promise<void>;
  /** Ends polling and deciding. `handler` still answers reads. */
  halt(): Promise<void>;
  /** Ends everything after `answered` has resolved. From then on no response of `handler` may be open. */
  stop(answered: Promise<void>): Promise<void>;
}

/** The functions of the process that pages can call. */
export interface ProcessControl {
  /** See `WebDeps.reload`. */
  readonly reload: () => Promise<void>;
}

/**
 * Starts the parts. Throws a WireError when the store cannot be opened. If the store can be read but not written, the
 * stored news is served.
 */
export async function startServing(config: Config, log: Log, control: ProcessControl): Promise<Serving> {
  for (const warning of config.warnings) log.warn({}, warning);
  const listeners = new Set<(change: StoreChange) => void>();
  const ingest = startIngest(config, log, (change) => {
    for (const listener of listeners) listener(change);
  });
  try {
    return joined({ config, log, ingest, app: await startPages({ config, log, ingest, listeners, control }) });
  } catch (thrown) {
    await ingest.stop(Promise.resolve());
    throw thrown;
  }
}

async function startPages({
  config,
  log,
  ingest,
  listeners,
  control,
}: {
  readonly config: Config;
  readonly log: Log;
  readonly ingest: IngestControl;
  readonly listeners: Set<(change: StoreChange) => void>;
  readonly control: ProcessControl;
}): Promise<ServerParts> {
  // The modules of the pages are loaded while the ingest thread opens the store.
  const [{ createServerOf }, trouble] = await Promise.all([import("../parts/create-server.ts"), ingest.ready]);
  const app = await createServerOf(config, log, { ...control, ingest, listeners }).catch((thrown: unknown) => {
    throw trouble ?? thrown;
  });
  if (trouble !== null) log.error({ code: trouble.code }, `${messageOf(trouble)}: ${servedMeanwhile}`);
  ingest.serveTopics(app.topics);
  // Only a store on a server can be away. Without this step, the service starts faster.
  if (isPostgres(config.store) && config.roles.includes("web")) await app.prepare();
  return app;
}

const servedMeanwhile = "stored news is served; polling begins once the store can be written";

function joined({
  config,
  log,
  ingest,
  app,
}: Pick<Serving, "config" | "log"> & { readonly ingest: IngestControl; readonly app: ServerParts }): Serving {
  let stopTelling: () => void = () => undefined;
  const pinging = new AbortController();
  let ended: Promise<void> | null = null;
  const answered = deferred<void>();
  const end = () => {
    stopTelling();
    app.endWaits();
    pinging.abort();
    ended ??= ingest.stop(answered.promise.then(() => app.close()));
    return ended;
  };
  return {
    config,
    log,
    handler: config.accessLog ? withAccessLog(app.handler, log, systemClock) : app.handler,
    checkStore: app.checkStore,
    async begin() {
      ingest.begin();
      startPings({ config, log, isWell: app.isWell }, pinging.signal);
      stopTelling = await tellTerminal({ config, log, readCounts: app.readCounts, readFigures: ingest.readFigures });
    },
    async halt() {
      void end().catch(() => undefined);
      await ingest.quiet;
    },
    async stop(noneOpen) {
      const stopped = end();
      void Promise.allSettled([noneOpen]).then(() => answered.resolve());
      await stopped;
    },
  };
}

function startPings(
  { config, log, isWell }: Pick<Serving, "config" | "log"> & Pick<ServerParts, "isWell">,
  stopped: AbortSignal,
): void {
  if (config.ping === null) return;
  const { url, everyMs } = config.ping;
  pingMonitor({ url: url.reveal(), everyMs, isWell, clock: systemClock, log }, stopped).catch((err: unknown) =>
    log.error({ err }, "the pings stopped"),
  );
}
