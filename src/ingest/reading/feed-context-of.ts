import type { Feed } from "../../domain/feed.ts";
import type { FeedContext } from "../../normalise/feed-context.ts";

/** The facts about a document's feed that normalising needs. */
export function feedContextOf({ url, language, siteUrl, source }: Feed): FeedContext {
  const isAggregator = source.kind === "aggregator";
  return { url, language, siteUrl, sourceName: source.name, ...(isAggregator ? { isAggregator } : {}) };
}
