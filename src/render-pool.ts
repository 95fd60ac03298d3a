import { Piscina } from "piscina";
import { WireError } from "./domain/errors.ts";
import { threadLimits } from "./lean-heap.ts";
import type { RenderReply, RenderStart } from "./render-messages.ts";
import type { Renderer, RenderRequest } from "./web/renderer.ts";

/** Renders that may wait at once: beyond it callers get "rate-limited". */
const waitingMax = 256;

/** A renderer in a thread of its own (`render-thread.ts`). */
export function createRenderPool(start: RenderStart): Renderer & { close(): Promise<void> } {
  const pool = new Piscina({
    filename: new URL("./render-thread.js", import.meta.url).href,
    workerData: { start },
    minThreads: 1,
    maxThreads: 1,
    maxQueue: waitingMax,
    idleTimeout: Number.POSITIVE_INFINITY,
    resourceLimits: threadLimits,
  });
  return {
    async render(request: RenderRequest) {
      if (pool.queueSize >= waitingMax)
        throw new WireError("rate-limited", "too many feeds are asked for at once; try again in a moment");
      const reply = (await pool.run(request)) as RenderReply;
      if (reply.kind === "failed") throw new WireError(reply.code, reply.message);
      return reply;
    },
    close: () => pool.close({ force: true }),
  };
}
