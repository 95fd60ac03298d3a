import { type Request, type Response, Router } from "express";
import { allSections } from "../../documents/section-access.ts";
import { secondMs } from "../../domain/time.ts";
import { clientOf } from "../client-of.ts";
import { namedColumns, readColumns } from "../columns/read-columns.ts";
import { searchOf } from "../page/search-of.ts";
import { forEachAudience } from "../page/store-for.ts";
import { readDeskQuery } from "../river/desk-query.ts";
import { createFilterChoices } from "../river/filter-choices.ts";
import { readViewer } from "../sign-in/read-viewer.ts";
import type { DeskDeps, WebDeps } from "../web-deps.ts";
import type { LiveEvent } from "./live-channel.ts";
import { createLiveViews, viewKey } from "./live-views.ts";
import { createStreamPlaces, type PlaceLimits } from "./stream-places.ts";

/**
 * `/events`: sends the rows of a view as server-sent events when they arrive or change. With `column` they are the rows
 * of several views, because browsers open only a few connections to a site. With `Last-Event-ID`, or with `since` (one
 * mark for each view), the client also gets the events that it missed.
 */
export function createEventRoutes(deps: DeskDeps): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const sections = allSections(deps.sections);
  const places = createStreamPlaces(limits);
  const choicesFor = forEachAudience(deps, createFilterChoices);
  const views = createLiveViews(deps, { viewsMax: limits.viewsMax, isFollowed: places.isFollowed });
  router.get("/events", async (request, response) => {
    const search = searchOf(request);
    const isWall = namedColumns(search).length > 0;
    const queries = isWall ? readColumns(search, sections, deps.terms) : [readDeskQuery(search, sections, deps.terms)];
    if (request.method === "HEAD") {
      begin(response);
      response.end();
      return;
    }
    const viewer = readViewer(request, deps);
    const closed = new Promise<void>((resolve) => response.once("close", resolve));
    const undo: (() => void)[] = [];
    try {
      for (const query of queries) {
        // The server may end the stream to make room for another client. The page of the ended stream reconnects by
        // itself.
        const view = viewKey(query, viewer);
        undo.push(places.take({ client: clientOf(request), view, end: () => response.end() }));
      }
      const channels = queries.map((query) => views.channel(viewKey(query, viewer), query, viewer));
      begin(response);
      const marks = sinceOf(request, isWall);
      for (const [at, channel] of channels.entries()) {
        const send = (event: LiveEvent) => write(response, event, isWall ? at : null);
        undo.push(await channel.listen(marks[at] ?? marks[0] ?? null, send));
      }
      views.attend();
      // An editor's stream ends with the session. The page then reconnects as a reader's.
      const mayGoOn = () => viewer.editor === null || readViewer(request, deps).editor !== null;
      const trouble = async () => (await choicesFor(viewer)()).trouble;
      await Promise.race([closed, beat(deps, response, { closed, mayGoOn, trouble })]);
      response.end();
    } finally {
      for (const step of undo.reverse()) step();
      views.attend();
    }
  });
  return router;
}

/** The limits of one client leave room for other clients, and are enough for a newsroom behind one address. */
const limits: PlaceLimits = { streamsMax: 1_000, clientStreamsMax: 500, viewsMax: 200, clientViewsMax: 150 };

const beatMs = 15 * secondMs;
const retryMs = 2 * secondMs;
/** A client that does not read is disconnected at this limit. It reconnects and gets what it missed. */
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

/**
 * `column`: the index of the view among the views that the stream follows; null when the stream follows only one view.
 */
function write(response: Response, event: LiveEvent, column: number | null): void {
  if (response.writableEnded) return;
  const { id, ...rest } = event;
  const data = column === null ? rest : { ...rest, column };
  // JSON contains no raw line breaks, so one data line is enough.
  response.write(`id: ${id}\nevent: rows\ndata: ${JSON.stringify(data)}\n\n`);
  if (response.writableLength > unsentBytesMax) response.destroy();
}

/**
 * Sends a beat regularly, so that both ends notice a dead connection. The beat also says what is wrong with the feeds.
 * Resolves when the connection ends, or when `mayGoOn` returns false.
 */
async function beat(
  { clock }: WebDeps,
  response: Response,
  {
    closed,
    mayGoOn,
    trouble,
  }: {
    readonly closed: Promise<void>;
    readonly mayGoOn: () => boolean;
    readonly trouble: () => Promise<string | null>;
  },
): Promise<void> {
  const stop = new AbortController();
  void closed.then(() => stop.abort());
  while (!response.writableEnded && !response.closed && mayGoOn()) {
    response.write(`event: beat\ndata: ${JSON.stringify({ trouble: await trouble() })}\n\n`);
    try {
      await clock.sleep(beatMs, stop.signal);
    } catch (thrown) {
      if (!stop.signal.aborted) throw thrown;
    }
  }
}

/**
 * The marks of the last events that the client has, one for each view; empty when it has none. Last-Event-ID names the
 * last event of one view, so it says nothing about the other views of a stream with `column`.
 */
function sinceOf(request: Request, isWall: boolean): readonly number[] {
  const last = isWall ? undefined : request.headers["last-event-id"];
  const asked = typeof last === "string" && last !== "" ? last : new URLSearchParams(searchOf(request)).get("since");
  return asked !== null && /^\d{1,15}(?:,\d{1,15}){0,7}$/.test(asked) ? asked.split(",").map(Number) : [];
}
