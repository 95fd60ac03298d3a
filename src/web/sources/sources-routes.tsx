import { Router } from "express";
import { render } from "preact-render-to-string";
import { allSections } from "../../documents/section-access.ts";
import { emptyFilter } from "../../domain/section.ts";
import type { ReadStore } from "../../domain/store.ts";
import { hourMs, minuteMs } from "../../domain/time.ts";
import { writeOpml } from "../../publish/opml.ts";
import { searchOf } from "../page/search-of.ts";
import { sendPage } from "../page/send-page.ts";
import { forEachAudience, storeFor } from "../page/store-for.ts";
import { readViewer } from "../sign-in/read-viewer.ts";
import { found, idOf } from "../story/story-routes.tsx";
import type { DeskDeps } from "../web-deps.ts";
import { FeedDetailPage } from "./feed-detail-page.tsx";
import { FirstPage } from "./first-page.tsx";
import { createFirstTables } from "./first-tables.ts";
import { droppedShownMax, type HubView } from "./hub-panel.tsx";
import { hoursShown, type SourceFigures, sourceFigures } from "./source-figures.ts";
import { SourcesPage } from "./sources-page.tsx";

/**
 * `/sources`: the health of every feed. `/sources/feeds/ID`: one feed. `/sources/first`: which sources are first with
 * the news. `/sources.opml`: the list of the feeds; viewers who are not editors get addresses without keys.
 */
export function createSourcesRoutes(deps: DeskDeps): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const sections = allSections(deps.sections);
  const firstFor = forEachAudience(deps, createFirstTables);
  const figuresFor = forEachAudience(deps, createFigures);
  router.get("/sources", async (request, response) => {
    const viewer = readViewer(request, deps);
    const store = storeFor(deps, viewer);
    const feeds = (await store.listFeeds()).filter(({ feed }) => feed.state !== "removed");
    const hub = viewer.editor !== null && deps.hub !== false ? await readHub(store) : null;
    const given = new URLSearchParams(searchOf(request));
    const asked = { text: (given.get("q") ?? "").slice(0, 200).trim(), failingOnly: given.get("show") === "failing" };
    const view = { feeds, counts: await store.readCounts(), figures: await figuresFor(viewer)(), hub, asked };
    sendPage(deps, response, render(<SourcesPage view={view} viewer={viewer} sections={sections} />));
  });
  router.get("/sources/feeds/:id", async (request, response) => {
    const viewer = readViewer(request, deps);
    const store = storeFor(deps, viewer);
    const id = idOf(request);
    const status = found(
      (await store.listFeeds({ afterId: id - 1, limit: 1 })).find(({ feed }) => feed.id === id) ?? null,
    );
    const filter = { ...emptyFilter, feedId: id };
    const page = await store.readPage({ filter, collapse: "none", sort: "arrival", limit: itemsShown, after: null });
    const view = {
      ...{ status, sections, viewer, items: page.items, polls: await store.readPolls(id) },
      figures: (await figuresFor(viewer)()).get(id) ?? null,
    };
    sendPage(deps, response, render(<FeedDetailPage {...view} />));
  });
  router.get("/sources/first", async (request, response) => {
    const viewer = readViewer(request, deps);
    const tables = await firstFor(viewer)();
    sendPage(deps, response, render(<FirstPage tables={tables} viewer={viewer} sections={sections} />));
  });
  router.get("/sources.opml", async (request, response) => {
    const viewer = readViewer(request, deps);
    const whole = viewer.editor !== null;
    const feeds = (await storeFor(deps, viewer).listFeeds()).filter(({ feed }) => feed.state !== "removed");
    response.setHeader("Content-Type", "text/x-opml; charset=utf-8");
    response.setHeader("Content-Disposition", 'attachment; filename="wiredesk.opml"');
    response.setHeader("Cache-Control", "private, no-cache");
    response.end(
      writeOpml({
        title: "wiredesk subscriptions",
        feeds: feeds.map(({ feed }) => ({ ...feed, url: whole ? feed.url : withoutKeys(feed.url) })),
      }),
    );
  });
  return router;
}

async function readHub(store: ReadStore): Promise<HubView> {
  return { figures: await store.readHubFigures(), dropped: await store.readDroppedDeliveries(droppedShownMax) };
}

/** The address without its query and credentials, which may contain subscribers' keys. */
function withoutKeys(url: string): string {
  if (!URL.canParse(url)) return url;
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

const itemsShown = 20;
const arrivalsMax = 50_000;

/** The figures of the last day. They are computed at most once a minute, because they read a day of arrivals. */
function createFigures(deps: DeskDeps): () => Promise<ReadonlyMap<number | null, SourceFigures>> {
  let kept: { readonly at: number; readonly figures: ReadonlyMap<number | null, SourceFigures> } | null = null;
  return async () => {
    const now = deps.clock.now();
    if (kept !== null && now >= kept.at && now - kept.at < minuteMs) return kept.figures;
    const arrivals = await deps.store.readArrivals(now - hoursShown * hourMs, arrivalsMax);
    kept = { at: now, figures: sourceFigures(arrivals, now) };
    return kept.figures;
  };
}
