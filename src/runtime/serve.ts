import { once } from "node:events";
import type { Server } from "node:http";
import type { Config } from "../config/config.ts";
import type { StoreChange } from "../domain/commands.ts";
import { messageOf, WireError } from "../domain/errors.ts";
import type { Log } from "../domain/ports.ts";
import { secondMs } from "../domain/time.ts";
import { startIngest } from "./ingest-control.ts";
import { createLogOf } from "./parts/create-log.ts";
import type { ServerParts } from "./parts/create-server.ts";
import { endsWithin, systemClock } from "./system-clock.ts";
import { tellTerminal } from "./terminal/tell-terminal.ts";
import { watchStore } from "./watch-store.ts";

const noReload = "the configuration is not read again while the service runs; restart it to change the configuration";

const servedMeanwhile = "stored news is served; polling begins once the store can be written";

/**
 * How long open answers may take at the end. Answers take milliseconds; only event streams are still open after that,
 * and clients reconnect those by themselves.
 */
const closeMsMax = 2 * secondMs;

/**
 * Serves until SIGTERM or SIGINT. The main thread answers HTTP from a read-only connection; the ingest thread does
 * everything else. Throws WireError when the service cannot start.
 */
export async function serve(config: Config): Promise<void> {
  const log = createLogOf(config);
  for (const warning of config.warnings) log.warn({}, warning);
  // By default SIGHUP would end the process, for example when a terminal is closed.
  process.on("SIGHUP", () => log.warn({ signal: "SIGHUP" }, noReload));
  const listeners = new Set<(change: StoreChange) => void>();
  const ingest = startIngest(config, log, (change) => {
    for (const listener of listeners) listener(change);
  });
  let app: ServerParts | null = null;
  let serverClosed: Promise<void> = Promise.resolve();
  let stopTelling: () => void = () => undefined;
  try {
    // The modules of the pages are loaded while the ingest thread opens the store.
    const [{ createServerOf }, trouble] = await Promise.all([import("./parts/create-server.ts"), ingest.ready]);
    app = await createServerOf(config, log, ingest, listeners).catch((thrown: unknown) => {
      throw trouble ?? thrown;
    });
    if (trouble !== null) log.error({ code: trouble.code }, `${messageOf(trouble)}: ${servedMeanwhile}`);
    ingest.serveTopics(app.topics);
    const server = await listen(app.handler, config);
    log.info(
      { address: config.server.baseUrl, port: portOf(server) },
      `serving ${config.server.baseUrl}/feeds/all.rss`,
    );
    ingest.begin();
    stopTelling = await tellTerminal({ config, log, readCounts: app.readCounts, readFigures: ingest.readFigures });
    const ended = untilEnd(app, log);
    serverClosed = Promise.allSettled([ended]).then(() => closeServer(server));
    await ended;
  } finally {
    stopTelling();
    await ingest.stop(serverClosed.then(() => app?.close()));
  }
}

/** Resolves when a signal asks the process to stop. Rejects when the store's file was replaced. */
async function untilEnd(app: Pick<ServerParts, "checkStore">, log: Log): Promise<void> {
  const watching = new AbortController();
  const watched = watchStore(app.checkStore, { clock: systemClock, log }, watching.signal);
  const signal = await Promise.race([stopSignal(), watched]).finally(() => watching.abort());
  log.info({ signal }, "stopping");
}

async function listen(handler: ServerParts["handler"], config: Config): Promise<Server> {
  const { port, host } = config.server;
  const server = handler.listen(port, host);
  try {
    await once(server, "listening");
    return server;
  } catch (cause) {
    const message = `cannot listen on ${host}:${port} (${messageOf(cause)}); set server.port or WIREDESK_PORT`;
    throw new WireError("io-failed", message, { cause });
  }
}

function portOf(server: Server): number | null {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : null;
}

function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    process.once("SIGTERM", () => resolve("SIGTERM"));
    process.once("SIGINT", () => resolve("SIGINT"));
  });
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeIdleConnections();
  if (!(await endsWithin(closed, closeMsMax))) server.closeAllConnections();
}
