import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import type { RawDocument } from "../domain/document.ts";
import { WireError } from "../domain/errors.ts";
import type { ParsedFeed } from "../domain/parsed-feed.ts";
import type { Parser } from "../domain/ports.ts";
import type { ParseLimits } from "./parse-limits.ts";
import type { ParseAnswer, ParseTask } from "./parse-worker.ts";

export interface ParserPoolOptions {
  readonly limits: ParseLimits;
  /** From the moment a thread takes the document; waiting for a free thread does not count. */
  readonly deadlineMs: number;
  readonly threads: number;
  /** JavaScript heap of one thread. A document that needs more costs its thread, nothing else. */
  readonly memoryMbMax?: number;
}

const memoryMbDefault = 256;
/**
 * New objects of one thread: a quarter of what V8 takes by itself. Two threads then hold some 70 MB after a burst, not
 * 140, for the same CPU.
 */
const youngMbMax = 12;
const idleMs = 30_000;

/**
 * Parses in worker threads. A document over its deadline has its thread killed (a new one is started) and is rejected
 * with WireError "parse-deadline"; no other document waits for it. Runs the compiled worker beside this file.
 */
export function createParserPool(options: ParserPoolOptions): Parser {
  const pool = new Piscina<ParseTask, ParseAnswer>({
    filename: fileURLToPath(new URL("./parse-worker.js", import.meta.url)),
    minThreads: 0,
    maxThreads: options.threads,
    idleTimeout: idleMs,
    concurrentTasksPerWorker: 1,
    resourceLimits: {
      maxOldGenerationSizeMb: options.memoryMbMax ?? memoryMbDefault,
      maxYoungGenerationSizeMb: youngMbMax,
    },
  });
  const gate = createGate(options.threads);
  return {
    parse: (document) => gate(() => parseWithin(pool, document, options)),
    close: () => pool.destroy(),
  };
}

/** Lets `width` tasks run at a time, so that the deadline of a task begins when a thread is free for it. */
function createGate(width: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= width) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await task();
    } finally {
      // The place is handed on, or given up where nobody waits.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

async function parseWithin(
  pool: Piscina<ParseTask, ParseAnswer>,
  document: RawDocument,
  { limits, deadlineMs }: ParserPoolOptions,
): Promise<ParsedFeed> {
  const deadline = AbortSignal.timeout(deadlineMs);
  // One byte over the limit tells the stage that there was more. Transferring the copy spares the main thread a second
  // one.
  const bytes = document.bytes.slice(0, limits.documentBytesMax + 1);
  const answer = await run(pool, { document: { ...document, bytes }, limits }, deadline, deadlineMs);
  switch (answer.kind) {
    case "parsed":
      return answer.feed;
    case "refused":
      throw new WireError(answer.code, answer.message);
  }
}

async function run(
  pool: Piscina<ParseTask, ParseAnswer>,
  task: ParseTask,
  signal: AbortSignal,
  deadlineMs: number,
): Promise<ParseAnswer> {
  try {
    return await pool.run(task, { signal, transferList: [task.document.bytes.buffer as ArrayBuffer] });
  } catch (thrown) {
    if (signal.aborted) throw new WireError("parse-deadline", `Not read within ${deadlineMs} ms`, { cause: thrown });
    if (isOutOfMemory(thrown)) {
      throw new WireError("parse-limit", "The document needs more memory than it may", { cause: thrown });
    }
    throw thrown;
  }
}

function isOutOfMemory(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && thrown.code === "ERR_WORKER_OUT_OF_MEMORY";
}
