import { workerData } from "node:worker_threads";
import { WireError } from "./domain/errors.ts";
import type { RenderReply, RenderStart } from "./render-messages.ts";
import { openReadStore } from "./store/open-store.ts";
import { systemClock } from "./system-clock.ts";
import { createRenderHandler } from "./web/render-handler.ts";
import type { Renderer, RenderRequest } from "./web/renderer.ts";
import { yieldToServing } from "./yield-to-serving.ts";

/** The render thread: makes feed documents from a read-only connection of its own, so that the main thread only sends bytes. */
yieldToServing();
const start = (workerData as { readonly start: RenderStart }).start;
let renderer: Renderer | null = null;

export default async function render(request: RenderRequest): Promise<RenderReply> {
  try {
    renderer ??= createRenderHandler(await openReadStore(start.store), { ...start, clock: systemClock });
    return await renderer.render(request);
  } catch (error) {
    if (error instanceof WireError) return { kind: "failed", code: error.code, message: error.message };
    throw error;
  }
}
