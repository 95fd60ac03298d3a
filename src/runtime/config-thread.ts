import { workerData } from "node:worker_threads";
import { parseConfig } from "../config/parse-config.ts";
import type { ConfigTask } from "./parse-config-in-thread.ts";

/** Parses one configuration while `parseConfigInThread` waits, and then ends. */
const { text, settings, port, isDone } = workerData as ConfigTask;
try {
  port.postMessage(parseConfig(text, settings));
} finally {
  Atomics.store(isDone, 0, 1);
  Atomics.notify(isDone, 0);
}
