import type { Config } from "../config/config.ts";
import type { Log } from "../domain/ports.ts";
import { createLogOf } from "./parts/create-log.ts";
import { requireSharedStore } from "./parts/share-work.ts";
import { type FrontDoor, openFrontDoor } from "./service/front-door.ts";
import { createReloads } from "./service/reload.ts";
import { type Serving, startServing } from "./service/serving.ts";
import { watchStore } from "./service/watch-store.ts";
import { systemClock } from "./system-clock.ts";

/**
 * Serves until SIGTERM or SIGINT. The main thread answers HTTP from a read-only connection; the ingest thread does
 * everything else. On SIGHUP, or a request to the API, the configuration is read again with `readConfig`. Throws a
 * WireError when the service cannot start, or cannot continue.
 */
export async function serve(config: Config, readConfig: () => Config): Promise<void> {
  requireSharedStore(config);
  const log = createLogOf(config);
  const reloads = createReloads(readConfig);
  // By default SIGHUP would end the process, for example when a terminal is closed.
  process.on("SIGHUP", () => void reloads.bySignal());
  const first = await startServing(config, log, reloads);
  let door: FrontDoor | null = null;
  try {
    door = await openFrontDoor(config.server, first.handler);
    log.info({ address: config.server.baseUrl, port: door.port }, sayServing(config, door));
    reloads.begin(first, door);
    await first.begin();
    await untilEnd(reloads, log);
  } finally {
    // A running reload may replace the parts with others.
    const last = (await reloads.end()) ?? first;
    await last.stop(door?.close() ?? Promise.resolve());
  }
}

function sayServing({ roles, server }: Config, { port }: Pick<FrontDoor, "port">): string {
  if (roles.includes("web")) return `serving ${server.baseUrl}/feeds/all.rss`;
  return `serving as ${roles.join(", ")}: health and figures at http://${server.host}:${port}/readyz and /metrics`;
}

/** Resolves when a signal asks the process to stop. Rejects when the store's file was replaced, or a reload failed. */
async function untilEnd(
  reloads: { present(): Pick<Serving, "checkStore">; readonly failed: Promise<never> },
  log: Log,
): Promise<void> {
  const watching = new AbortController();
  const checkStore = () => reloads.present().checkStore();
  const watched = watchStore(checkStore, { clock: systemClock, log }, watching.signal);
  const ends = [stopSignal(), watched, reloads.failed];
  const signal = await Promise.race(ends).finally(() => watching.abort());
  log.info({ signal }, "stopping");
}

function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    process.once("SIGTERM", () => resolve("SIGTERM"));
    process.once("SIGINT", () => resolve("SIGINT"));
  });
}
