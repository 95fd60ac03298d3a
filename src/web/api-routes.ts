import { type Request, type Response, Router } from "express";
import { WireError } from "../domain/errors.ts";
import type { FeedStatus } from "../domain/feed.ts";
import { feedHealth } from "../domain/feed-health.ts";
import type { Instant } from "../domain/time.ts";
import { type MergedItem, mergedItem } from "../publish/merged-item.ts";
import { allSections } from "./all-sections.ts";
import { readFeedQuery } from "./feed-query.ts";
import type { WebDeps } from "./web-deps.ts";

/** `/api/v1/feeds` and `/api/v1/entries`: what the desk reads and what came of it, as JSON. Errors are problem+json (error-handler.ts). */
export function createApiRoutes(deps: WebDeps): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const sections = new Map(allSections(deps.sections).map((section) => [section.id, section]));

  router.get("/api/v1/feeds", async (_request, response) => {
    const feeds = (await deps.store.listFeeds()).filter(({ feed }) => feed.state !== "removed");
    sendJson(response, { feeds: feeds.map((status) => feedOf(status, deps.clock.now())) });
  });
  router.get("/api/v1/entries", async (request, response) => {
    const search = searchOf(request);
    const section = sections.get(new URLSearchParams(search).get("section") ?? "all");
    if (section === undefined)
      throw new WireError("not-found", "There is no section by that name; /feeds.opml lists them.");
    const page = await deps.store.readPage(readFeedQuery(search, section.filter).page);
    const next = page.next === null ? null : `${page.next.at}-${page.next.id}`;
    sendJson(response, { items: page.items.map((item) => itemOf(mergedItem(item, deps.baseUrl))), next });
  });
  return router;
}

function searchOf(request: Request): string {
  const start = request.originalUrl.indexOf("?");
  return start < 0 ? "" : request.originalUrl.slice(start);
}

function sendJson(response: Response, value: object): void {
  response.setHeader("Cache-Control", "no-cache");
  response.setHeader("Content-Type", "application/json; charset=utf-8");
  response.end(JSON.stringify(value));
}

/** Without the query of its address, where subscribers' keys stand. */
function feedOf(status: FeedStatus, now: Instant): object {
  const { feed, poll, entryCount } = status;
  const { origin, pathname } = new URL(feed.url);
  const health = feedHealth(status, now);
  return {
    id: feed.id,
    url: `${origin}${pathname}`,
    title: feed.title,
    siteUrl: feed.siteUrl,
    language: feed.language,
    state: feed.state,
    source: feed.source,
    entries: entryCount,
    lastPoll: timeOf(poll.lastPollAt),
    lastSuccess: timeOf(poll.lastSuccessAt),
    nextPoll: timeOf(poll.nextPollAt),
    nextPollReason: poll.nextPollReason,
    health: health.word,
    entriesPerHour: health.entriesPerHour,
    quietSince: timeOf(health.quietSince),
    gap: health.gap === null ? null : { at: timeOf(health.gap.at), missingHours: health.gap.missingHours },
    hub: health.hub === null ? null : { ...health.hub, leaseUntil: timeOf(health.hub.leaseUntil) },
    failure:
      poll.failure === null
        ? null
        : { code: poll.failure.code, count: poll.failure.count, since: timeOf(poll.failure.firstAt) },
  };
}

function itemOf(item: MergedItem): object {
  return {
    id: item.id,
    url: item.url,
    title: item.title,
    summary: item.summary,
    language: item.language,
    source: item.source.name,
    copy: item.copyId,
    story: item.storyId,
    copies: item.copyCount,
    urgency: item.urgency,
    cue: item.cue,
    withdrawn: item.withdrawn,
    published: timeOf(item.publishedAt),
    updated: timeOf(item.updatedAt),
    carriers: item.carriers.map(({ source, url, title, publishedAt }) => ({
      source,
      url,
      title,
      published: timeOf(publishedAt),
    })),
    reasons: item.reasons,
  };
}

function timeOf(at: Instant | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
