import { afterEach } from "vitest";
import { createRenderHandler } from "../../../src/documents/render-handler.ts";
import type { Renderer } from "../../../src/documents/renderer.ts";
import { emptyFilter, type Section } from "../../../src/domain/section.ts";
import { createServer } from "../../../src/web/server.ts";
import { fakeReadStore } from "../../support/fake-read-store.ts";
import { createRecordingLog } from "../../support/logs.ts";
import { readOnlyWeb } from "../../support/read-only-web.ts";
import { type ServedApp, serveApp } from "../../support/serve-app.ts";
import { pageOf, tenOClock } from "../../support/wire-items.ts";

export const baseUrl = "https://wire.example";
const sections: Section[] = [
  { id: "world", title: "World & more", filter: { ...emptyFilter, languages: ["en"] } },
  { id: "wires", title: "Wires", filter: { ...emptyFilter, sources: ["Northern Wire"], categories: ["Transport"] } },
];

const open: ServedApp[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => app.close()));
});

/** The whole HTTP server over a store that a test fills by hand. `wrap` may wrap the renderer. */
export async function serveFeeds(items = pageOf(3).items, wrap = (renderer: Renderer): Renderer => renderer) {
  const store = fakeReadStore(items);
  let time = tenOClock + 3_600_000;
  const clock = { now: () => time, sleep: async () => undefined };
  const { log, messages: logged } = createRecordingLog();
  const renderer = wrap(createRenderHandler(store, { baseUrl, idBase: baseUrl, clock }));
  const app = await serveApp(
    createServer({ store, renderer, sections, baseUrl, idBase: baseUrl, clock, log, version: "1", ...readOnlyWeb }),
  );
  open.push(app);
  return {
    store,
    logged,
    app,
    ask: app.ask,
    pass: (ms: number) => {
      time += ms;
    },
  };
}
