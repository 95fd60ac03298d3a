import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Config } from "../config/config.ts";
import { carryConfig } from "../config/transfer-config.ts";
import type { Commands } from "../domain/commands.ts";
import { messageOf, WireError } from "../domain/errors.ts";
import type { IngestFigures } from "../domain/figures/figures.ts";
import type { TopicDocuments } from "../domain/hub.ts";
import type { Log } from "../domain/ports.ts";
import { secondMs } from "../domain/time.ts";
import { createCommandReplies } from "./command-replies.ts";
import type { IngestEvent, IngestRequest, IngestStart } from "./ingest-messages.ts";
import { endsWithin, systemClock } from "./system-clock.ts";
import { createTopicAnswers } from "./topic-answers.ts";
import { threadLimits } from "./v8-heap.ts";

/** The ingest thread as the main thread sees it. */
export interface IngestControl extends Commands {
  /** Resolves when the store is open and migrated; rejects when the thread cannot start at all. */
  readonly ready: Promise<void>;
  /** Has the hub's questions answered from here on; those that came before wait for it. */
  serveTopics(documents: TopicDocuments): void;
  /** The counters of the thread since its start; null before its first report. */
  readFigures(): IngestFigures | null;
  /**
   * Lets the thread poll and ask hubs, from now on and after each of its restarts: call it when the service answers
   * HTTP.
   */
  begin(): void;
  /** Ends polling and deciding at once; the store is closed once `readersClosed` has resolved, and last of all. */
  stop(readersClosed: Promise<void>): Promise<void>;
}

const stopMsMax = 15 * secondMs;
const restartMs = 5 * secondMs;

/** Starts the ingest thread and restarts it when it dies; meanwhile readers keep getting the stored news. */
export function startIngest(config: Config, log: Log, onChange: () => void): IngestControl {
  const replies = createCommandReplies();
  const begun = deferred();
  const topics = createTopicAnswers();
  let worker: Worker | null = null;
  let everReady = false;
  let isServing = false;
  let stopping = false;
  let figures: IngestFigures | null = null;

  function launch(): void {
    const thread = startThread(
      config,
      (event) => hear(event, thread),
      (failure) => {
        worker = null;
        replies.rejectAll();
        if (stopping) return;
        if (everReady) relaunch(failure);
        else begun.reject(failure ?? new Error("the ingest thread ended before it was ready"));
      },
    );
    worker = thread;
  }

  /** Returns the reason when the thread reports that it cannot continue. */
  function hear(news: IngestEvent, thread: Worker): Error | null {
    if (news.kind === "failed") return failureOf(news);
    if (news.kind === "recorded" || news.kind === "done" || news.kind === "refused") replies.hear(news);
    if (news.kind === "changed") onChange();
    if (news.kind === "readTopic") topics.answer(news.question, thread);
    if (news.kind === "figures") figures = news.figures;
    if (news.kind === "ready") {
      everReady = true;
      begun.resolve();
      if (isServing) tellBegin();
    }
    return null;
  }

  function relaunch(failure: Error | null): void {
    log.error({ err: failure }, `ingest thread ended (${messageOf(failure ?? "no reason given")}); starting it again`);
    void systemClock.sleep(restartMs).then(() => (stopping ? undefined : launch()));
  }

  function tellBegin(): void {
    worker?.postMessage({ kind: "begin" } satisfies IngestRequest);
  }

  async function stop(readersClosed: Promise<void>): Promise<void> {
    stopping = true;
    if (worker !== null) await stopThread(worker, readersClosed);
    await readersClosed;
  }

  launch();
  return {
    ready: begun.promise,
    run: (command, seen) => replies.send(worker, command, seen ?? null),
    serveTopics: topics.serve,
    readFigures: () => figures,
    begin() {
      isServing = true;
      // A thread that is not ready yet is told once it is.
      if (everReady) tellBegin();
    },
    stop,
  };
}

function failureOf({ code, message }: Extract<IngestEvent, { kind: "failed" }>): Error {
  return code === null ? new Error(message) : new WireError(code, message);
}

/** `hear` answers the reason when the thread says that it cannot go on; `onEnd` is told why the thread ended. */
function startThread(
  config: Config,
  hear: (event: IngestEvent) => Error | null,
  onEnd: (failure: Error | null) => void,
): Worker {
  const thread = new Worker(new URL("./ingest-thread.js", import.meta.url), {
    workerData: { config: carryConfig(config) } satisfies IngestStart,
    resourceLimits: threadLimits,
  });
  let failure: Error | null = null;
  thread.on("message", (event: IngestEvent) => {
    failure = hear(event) ?? failure;
  });
  thread.on("error", (error) => {
    failure = error instanceof Error ? error : new Error(String(error));
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
}

/** Promise.withResolvers, which Node 20 does not have. */
function deferred(): { promise: Promise<void>; resolve: () => void; reject: (error: Error) => void } {
  let settle: Pick<ReturnType<typeof deferred>, "resolve" | "reject"> | null = null;
  const promise = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, resolve: () => settle?.resolve(), reject: (error) => settle?.reject(error) };
}
