import { workerData } from "node:worker_threads";
import { createRenderHandler } from "../documents/render-handler.ts";
import type { Renderer, RenderRequest } from "../documents/renderer.ts";
import { WireError } from "../domain/errors.ts";
import { openReadStore } from "../store/open-store.ts";
import { yieldToServing } from "./lower-thread-priority.ts";
import type { RenderReply, RenderStart } from "./render-messages.ts";
import { systemClock } from "./system-clock.ts";

/**
 * The render thread: makes feed documents from a read-only connection of its own, so that the main thread only sends
 * bytes.
 */
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
