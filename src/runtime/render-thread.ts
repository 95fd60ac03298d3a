import { workerData } from "node:worker_threads";
import { createRenderHandler } from "../documents/render-handler.ts";
import type { Renderer } from "../documents/renderer.ts";
import type { TopicRenderer } from "../documents/topic-renderer.ts";
import { WireError } from "../domain/errors.ts";
import { createReadLimits } from "../domain/read-limits.ts";
import type { PublicStore } from "../domain/store.ts";
import { openReadStore } from "../store/open-store.ts";
import { lowerThreadPriority } from "./lower-thread-priority.ts";
import { type RenderReply, type RenderStart, type RenderTask, taskAbandoned, taskStarted } from "./render-messages.ts";
import { systemClock } from "./system-clock.ts";

/**
 * A render thread: makes feed documents and reads pages over its own read-only connection, so that the main thread only
 * sends bytes. It does one task at a time.
 */
lowerThreadPriority();
const start = (workerData as { readonly start: RenderStart }).start;
let state: Int32Array | null = null;
const limits = createReadLimits({
  clock: systemClock,
  readMsMax: start.readMsMax,
  isAbandoned: () => state !== null && Atomics.load(state, taskAbandoned) === 1,
});
let opened: { readonly store: PublicStore; readonly renderer: Renderer & TopicRenderer } | null = null;

export default async function work(task: RenderTask): Promise<RenderReply> {
  Atomics.store(task.state, taskStarted, 1);
  state = task.state;
  limits.begin();
  try {
    opened ??= await open();
    return await answer(opened, task);
  } catch (error) {
    if (error instanceof WireError) return { kind: "failed", code: error.code, message: error.message };
    throw error;
  }
}

async function open(): Promise<NonNullable<typeof opened>> {
  // A document may need several readings of the store. They share the task's time, so a single reading does not restart
  // the limit.
  const store = await openReadStore(start.store, { ...limits, begin: () => undefined });
  return { store, renderer: createRenderHandler(store, { ...start, clock: systemClock }) };
}

async function answer({ store, renderer }: NonNullable<typeof opened>, { work }: RenderTask): Promise<RenderReply> {
  switch (work.kind) {
    case "document":
      return { kind: "document", answer: await renderer.render(work.request) };
    case "topic":
      return { kind: "topic", answer: await renderer.renderTopic(work.request) };
    case "page": {
      const { audience, query } = work.request;
      return { kind: "page", page: await (audience === "editors" ? store.forEditors : store).readPage(query) };
    }
    case "hits": {
      const { audience, query } = work.request;
      return { kind: "hits", hits: await (audience === "editors" ? store.forEditors : store).readHits(query) };
    }
  }
}
