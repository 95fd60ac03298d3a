import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { ConfigFile } from "../config/config-schema.ts";
import type { EnvSetting } from "../config/env-settings.ts";
import { parseConfig } from "../config/parse-config.ts";
import { secondMs } from "../domain/time.ts";

export interface ConfigTask {
  readonly text: string;
  readonly settings: readonly EnvSetting[];
  readonly port: MessagePort;
  readonly isDone: Int32Array<SharedArrayBuffer>;
}

/**
 * Runs `parseConfig` in a short-lived thread and waits for it. Parsing a file of 10,000 feeds leaves 100 MB of garbage,
 * which the end of the thread frees at once. A small file, and a file whose thread fails, is parsed directly.
 */
export function parseConfigInThread(text: string, settings: readonly EnvSetting[] = []): ConfigFile | null {
  if (text.length < smallCharsMax) return parseConfig(text, settings);
  const { port1, port2 } = new MessageChannel();
  const isDone = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const thread = new Worker(new URL("./config-thread.js", import.meta.url), {
    workerData: { text, settings, port: port2, isDone } satisfies ConfigTask,
    transferList: [port2],
  });
  thread.unref();
  Atomics.wait(isDone, 0, 0, waitMsMax);
  const received: { message: ConfigFile | null } | undefined = receiveMessageOnPort(port1);
  port1.close();
  void thread.terminate();
  return received === undefined ? parseConfig(text, settings) : received.message;
}

const smallCharsMax = 128 * 1024;
const waitMsMax = 30 * secondMs;
