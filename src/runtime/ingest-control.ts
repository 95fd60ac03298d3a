import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Config } from "../config/config.ts";
import { packConfig } from "../config/transfer-config.ts";
import type { Commands, StoreChange } from "../domain/commands.ts";
import { messageOf, WireError } from "../domain/errors.ts";
import type { IngestFigures } from "../domain/figures/figures.ts";
import type { TopicDocuments } from "../domain/hub.ts";
import type { Log } from "../domain/ports.ts";
import { secondMs } from "../domain/time.ts";
import { createCommandReplies } from "./command-replies.ts";
import { type Deferred, deferred } from "./deferred.ts";
import type { IngestEvent, IngestRequest, IngestStart } from "./ingest-messages.ts";
import { createReadingWatch } from "./reading-watch.ts";
import { endsWithin } from "./system-clock.ts";
import { createTopicAnswers } from "./topic-answers.ts";
import { threadLimits } from "./v8-heap.ts";

/** The ingest thread from the main thread's point of view. */
export interface IngestControl extends Commands {
  /**
   * Resolves to null when the store is open and migrated. Resolves to an error when the store cannot be written
   * (a full disk); the thread then keeps trying until it can. Rejects when the thread cannot start at all.
   */
  readonly ready: Promise<WireError | null>;
  /** Answers the hub's questions from now on. Earlier questions have waited for this. */
  serveTopics(documents: TopicDocuments): void;
  /** The counters of the thread since its start; null before its first report. */
  readFigures(): IngestFigures | null;
  /**
   * Lets the thread poll and subscribe at hubs, from now on and after each restart. Call it once the service answers
   * HTTP.
   */
  begin(): void;
  /** Ends polling and deciding at once. The store is closed last, after `readersClosed` has resolved. */
  stop(readersClosed: Promise<void>): Promise<void>;
  /** Resolves once polling and deciding have ended, after `stop`. */
  readonly quiet: Promise<void>;
}

const stopMsMax = 15 * secondMs;
const restartMs = 5 * secondMs;

/** Starts the ingest thread and restarts it when it dies. Until it runs again, readers still get the stored news. */
export function startIngest(config: Config, log: Log, onChange: (change: StoreChange) => void): IngestControl {
  const replies = createCommandReplies();
  const begun = deferred<WireError | null>();
  const quiet = deferred<void>();
  const topics = createTopicAnswers();
  const watch = createReadingWatch();
  let worker: Worker | null = null;
  let everReady = false;
  let stopping = false;
  let figures: IngestFigures | null = null;

  const beginning = createBeginning(() => worker?.postMessage({ kind: "begin" } satisfies IngestRequest));
  const restart = createRestart(log, () => (stopping ? undefined : launch()));

  function launch(): void {
    const thread = startThread(
      { config: packConfig(config), killers: watch.killers() },
      (event) => hear(event, thread),
      (failure) => {
        worker = null;
        replies.rejectAll();
        if (stopping) return quiet.resolve();
        watch.blame();
        if (everReady || mayPass(failure)) restart.later(failure);
        endStart(begun, failure);
      },
    );
    worker = thread;
  }

  /** Handles a message. Returns the reason when the thread reports that it cannot continue. */
  function hear(news: IngestEvent, thread: Worker): Error | null {
    if (news.kind === "failed") return failureOf(news);
    if (news.kind === "recorded" || news.kind === "done" || news.kind === "refused") replies.hear(news);
    watch.hear(news);
    if (news.kind === "changed") onChange(news.change);
    if (news.kind === "readTopic") topics.answer(news.question, thread);
    if (news.kind === "figures") figures = news.figures;
    if (news.kind === "quiet") quiet.resolve();
    if (news.kind === "ready") {
      everReady = true;
      begun.resolve(null);
      restart.succeeded();
      beginning.threadReady();
    }
    return null;
  }

  async function stop(readersClosed: Promise<void>): Promise<void> {
    stopping = true;
    if (worker === null) quiet.resolve();
    await (worker === null ? readersClosed : stopThread(worker, readersClosed));
  }

  launch();
  return {
    ready: begun.promise,
    run: (command, seen) => replies.send(worker, command, seen ?? null),
    serveTopics: topics.serve,
    readFigures: () => figures,
    begin: beginning.ask,
    stop,
    quiet: quiet.promise,
  };
}

function failureOf({ code, message }: Extract<IngestEvent, { kind: "failed" }>): Error {
  return code === null ? new Error(message) : new WireError(code, message);
}

/** Sends "begin" to each thread that becomes ready, after `begin` has been called. */
function createBeginning(tell: () => void) {
  let isAsked = false;
  let isReady = false;
  return {
    ask(): void {
      isAsked = true;
      if (isReady) tell();
    },
    threadReady(): void {
      isReady = true;
      if (isAsked) tell();
    },
  };
}

/** Restarts the thread after a delay. A repeated reason is logged only once, because a full disk may last for hours. */
function createRestart(log: Log, launch: () => void) {
  let lastSaid: string | null = null;
  return {
    succeeded(): void {
      lastSaid = null;
    },
    later(failure: Error | null): void {
      const reason = messageOf(failure ?? "no reason given");
      if (reason !== lastSaid) log.error({ err: failure }, `ingest thread ended (${reason}); starting it again`);
      lastSaid = reason;
      setTimeout(launch, restartMs).unref();
    },
  };
}

/**
 * `hear` returns the reason when the thread reports that it cannot continue. `onEnd` receives the reason why the thread
 * ended.
 */
function startThread(
  start: IngestStart,
  hear: (event: IngestEvent) => Error | null,
  onEnd: (failure: Error | null) => void,
): Worker {
  const thread = new Worker(new URL("./ingest-thread.js", import.meta.url), {
    workerData: start,
    resourceLimits: threadLimits,
  });
  let failure: Error | null = null;
  thread.on("message", (event: IngestEvent) => {
    failure = hear(event) ?? failure;
  });
  thread.on("error", (error) => {
    failure = error instanceof Error ? error : new Error(messageOf(error));
  });
  thread.on("exit", () => onEnd(failure));
  return thread;
}

async function stopThread(thread: Worker, readersClosed: Promise<void>): Promise<void> {
  const ended = once(thread, "exit");
  thread.postMessage({ kind: "stop" } satisfies IngestRequest);
  await Promise.allSettled([readersClosed]);
  thread.postMessage({ kind: "readersClosed" } satisfies IngestRequest);
  if (!(await endsWithin(ended, stopMsMax))) await thread.terminate();
  await readersClosed;
}

/** Settles a start that was still waiting when the thread ended. */
function endStart(begun: Deferred<WireError | null>, failure: Error | null): void {
  if (mayPass(failure)) begun.resolve(failure);
  else begun.reject(failure ?? new Error("the ingest thread ended before it was ready"));
}

/**
 * Failures that may pass: a full disk, a missing permission, a long write by another process, a server that is away.
 * Until they pass, readers can get the stored news.
 */
function mayPass(failure: Error | null): failure is WireError {
  return failure instanceof WireError && passing.has(failure.code);
}

const passing: ReadonlySet<WireError["code"]> = new Set(["io-failed", "store-locked", "store-away"]);
