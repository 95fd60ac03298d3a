import { homedir } from "node:os";
import { fileURLToPath } from "node:url";
import type { CliDeps } from "../cli/cli-deps.ts";
import { configPlaces, findConfig } from "../config/config-places.ts";
import { loadConfig } from "../config/load-config.ts";
import type { Store } from "../domain/store.ts";
import { parseConfigInThread } from "./parse-config-in-thread.ts";
import { createLogOf } from "./parts/create-log.ts";
import type { ClockedStore } from "./parts/store-clock.ts";
import { isOwnerAlive, isServiceOwner, processOwner } from "./process-owner.ts";
import { systemClock } from "./system-clock.ts";

/**
 * Makes the dependencies of the commands, from `parts/` and the outside world. A part's modules are loaded when a
 * command makes the part: a command that lists feeds needs neither the HTTP client nor the engine.
 */
export function createCliDeps(outside: Outside): CliDeps {
  const places = configPlaces(outside.env, homeFolder(), packageFolder);
  return {
    ...outside,
    places,
    clock: systemClock,
    loadConfig(given) {
      const { file, isBuiltIn } = findConfig(given, places);
      const store = outside.env.WIREDESK_STORE || (isBuiltIn ? `sqlite:${places.userStore}` : undefined);
      return loadConfig(file, { ...outside.env, WIREDESK_STORE: store }, parseConfigInThread);
    },
    log: createLogOf,
    async openStore(config) {
      const { openStoreOf } = await import("./parts/create-store.ts");
      return openStoreOf(config);
    },
    async storeFiles() {
      const { storeFiles } = await import("../store/store-files.ts");
      return storeFiles;
    },
    async storeCopies() {
      const { storeCopies } = await import("../store/store-copies.ts");
      return storeCopies;
    },
    async compareStores(config, one, other, onCompared) {
      const { compareStores } = await import("./parts/compare-stores.ts");
      return compareStores(config, one, other, onCompared);
    },
    async createHttp(config) {
      const { createHttpOf } = await import("./parts/create-http.ts");
      return createHttpOf(config, systemClock);
    },
    async createReader(kind) {
      const { createReaderOf } = await import("./parts/create-reader.ts");
      return createReaderOf(kind);
    },
    async createDesk(config, store, onProgress, pace) {
      const { createDeskOf } = await import("./parts/create-desk.ts");
      return createDeskOf(config, await clocked(store), { onProgress, pace });
    },
    async loadEngine() {
      const { createEngine } = await import("../dedupe/engine.ts");
      return (state) => createEngine({ state });
    },
    async sendTest(config, channel) {
      const { sendTestOf } = await import("./parts/send-test-of.ts");
      return sendTestOf(config, channel);
    },
    owner: processOwner,
    async isServing(store) {
      const owner = await store.readDeskOwner(systemClock.now());
      return owner !== null && isServiceOwner(owner) && isOwnerAlive(owner);
    },
    async serveMcp(config, options) {
      const { serveMcp } = await import("./serve-mcp.ts");
      return serveMcp(config, options);
    },
    async createPoller(config, store, http, reader, desk) {
      const { createIngestOf } = await import("./parts/create-ingest.ts");
      const { createPollerOf } = await import("./parts/create-polling.ts");
      const at = await clocked(store);
      return createPollerOf(config, at, http, createIngestOf(config, at, reader, desk));
    },
  };
}

/** Adds the store's clock. A command asks the store for its time once. */
async function clocked(store: Store): Promise<ClockedStore> {
  const { createStoreClock } = await import("./parts/store-clock.ts");
  return { store, clock: await createStoreClock(store) };
}

/**
 * The user's home folder; the working directory if the system knows no home folder. It knows none when systemd or a
 * container runs the process as a user that is not in the system's list of users.
 */
function homeFolder(): string {
  try {
    return homedir();
  } catch (thrown) {
    if (thrown instanceof Error && "syscall" in thrown) return process.cwd();
    throw thrown;
  }
}

/** Two folders above this file, in `src` as in `dist`. */
const packageFolder = fileURLToPath(new URL("../..", import.meta.url));

/** The parts of the outside world that only the process entry can reach. */
export type Outside = Pick<CliDeps, "out" | "talk" | "isTerminal" | "readStdin" | "serve" | "env">;
