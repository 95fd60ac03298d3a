import { once } from "node:events";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { parentPort, workerData } from "node:worker_threads";
import type { Config } from "../config/config.ts";
import { unpackConfig } from "../config/transfer-config.ts";
import { isQueued } from "../domain/command-store.ts";
import { messageOf, WireError } from "../domain/errors.ts";
import type { Log } from "../domain/ports.ts";
import type { Store } from "../domain/store.ts";
import { secondMs } from "../domain/time.ts";
import { startCron } from "../ingest/cron.ts";
import { createFigureCount, type FigureCount } from "../ingest/figure-count.ts";
import type { IngestService } from "../ingest/ingest-service.ts";
import { quarantine } from "../ingest/read-guarded.ts";
import { busyMessage, recordMsMax } from "./command-replies.ts";
import type { IngestEvent, IngestRequest, IngestStart } from "./ingest-messages.ts";
import { lowerThreadPriority } from "./lower-thread-priority.ts";
import { createIngestParts } from "./parts/create-ingest-parts.ts";
import { createLogOf } from "./parts/create-log.ts";
import { openStoreOf } from "./parts/create-store.ts";
import { shareWork } from "./parts/share-work.ts";
import { startBackups } from "./parts/start-backups.ts";
import { type ClockedStore, createStoreClock, keepLearning } from "./parts/store-clock.ts";
import { systemClock } from "./system-clock.ts";
import { createTopicQuestions } from "./topic-questions.ts";
import { keepNewSpace } from "./v8-heap.ts";

/**
 * The ingest thread: it polls, decides and writes, and is the only writer of the process. It sends "ready" once the
 * store is open and migrated, "changed" after every transaction that readers can see, and "failed" when it cannot
 * continue. It starts polling when it receives "begin".
 */
const tell = (news: IngestEvent) => parentPort?.postMessage(news);

async function run(start: IngestStart): Promise<void> {
  const { config, store } = await openAll(start);
  const log = createLogOf(config);
  const clock = await createStoreClock(store);
  await quarantineKillers(start, { store, clock }, log);
  const figures = createFigureCount();
  const topics = createTopicQuestions((question) => tell({ kind: "readTopic", question }));
  const shared = shareWork(config, { store, clock }, (change) => tell({ kind: "changed", change }));
  const { service, ...parts } = await createIngestParts(config, { store, clock }, { figures, topics, shared, tell });
  const readersClosed = new AbortController();
  const beats = heldUntilBegun(() => service.tick());
  let stopTimers: (() => void) | null = null;
  let backups: ReturnType<typeof startBackups> | null = null;
  const cron = startCron(config.polling.cron, beats.beat, systemClock);
  parentPort?.on("message", (order: IngestRequest) => {
    switch (order.kind) {
      case "begin":
        beats.begin();
        void shared.begin(service);
        backups ??= startBackups(config, store, figures.backedUp);
        stopTimers ??= startTimers(service);
        return;
      case "stop":
        void stop();
        return;
      case "readersClosed":
        readersClosed.abort();
        return;
      case "topicRead":
        topics.hear(order.answer);
        return;
      case "command":
        void answer(service, log, order);
    }
  });
  const timers = [reportFigures(figures), keepLearning(clock, log)];
  tell({ kind: "ready" });

  async function stop(): Promise<void> {
    for (const timer of timers) clearInterval(timer);
    stopTimers?.();
    await Promise.all([cron.stop(), backups?.stop()]);
    const stopped = service.stop();
    topics.close();
    await stopped;
    await shared.stop();
    await parts.close();
    tell({ kind: "quiet" });
    // SQLite checkpoints its WAL when the last connection closes, and only if that connection may write.
    if (!readersClosed.signal.aborted) await once(readersClosed.signal, "abort");
    await store.close();
    tell({ kind: "stopped" });
    parentPort?.close();
  }
}

/** Puts the documents that ended earlier ingest threads into quarantine. */
async function quarantineKillers({ killers }: IngestStart, at: ClockedStore, log: Log): Promise<void> {
  for (const killer of killers) {
    const { feedId, until } = await quarantine(at, killer);
    const told = { feedId, until: new Date(until).toISOString() };
    log.warn(told, "quarantined: the ingest thread died while it read this feed's document");
  }
}

/** Lets the service look for commands and for timed alerts. Returns the function that stops this. */
function startTimers(service: IngestService): () => void {
  const timers = [
    setInterval(() => void service.hearCommands(), hearMs),
    setInterval(() => void service.tellTime(), tellMs),
  ];
  return () => timers.forEach(clearInterval);
}

async function answer(
  service: IngestService,
  log: Log,
  { id, command, seen, sentAt }: Extract<IngestRequest, { kind: "command" }>,
): Promise<void> {
  try {
    // The sender has been told, or will soon be told, that the command was not recorded. So it must not be recorded.
    if (isQueued(command) && systemClock.now() - sentAt > recordMsMax) throw new WireError("store-locked", busyMessage);
    const onRecorded = () => tell({ kind: "recorded", id });
    tell({ kind: "done", id, result: await service.run(command, { seen: seen ?? undefined, onRecorded }) });
  } catch (error) {
    const code = error instanceof WireError ? error.code : null;
    if (code === null) log.error({ err: error, command: command.kind }, "command failed");
    tell({ kind: "refused", id, code, message: messageOf(error) });
  }
}

/**
 * Opens the store, and returns the configuration without its feeds. The feeds are now in the store, so thousands of
 * them need not stay in memory as well.
 */
async function openAll(start: IngestStart): Promise<{ config: Config; store: Store }> {
  if (start.config === null) throw new Error("the ingest thread was started without a configuration");
  const config = unpackConfig(start.config);
  start.config = null;
  const store = await openStoreOf(config, config.roles.includes("desk"));
  await store.keepIdBase(config.server.baseUrl);
  return { store, config: { ...config, feeds: [] } };
}

/** Ignores the beats of the cron until `begin` is called. `begin` counts as a beat itself. */
function heldUntilBegun(tick: () => Promise<void>): { beat(): Promise<void>; begin(): void } {
  let isBegun = false;
  return {
    beat: async () => (isBegun ? tick() : undefined),
    begin() {
      isBegun = true;
      void tick();
    },
  };
}

/** How often the store is checked for commands of other processes. One check is one small read. */
const hearMs = 100;
/** How often timed alerts are looked for: digests, ends of quiet hours, faults of feeds. */
const tellMs = 10 * secondMs;
const figuresMs = 5 * secondMs;

/** Reports the counters every few seconds, with the event loop delay since the last report. */
function reportFigures(figures: FigureCount): NodeJS.Timeout {
  const delay = monitorEventLoopDelay({ resolution: loopResolutionMs });
  delay.enable();
  // The histogram includes the interval of its own timer. The rest is delay.
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - loopResolutionMs);
  return setInterval(() => {
    const loopDelayMs = { p50: late(delay.percentile(50)), p99: late(delay.percentile(99)), max: late(delay.max) };
    delay.reset();
    tell({ kind: "figures", figures: figures.read(loopDelayMs) });
  }, figuresMs);
}

const loopResolutionMs = 10;

// Set the priority before anything else starts, so that the parser threads inherit it.
lowerThreadPriority();
keepNewSpace();
run(workerData as IngestStart).catch((error: unknown) => {
  tell({ kind: "failed", code: error instanceof WireError ? error.code : null, message: messageOf(error) });
  parentPort?.close();
});
