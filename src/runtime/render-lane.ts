import { Piscina } from "piscina";
import { WireError } from "../domain/errors.ts";
import { minuteMs, secondMs } from "../domain/time.ts";
import {
  type RenderReply,
  type RenderStart,
  type RenderTask,
  type RenderWork,
  taskAbandoned,
  taskStarted,
} from "./render-messages.ts";
import { endsWithin } from "./system-clock.ts";
import { threadLimits } from "./v8-heap.ts";

export interface LaneSettings {
  /** How many tasks may wait for the thread. Further ones are rejected with rate-limited. */
  readonly waitingMax: number;
  /** A task that has not started within this time is rejected with rate-limited. */
  readonly waitMsMax: number;
  /**
   * A task that is not finished within this time, including its wait, is rejected with timeout. Its thread is then
   * ended, because only a bug takes so long.
   */
  readonly taskMsMax: number;
  /** True when the thread runs all the time; false when it runs only while there is work. */
  readonly isKept: boolean;
}

/** One render thread (`render-thread.ts`) and its queue. */
export interface RenderLane {
  /**
   * `signal` aborts when the client no longer waits for the answer. The task is then not started, or ends at its next
   * step.
   */
  run(work: RenderWork, signal: AbortSignal | null): Promise<Exclude<RenderReply, { kind: "failed" }>>;
  close(): Promise<void>;
}

export function createRenderLane(start: RenderStart, settings: LaneSettings): RenderLane {
  const pool = new Piscina({
    filename: new URL("./render-thread.js", import.meta.url).href,
    workerData: { start },
    minThreads: settings.isKept ? 1 : 0,
    maxThreads: 1,
    maxQueue: settings.waitingMax,
    idleTimeout: settings.isKept ? Number.POSITIVE_INFINITY : idleMsMax,
    resourceLimits: threadLimits,
  });
  const running = new Set<Int32Array>();

  async function run(work: RenderWork, signal: AbortSignal | null): Promise<Exclude<RenderReply, { kind: "failed" }>> {
    if (pool.queueSize >= settings.waitingMax) throw new WireError("rate-limited", tooMany);
    const state = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
    const end = new AbortController();
    const endUnlessStarted = (code: "rate-limited" | "timeout", message: string) => {
      if (Atomics.load(state, taskStarted) === 0) end.abort(new WireError(code, message));
    };
    const abandon = () => {
      Atomics.store(state, taskAbandoned, 1);
      endUnlessStarted("timeout", "the client no longer waits for this");
    };
    const stuckMessage = `the document was not finished within ${settings.taskMsMax / secondMs} s`;
    const stuck = setTimeout(() => end.abort(new WireError("timeout", stuckMessage)), settings.taskMsMax).unref();
    const late = setTimeout(() => endUnlessStarted("rate-limited", tooMany), settings.waitMsMax).unref();
    running.add(state);
    signal?.addEventListener("abort", abandon, { once: true });
    if (signal?.aborted === true) abandon();
    try {
      const reply = await runTask({ work, state }, end.signal);
      if (reply.kind === "failed") throw new WireError(reply.code, reply.message);
      return reply;
    } finally {
      running.delete(state);
      signal?.removeEventListener("abort", abandon);
      clearTimeout(late);
      clearTimeout(stuck);
    }
  }

  async function runTask(task: RenderTask, signal: AbortSignal): Promise<RenderReply> {
    try {
      return (await pool.run(task, { signal })) as RenderReply;
    } catch (thrown) {
      throw signal.aborted ? signal.reason : thrown;
    }
  }

  return {
    run,
    async close() {
      for (const state of running) Atomics.store(state, taskAbandoned, 1);
      const closed = Promise.allSettled([pool.close({ force: true })]);
      // A single step of SQLite may take longer than `closeMsMax`. In that case end the thread at once.
      if (!(await endsWithin(closed, closeMsMax))) await pool.destroy();
    },
  };
}

const tooMany = "too many requests are waiting; try again in a moment";
const idleMsMax = minuteMs;
const closeMsMax = secondMs;
