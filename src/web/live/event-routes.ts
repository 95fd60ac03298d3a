import { type Request, type Response, Router } from "express";
import { allSections } from "../../documents/section-access.ts";
import { WireError } from "../../domain/errors.ts";
import { secondMs } from "../../domain/time.ts";
import { searchOf } from "../page/search-of.ts";
import { readDeskQuery } from "../river/desk-query.ts";
import { readViewer } from "../sign-in/read-viewer.ts";
import type { DeskDeps, WebDeps } from "../web-deps.ts";
import type { LiveEvent } from "./live-channel.ts";
import { createLiveViews } from "./live-views.ts";

/**
 * `/events`: the rows of a view as they come and change, as server-sent events; `Last-Event-ID` (or `since`) brings
 * what was missed.
 */
export function createEventRoutes(deps: DeskDeps): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const sections = allSections(deps.sections);
  const hub = createLiveViews(deps);
  let open = 0;
  router.get("/events", async (request, response) => {
    if (open >= connectionsMax) throw new WireError("store-locked", `${connectionsMax} event streams are open already`);
    const query = readDeskQuery(searchOf(request), sections);
    const viewer = readViewer(request, deps);
    const channel = hub.channel(query, viewer);
    const closed = new Promise<void>((resolve) => response.once("close", resolve));
    open += 1;
    try {
      begin(response);
      if (request.method === "HEAD") {
        response.end();
        return;
      }
      const stop = await channel.listen(sinceOf(request), (event) => write(response, event));
      hub.attend();
      // What an editor sees ends with the session: the page comes back as a reader's.
      const mayGoOn = () => viewer.editor === null || readViewer(request, deps).editor !== null;
      await Promise.race([closed, beat(deps, response, { closed, mayGoOn })]);
      stop();
      hub.attend();
      response.end();
    } finally {
      open -= 1;
    }
  });
  return router;
}

const connectionsMax = 1_000;
const beatMs = 15 * secondMs;
const retryMs = 2 * secondMs;
/** A client that takes nothing in is cut off; it comes back and gets what it missed. */
const unsentBytesMax = 4 * 1024 * 1024;

function begin(response: Response): void {
  response.writeHead(200, {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
    "X-Content-Type-Options": "nosniff",
  });
  response.write(`retry: ${retryMs}\n\n`);
}

function write(response: Response, event: LiveEvent): void {
  const { id, ...data } = event;
  // JSON has no raw line ends, so one data line carries all of it.
  response.write(`id: ${id}\nevent: rows\ndata: ${JSON.stringify(data)}\n\n`);
  if (response.writableLength > unsentBytesMax) response.destroy();
}

/** A sign of life, so that both ends notice a dead line. Ends with the connection, or when it may not go on. */
async function beat(
  { clock }: WebDeps,
  response: Response,
  { closed, mayGoOn }: { readonly closed: Promise<void>; readonly mayGoOn: () => boolean },
): Promise<void> {
  const stop = new AbortController();
  void closed.then(() => stop.abort());
  while (!response.closed && mayGoOn()) {
    response.write("event: beat\ndata: {}\n\n");
    try {
      await clock.sleep(beatMs, stop.signal);
    } catch (thrown) {
      if (!stop.signal.aborted) throw thrown;
    }
  }
}

function sinceOf(request: Request): number | null {
  const last = request.headers["last-event-id"];
  const asked = typeof last === "string" && last !== "" ? last : new URLSearchParams(searchOf(request)).get("since");
  return asked !== null && /^\d{1,15}$/.test(asked) ? Number(asked) : null;
}
