import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import type { RawDocument } from "../../domain/document.ts";
import { WireError } from "../../domain/errors.ts";
import type { Parser } from "../../domain/ports.ts";
import type { ParseLimits } from "../../parse/parse-limits.ts";
import type { WorkerAnswer, WorkerTask } from "./read-worker.ts";
import type { Reader, ReadingTask } from "./reading-types.ts";

export interface ReaderPoolOptions {
  readonly limits: ParseLimits;
  /** How long a thread may take for a document. Waiting for a free thread does not count. */
  readonly deadlineMs: number;
  readonly threads: number;
  /** The JavaScript heap of one thread. A document that needs more ends its thread and nothing else. */
  readonly memoryMbMax?: number;
}

const memoryMbDefault = 256;
/**
 * The space for new objects in one thread: a quarter of V8's default. After a burst, two threads then hold about 70 MB
 * instead of 140, for the same CPU time.
 */
const youngMbMax = 12;
const idleMs = 30_000;

/** Worker threads that parse documents, or read them as entries. */
export interface ReaderPool extends Parser, Reader {}

/**
 * Parses or reads in worker threads. When a document exceeds its deadline, its thread is killed and replaced, and the
 * document is rejected with WireError "parse-deadline"; other documents do not wait for it. Runs the compiled worker
 * beside this file.
 */
export function createReaderPool(options: ReaderPoolOptions): ReaderPool {
  const pool = new Piscina<WorkerTask, WorkerAnswer>({
    filename: fileURLToPath(new URL("./read-worker.js", import.meta.url)),
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
  const work = (document: RawDocument, reading: ReadingTask | null) =>
    gate(() => workWithin(pool, document, reading, options));
  return {
    async parse(document) {
      const answer = await work(document, null);
      if (answer.kind !== "parsed") throw refusal(answer);
      return answer.feed;
    },
    async read(document, task) {
      // Capture only whole documents, not those that were cut at the limit.
      const isCaptured = task.isCaptured && document.bytes.length <= options.limits.documentBytesMax;
      const answer = await work(document, { ...task, isCaptured });
      if (answer.kind !== "read") throw refusal(answer);
      return answer.read;
    },
    close: () => pool.destroy(),
  };
}

function refusal(answer: WorkerAnswer): Error {
  if (answer.kind === "refused") return new WireError(answer.code, answer.message);
  return new Error(`a reading thread gave the wrong kind of answer: "${answer.kind}"`);
}

/** Lets `width` tasks run at a time, so that a task's deadline begins only when a thread is free for it. */
function createGate(width: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= width) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await task();
    } finally {
      // Pass the place on to the next task, or free it when none waits.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

async function workWithin(
  pool: Piscina<WorkerTask, WorkerAnswer>,
  document: RawDocument,
  reading: ReadingTask | null,
  { limits, deadlineMs }: ReaderPoolOptions,
): Promise<WorkerAnswer> {
  const signal = AbortSignal.timeout(deadlineMs);
  // Keep one byte more than the limit, so that the stage sees that the document was longer. The copy is transferred, so
  // that the calling thread does not copy it again.
  const bytes = document.bytes.slice(0, limits.documentBytesMax + 1);
  const task = { document: { ...document, bytes }, limits, reading };
  try {
    return await pool.run(task, { signal, transferList: [bytes.buffer as ArrayBuffer] });
  } catch (thrown) {
    if (signal.aborted) throw new WireError("parse-deadline", `Not read within ${deadlineMs} ms`, { cause: thrown });
    if (isOutOfMemory(thrown)) {
      throw new WireError("parse-limit", "The document needs more memory than is allowed", { cause: thrown });
    }
    throw thrown;
  }
}

function isOutOfMemory(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && thrown.code === "ERR_WORKER_OUT_OF_MEMORY";
}
