import { fileURLToPath } from "node:url";
import type { Piscina } from "piscina";
import type { RawDocument } from "../../domain/document.ts";
import { WireError } from "../../domain/errors.ts";
import type { Parser } from "../../domain/ports.ts";
import type { ParseLimits } from "../../parse/parse-limits.ts";
import { createThreadStart, usedMs, watchDeadline } from "./processor-deadline.ts";
import type { WorkerAnswer, WorkerTask } from "./read-worker.ts";
import { createReaderGate } from "./reader-gate.ts";
import type { Reader, ReadingTask } from "./reading-types.ts";

export interface ReaderPoolOptions {
  readonly limits: ParseLimits;
  /** How much processor time a document may take (`watchDeadline`). Waiting for a free thread does not count. */
  readonly deadlineMs: number;
  readonly threads: number;
  /** The JavaScript heap of one thread. A document that needs more ends its thread and nothing else. */
  readonly memoryMbMax?: number;
}

const memoryMbDefault = 256;
/** The space for new objects in one thread: an eighth of V8's default, at no measurable cost. */
const youngMbMax = 6;
const idleMs = 30_000;

/** Worker threads that parse documents, or read them as entries. */
export interface ReaderPool extends Parser, Reader {}

/**
 * Parses or reads in worker threads. The first thread starts with the first document, and further ones start when a
 * document takes long (`createReaderGate`). When a document exceeds its deadline, its thread is killed and replaced,
 * and the document is rejected with WireError "parse-deadline"; other documents do not wait for it. Runs the compiled
 * worker beside this file.
 */
export function createReaderPool(options: ReaderPoolOptions): ReaderPool {
  let started: Promise<Threads> | null = null;
  const gate = createReaderGate(options.threads);
  const work = (document: RawDocument, reading: ReadingTask | null) =>
    gate(async () => {
      started ??= startThreads(options);
      return workWithin(await started, document, reading, options);
    });
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
    close: async () => (await started)?.destroy(),
  };
}

function refusal(answer: WorkerAnswer): Error {
  if (answer.kind === "refused") return new WireError(answer.code, answer.message);
  return new Error(`a reading thread gave the wrong kind of answer: "${answer.kind}"`);
}

type Threads = Piscina<WorkerTask, WorkerAnswer>;

/** Loads the package late, because most commands read no document. */
async function startThreads({ threads, memoryMbMax }: ReaderPoolOptions): Promise<Threads> {
  const { Piscina } = await import("piscina");
  return new Piscina<WorkerTask, WorkerAnswer>({
    filename: fileURLToPath(new URL("./read-worker.js", import.meta.url)),
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: idleMs,
    concurrentTasksPerWorker: 1,
    resourceLimits: {
      maxOldGenerationSizeMb: memoryMbMax ?? memoryMbDefault,
      maxYoungGenerationSizeMb: youngMbMax,
    },
  });
}

async function workWithin(
  pool: Threads,
  document: RawDocument,
  reading: ReadingTask | null,
  { limits, deadlineMs }: ReaderPoolOptions,
): Promise<WorkerAnswer> {
  const over = new AbortController();
  const start = createThreadStart();
  const endWatch = watchDeadline(
    deadlineMs,
    () => usedMs(start),
    () => over.abort(),
  );
  // Keep one byte more than the limit, so that the parser sees that the document was longer. The copy is handed over to
  // the thread, so that the bytes are not copied again. `slice` of a Buffer would copy nothing, and the caller would
  // lose its bytes.
  const bytes = new Uint8Array(document.bytes.subarray(0, limits.documentBytesMax + 1));
  const task = { document: { ...document, bytes }, limits, reading, start };
  try {
    return await pool.run(task, { signal: over.signal, transferList: [bytes.buffer as ArrayBuffer] });
  } catch (thrown) {
    if (over.signal.aborted)
      throw new WireError("parse-deadline", `Not read within ${deadlineMs} ms`, { cause: thrown });
    if (isOutOfMemory(thrown)) {
      throw new WireError("parse-limit", "The document needs more memory than is allowed", { cause: thrown });
    }
    throw thrown;
  } finally {
    endWatch();
  }
}

function isOutOfMemory(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && thrown.code === "ERR_WORKER_OUT_OF_MEMORY";
}
