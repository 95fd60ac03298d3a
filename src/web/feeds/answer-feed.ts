import type { IncomingMessage, ServerResponse } from "node:http";
import type { ContentCoding, FeedRequest, Renderer } from "../../documents/renderer.ts";
import { leavingSignal } from "../page/leaving-signal.ts";
import type { RouteDeps } from "../web-deps.ts";
import type { CachedFeed } from "./cached-feed.ts";
import { createFeedCache } from "./feed-cache.ts";
import { createFeedDifferences, heldVersion, takesDifferences } from "./feed-difference.ts";
import { mayBeNewer } from "./named-version.ts";
import { prepareSections } from "./prepare-sections.ts";
import { codingFor, decideResponse, sendDifference, sendFeed } from "./send-feed.ts";
import { createValidatorsCache } from "./validators-cache.ts";

/** Answers requests for documents from the cache. `key`: the document's key in the cache. */
export interface FeedAnswers {
  /** Answers if that can be done at once. Otherwise returns false and leaves the request untouched. */
  answerAtOnce(request: IncomingMessage, response: ServerResponse, key: string): boolean;
  answer(request: IncomingMessage, response: ServerResponse, key: string, asked: FeedRequest): Promise<void>;
}

export function createFeedAnswers(routeDeps: RouteDeps): FeedAnswers {
  const deps = { ...routeDeps, renderer: rendererAfterDecisions(routeDeps) };
  const cache = createFeedCache({
    ...deps,
    stamps: createValidatorsCache(deps),
    readMark: () => deps.store.readChangeMark(),
  });
  const differences = createFeedDifferences(deps);
  deps.onDocuments?.(cache, (isOver) => prepareSections(cache, deps, isOver));
  deps.onChange(({ byEditor }) => byEditor && cache.expire());

  return {
    answerAtOnce(request, response, key) {
      const coding = codingFor(request);
      const feed = cache.peek(key, coding);
      if (feed === null) return false;
      const now = deps.clock.now();
      const decided = decideResponse(request, feed, coding, now);
      if (decided.outcome === "send" && mayBeNewer(request.headers, feed, now)) return false;
      if (decided.isReady) sendFeed(request, response, feed, decided, now);
      return decided.isReady;
    },
    async answer(request, response, key, asked) {
      const coding = codingFor(request);
      const feed = await feedFor(request, key, { asked, coding, leaving: leavingSignal(response) });
      const decided = decideResponse(request, feed, coding, deps.clock.now());
      const held = takesDifferences(request.headers) ? heldVersion(request.headers["if-none-match"]) : null;
      const wish = held === null || decided.outcome !== "send" ? null : { held: held.held, coding };
      const difference = wish === null ? null : await differences.load(key, asked, feed, wish);
      if (difference === null) sendFeed(request, response, feed, decided, deps.clock.now());
      else sendDifference(request, response, difference);
    },
  };

  async function feedFor(
    request: IncomingMessage,
    key: string,
    { asked, ...wish }: { asked: FeedRequest; coding: ContentCoding; leaving: AbortSignal },
  ): Promise<CachedFeed> {
    const mustBeCurrent = (feed: CachedFeed) => {
      const now = deps.clock.now();
      const { outcome } = decideResponse(request, feed, wish.coding, now);
      return outcome === "send" && mayBeNewer(request.headers, feed, now);
    };
    const held = cache.held(key);
    if (held !== null && mustBeCurrent(held)) return cache.loadCurrent(key, asked, wish.coding);
    const atHand = cache.peek(key, wish.coding);
    const isReady = atHand !== null && decideResponse(request, atHand, wish.coding, deps.clock.now()).isReady;
    const feed = isReady ? atHand : await cache.load(key, asked, wish);
    return mustBeCurrent(feed) ? cache.loadCurrent(key, asked, wish.coding) : feed;
  }
}

/** Tells the renderer when an editor last decided, so that no document shows an earlier state. */
function rendererAfterDecisions({ renderer, clock, onChange }: RouteDeps): Renderer {
  let decidedAt = Number.NEGATIVE_INFINITY;
  onChange(({ byEditor }) => {
    if (byEditor) decidedAt = clock.now();
  });
  return { render: (request, abandoned) => renderer.render({ ...request, decidedAt }, abandoned) };
}
