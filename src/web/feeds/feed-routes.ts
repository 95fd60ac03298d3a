import type { IncomingMessage, ServerResponse } from "node:http";
import { type Request, type RequestHandler, type Response, Router } from "express";
import { createFeedDirectory } from "../../documents/feed-directory.ts";
import { feedKey } from "../../documents/feed-key.ts";
import { readFeedQuery } from "../../documents/feed-query.ts";
import { digestTopic, feedTopic, sectionTopic, sourceTopic, type Topic } from "../../documents/feed-topics.ts";
import { allSections, isKeyed, keyParameter } from "../../documents/section-access.ts";
import { laneOf } from "../../documents/topic-view.ts";
import { WireError } from "../../domain/errors.ts";
import { type FeedFormat, splitFormat } from "../../publish/feed-formats.ts";
import { writeOpml } from "../../publish/opml.ts";
import { searchOf } from "../page/search-of.ts";
import type { DeskDeps, WebDeps } from "../web-deps.ts";
import { createFeedAnswers } from "./answer-feed.ts";
import { sendFeedPage, wantsPage } from "./feed-page.tsx";

/**
 * `/feeds.opml`, `/feeds/SECTION.rss|atom|json`, `/feeds/SECTION/digest.rss|atom|json`, and repaired upstream feeds:
 * `/feeds/source/ID.…`, `/feeds/feed/ID.…`.
 */
export function createFeedRoutes(deps: DeskDeps): FeedRoutes {
  const router = Router({ caseSensitive: true, strict: true });
  const sections = new Map(allSections(deps.sections).map((section) => [section.id, section]));
  const answers = createFeedAnswers(deps);
  const directory = createFeedDirectory(deps);
  const keyOf = new Map<string, string>();

  router.get("/feeds.opml", opmlHandler(deps));
  router.get("/feeds/:section/digest.:suffix", (request, response) => {
    const { id, format } = readName(`${request.params.section}.${request.params.suffix}`);
    return answer(request, response, digestTopic(sections, id, keyIn(request)), format);
  });
  router.get("/feeds/source/:name", async (request, response) => {
    const { id, format } = readName(request.params.name);
    await answer(request, response, sourceTopic(await directory(), id), format);
  });
  router.get("/feeds/feed/:name", async (request, response) => {
    const { id, format } = readName(request.params.name);
    await answer(request, response, feedTopic(await directory(), id), format);
  });
  router.get("/feeds/:name", (request, response) => {
    const { id, format } = readName(request.params.name);
    return answer(request, response, sectionTopic(sections, id, keyIn(request)), format);
  });
  router.options(["/feeds/*path", "/feeds.opml"], preflight);
  router.all(["/feeds/*path", "/feeds.opml"], refuseMethod);
  return { router, sendAtOnce };

  function sendAtOnce(request: IncomingMessage, response: ServerResponse): boolean {
    const isRead = request.method === "GET" || request.method === "HEAD";
    const isPlain = request.headers["a-im"] === undefined && !wantsPage(request);
    const key = isRead && isPlain ? keyOf.get(request.url ?? "") : undefined;
    return key !== undefined && answers.answerAtOnce(request, response, key);
  }

  async function answer(request: Request, response: Response, topic: Topic, format: FeedFormat): Promise<void> {
    const { title, path, filter, fixed, digestOf } = topic;
    // A digest is made at its hour, so no query can change it.
    const search = digestOf === undefined ? searchOf(request) : "";
    const { page, canonical, archive } = readFeedQuery(search, filter, deps.terms);
    const query = withKey(canonical, topic.key);
    const lane = laneOf(canonical, fixed);
    const shown = { title, path, query, page, archive, keyed: topic.key !== null, lane };
    const view = digestOf === undefined ? shown : { ...shown, digestOf };
    if (wantsPage(request)) return sendFeedPage(deps, response, view);
    const key = feedKey({ ...view, fixed }, format);
    await answers.answer(request, response, key, { view, format });
    // Remember an address only after Express has answered it without an error. The hot path is outside Express, where
    // an error would end the process.
    if (keyOf.size >= addressesMax) keyOf.clear();
    if (fixed && request.url.length <= addressCharsMax) keyOf.set(request.url, key);
  }
}

export interface FeedRoutes {
  readonly router: Router;
  /** The hot path: answers a known address with fresh bytes. Returns false when it leaves the request to Express. */
  sendAtOnce(request: IncomingMessage, response: ServerResponse): boolean;
}

/** How many addresses of fixed topics are remembered. */
const addressesMax = 5_000;
const addressCharsMax = 500;

function readName(name: string | undefined): { readonly id: string; readonly format: FeedFormat } {
  const found = splitFormat(name ?? "");
  if (found === null || found.path.length > 200 || found.path.includes("/"))
    throw new WireError("not-found", "A feed's address ends in .rss, .atom or .json.");
  return { id: found.path, format: found.format };
}

function keyIn(request: Request): string | null {
  return new URLSearchParams(searchOf(request)).get(keyParameter);
}

/** Adds the key to links between documents, so that a reader can follow them. */
function withKey(query: string, key: string | null): string {
  if (key === null) return query;
  return `${query === "" ? "?" : `${query}&`}${new URLSearchParams({ [keyParameter]: key })}`;
}

/** Lists every section once, as RSS, so that a reader that imports the list subscribes to each section once. */
function opmlHandler(deps: WebDeps): RequestHandler {
  const feeds = allSections(deps.sections.filter((section) => !isKeyed(section))).map(({ id, title }) => {
    return {
      url: `${deps.baseUrl}/feeds/${encodeURIComponent(id)}.rss`,
      title,
      siteUrl: `${deps.baseUrl}/${id === "all" ? "" : `?section=${encodeURIComponent(id)}`}`,
      source: null,
    };
  });
  const opml = writeOpml({ title: "wiredesk", feeds });
  return (_request, response) => {
    response.setHeader("Content-Type", "text/x-opml; charset=utf-8");
    response.setHeader("Cache-Control", "public, max-age=300");
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.end(opml);
  };
}

const preflight: RequestHandler = (_request, response) => {
  response.writeHead(204, {
    Allow: "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "A-IM, If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
  });
  response.end();
};

const refuseMethod: RequestHandler = (request, response, next) => {
  if (request.method === "GET" || request.method === "HEAD") return next();
  response.writeHead(405, { Allow: "GET, HEAD, OPTIONS", "Content-Type": "text/plain; charset=utf-8" });
  response.end("Feeds are read with GET.\n");
};
