import { parentPort, workerData } from "node:worker_threads";
import { createDeskOf, createHttpOf, createHubOf, createLogOf, createParserOf, createPollerOf, openStoreOf } from "./app.ts";
import { loadConfig } from "./config/load-config.ts";
import type { Command } from "./domain/commands.ts";
import { messageOf, WireError } from "./domain/errors.ts";
import { startCron } from "./ingest/cron.ts";
import { createIngestService } from "./ingest/ingest-service.ts";
import type { IngestNews, IngestOrder, IngestStart } from "./ingest-messages.ts";
import { systemClock } from "./system-clock.ts";

/**
 * The ingest thread: polls, decides and writes; the only writer of the process. It says "ready" once the store is open and migrated,
 * "changed" after every transaction that a reader can see, and "failed" when it cannot go on.
 */
const tell = (news: IngestNews) => parentPort?.postMessage(news);

async function run(start: IngestStart): Promise<void> {
  const config = loadConfig(start.configFile, start.env);
  const log = createLogOf(config);
  const store = await openStoreOf(config);
  const http = createHttpOf(config);
  const parser = createParserOf("live");
  const desk = createDeskOf(config, store, () => undefined);
  const service = createIngestService({
    store,
    desk,
    hub: config.hub.enabled ? createHubOf(config, store, log) : null,
    clock: systemClock,
    log,
    entryAgeMs: config.retention.entryAgeMs,
    onChange: () => tell({ kind: "changed" }),
    createPoller: (onIngested) => createPollerOf(config, store, http, parser, onIngested),
  });
  const cron = startCron(config.polling.cron, () => service.tick());
  parentPort?.on("message", (order: IngestOrder) => {
    switch (order.kind) {
      case "stop":
        void stop();
        return;
      case "command":
        void answer(order.id, order.command);
    }
  });
  tell({ kind: "ready" });
  void service.tick();

  async function answer(id: number, command: Command): Promise<void> {
    try {
      tell({ kind: "done", id, result: await service.run(command) });
    } catch (error) {
      const code = error instanceof WireError ? error.code : null;
      if (code === null) log.error({ err: error, command: command.kind }, "command failed");
      tell({ kind: "refused", id, code, message: messageOf(error) });
    }
  }

  async function stop(): Promise<void> {
    await cron.stop();
    await service.stop();
    await http.close();
    await parser.close();
    await store.close();
    tell({ kind: "stopped" });
    parentPort?.close();
  }
}

run(workerData as IngestStart).catch((error: unknown) => {
  tell({ kind: "failed", code: error instanceof WireError ? error.code : null, message: messageOf(error) });
  parentPort?.close();
});
