import { once } from "node:events";
import type { Server } from "node:http";
import { Worker } from "node:worker_threads";
import { createLogOf, createServerOf } from "./app.ts";
import type { Config } from "./config/config.ts";
import { messageOf, WireError } from "./domain/errors.ts";
import type { Log } from "./domain/ports.ts";
import { secondMs } from "./domain/time.ts";
import type { IngestNews, IngestOrder, IngestStart } from "./ingest-messages.ts";
import { endsWithin, systemClock } from "./system-clock.ts";

const stopMsMax = 15 * secondMs;
const restartMs = 5 * secondMs;

/**
 * Serves until SIGTERM or SIGINT: the main thread answers HTTP from a read-only connection, the ingest thread does all else.
 * The ingest thread is started anew when it dies, so that readers keep what there is. Throws WireError when it cannot start at all.
 */
export async function serve(config: Config, env: IngestStart["env"]): Promise<void> {
  const log = createLogOf(config);
  for (const warning of config.warnings) log.warn({}, warning);
  const start: IngestStart = { configFile: config.file, env };
  let onChange: () => void = () => undefined;
  const ingest = keepIngestRunning(start, log, () => onChange());
  await ingest.ready;
  const app = await createServerOf(config, log);
  onChange = app.onChange;
  try {
    const server = await listen(app.handler, config);
    log.info(
      { address: config.server.baseUrl, port: portOf(server) },
      `serving ${config.server.baseUrl}/feeds/all.rss`,
    );
    const signal = await stopSignal();
    log.info({ signal }, "stopping");
    await Promise.all([closeServer(server), ingest.stop()]);
  } finally {
    await ingest.stop();
    await app.close();
  }
}

interface IngestThread {
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

function keepIngestRunning(start: IngestStart, log: Log, onChange: () => void): IngestThread {
  let stopping = false;
  let everReady = false;
  let worker: Worker | null = null;
  let settle: { resolve: () => void; reject: (error: Error) => void } | null = null;
  const ready = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });

  function launch(): void {
    const thread = new Worker(new URL("./ingest-thread.js", import.meta.url), { workerData: start });
    worker = thread;
    let failure: WireError | Error | null = null;
    thread.on("message", (news: IngestNews) => {
      switch (news.kind) {
        case "ready":
          everReady = true;
          settle?.resolve();
          return;
        case "changed":
          return onChange();
        case "failed":
          failure = news.code === null ? new Error(news.message) : new WireError(news.code, news.message);
          return;
        case "stopped":
          return;
      }
    });
    thread.on("error", (error) => {
      failure = error instanceof Error ? error : new Error(String(error));
    });
    thread.on("exit", () => {
      worker = null;
      if (stopping) return;
      if (!everReady) return settle?.reject(failure ?? new Error("the ingest thread ended before it was ready"));
      log.error(
        { err: failure },
        `ingest thread ended (${messageOf(failure ?? "no reason given")}); starting it again`,
      );
      void systemClock.sleep(restartMs).then(() => (stopping ? undefined : launch()));
    });
  }

  async function stop(): Promise<void> {
    stopping = true;
    const thread = worker;
    if (thread === null) return;
    const ended = once(thread, "exit");
    thread.postMessage({ kind: "stop" } satisfies IngestOrder);
    if (!(await endsWithin(ended, stopMsMax))) await thread.terminate();
  }

  launch();
  return { ready, stop };
}

async function listen(handler: Awaited<ReturnType<typeof createServerOf>>["handler"], config: Config): Promise<Server> {
  const { port, host } = config.server;
  const server = handler.listen(port, host);
  try {
    await once(server, "listening");
    return server;
  } catch (cause) {
    throw new WireError(
      "io-failed",
      `cannot listen on ${host}:${port} (${messageOf(cause)}); set server.port or WIREDESK_PORT`,
      { cause },
    );
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
  if (!(await endsWithin(closed, stopMsMax / 3))) server.closeAllConnections();
}
