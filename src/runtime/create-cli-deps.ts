import type { CliDeps } from "../cli/cli-deps.ts";
import { loadConfig } from "../config/load-config.ts";
import { createEngine } from "../dedupe/engine.ts";
import { createDeskOf, createHttpOf, createLogOf, createPollerOf, createReaderOf, openStoreOf } from "./app.ts";
import { createIngestOf } from "./create-ingest.ts";
import { parseConfigInThread } from "./parse-config-in-thread.ts";
import { isOwnerAlive, isServiceOwner, processOwner } from "./process-owner.ts";
import { systemClock } from "./system-clock.ts";
import { holdNewSpace } from "./v8-heap.ts";

/** Makes what the commands need, from `app.ts` and the outside world. */
export function createCliDeps(outside: Outside): CliDeps {
  return {
    ...outside,
    clock: systemClock,
    loadConfig(file) {
      const release = holdNewSpace();
      try {
        return loadConfig(file, outside.env, parseConfigInThread);
      } finally {
        release();
      }
    },
    log: createLogOf,
    openStore: openStoreOf,
    createHttp: createHttpOf,
    createReader: createReaderOf,
    createDesk: createDeskOf,
    createEngine: (state) => createEngine({ state }),
    owner: processOwner,
    async isServing(store) {
      const owner = await store.readDeskOwner(systemClock.now());
      return owner !== null && isServiceOwner(owner) && isOwnerAlive(owner);
    },
    createPoller: (config, store, http, reader, onIngested) =>
      createPollerOf(config, store, http, createIngestOf(config, store, reader, onIngested)),
  };
}

/** The parts of the outside world that only the process entry can reach. */
export type Outside = Pick<CliDeps, "out" | "talk" | "isTerminal" | "readStdin" | "serve"> & {
  readonly env: Readonly<Record<string, string | undefined>>;
};
