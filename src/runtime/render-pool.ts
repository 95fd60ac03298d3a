import { Piscina } from "piscina";
import type { Renderer, RenderRequest } from "../documents/renderer.ts";
import { WireError } from "../domain/errors.ts";
import type { RenderReply, RenderStart } from "./render-messages.ts";
import { threadLimits } from "./v8-heap.ts";

/** Renders that may wait at once: beyond it callers get "rate-limited". */
const waitingMax = 256;

/** Long beyond any document, the wait of a full queue included: only a rendering that never ends takes it. */
const renderMsMaxDefault = 120_000;

/**
 * A renderer in a thread of its own (`render-thread.ts`). A rendering that does not end in `renderMsMax` costs its
 * thread (the next request starts another) and is rejected with WireError "timeout", so that no document stays at its
 * old bytes for ever.
 */
export function createRenderPool(
  start: RenderStart,
  renderMsMax = renderMsMaxDefault,
): Renderer & { close(): Promise<void> } {
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
      const signal = AbortSignal.timeout(renderMsMax);
      const reply = await (pool.run(request, { signal }) as Promise<RenderReply>).catch((error: unknown) => {
        if (!signal.aborted) throw error;
        throw new WireError("timeout", `the feed was not made within ${renderMsMax / 1000} s`, { cause: error });
      });
      if (reply.kind === "failed") throw new WireError(reply.code, reply.message);
      return reply;
    },
    close: () => pool.close({ force: true }),
  };
}
