import type { PageReader } from "../documents/page-reader.ts";
import type { Renderer } from "../documents/renderer.ts";
import type { TopicRenderer } from "../documents/topic-renderer.ts";
import { secondMs } from "../domain/time.ts";
import { createRenderLane } from "./render-lane.ts";
import type { RenderStart } from "./render-messages.ts";

/**
 * The limit for one rendering, including the wait in a full queue. It is far above what any document needs; only an
 * endless rendering exceeds it.
 */
const renderMsMaxDefault = 120 * secondMs;

/**
 * The threads that make documents and read pages. One thread serves what the operator configured (sections, sources,
 * feeds). Another serves what anybody may request in any number (searches, filters, pages), and runs only while it is
 * needed. So even the most expensive search delays only other searches.
 */
export function createRenderPool(
  start: Omit<RenderStart, "readMsMax">,
  renderMsMax = renderMsMaxDefault,
): Renderer & TopicRenderer & PageReader & { close(): Promise<void> } {
  const configured = createRenderLane(
    { ...start, readMsMax: configuredReadMsMax },
    { waitingMax: 256, waitMsMax: renderMsMax, taskMsMax: renderMsMax, isKept: true },
  );
  const asked = createRenderLane(
    { ...start, readMsMax: askedReadMsMax },
    { waitingMax: 192, waitMsMax: askedWaitMsMax, taskMsMax: askedTaskMsMax, isKept: false },
  );
  return {
    async render(request, signal) {
      const lane = request.view.lane === "asked" ? asked : configured;
      const reply = await lane.run({ kind: "document", request }, signal ?? null);
      if (reply.kind !== "document") throw new Error(`expected a document from the thread, got a ${reply.kind}`);
      return reply.answer;
    },
    async renderTopic(request) {
      const lane = request.view.lane === "asked" ? asked : configured;
      const reply = await lane.run({ kind: "topic", request }, null);
      if (reply.kind !== "topic") throw new Error(`expected a topic from the thread, got a ${reply.kind}`);
      return reply.answer;
    },
    async readPage(request, signal) {
      const reply = await asked.run({ kind: "page", request }, signal);
      if (reply.kind !== "page") throw new Error(`expected a page from the thread, got a ${reply.kind}`);
      return reply.page;
    },
    async readHits(request, signal) {
      const reply = await asked.run({ kind: "hits", request }, signal);
      if (reply.kind !== "hits") throw new Error(`expected hits from the thread, got a ${reply.kind}`);
      return reply.hits;
    },
    close: async () => {
      await Promise.all([configured.close(), asked.close()]);
    },
  };
}

/** A section that the operator wrote may cost more than a stranger's search. */
const configuredReadMsMax = 30 * secondMs;
const askedReadMsMax = 2 * secondMs;
const askedWaitMsMax = 8 * secondMs;
const askedTaskMsMax = 30 * secondMs;
