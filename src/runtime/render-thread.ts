import { workerData } from "node:worker_threads";
import { createRenderHandler } from "../documents/render-handler.ts";
import type { Renderer, RenderRequest } from "../documents/renderer.ts";
import { WireError } from "../domain/errors.ts";
import type { PublicStore } from "../domain/store.ts";
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
    renderer ??= createRenderHandler(await openPresentStore(), { ...start, clock: systemClock });
    return await renderer.render(request);
  } catch (error) {
    if (error instanceof WireError) return { kind: "failed", code: error.code, message: error.message };
    throw error;
  }
}

/** The service has made the store: one that is not there was taken away since. */
async function openPresentStore(): Promise<PublicStore> {
  try {
    return await openReadStore(start.store);
  } catch (thrown) {
    if (!(thrown instanceof WireError) || thrown.code !== "not-found") throw thrown;
    throw new WireError("store-lost", thrown.message, { cause: thrown });
  }
}
