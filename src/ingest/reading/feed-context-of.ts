import type { Feed } from "../../domain/feed.ts";
import type { FeedContext } from "../../normalise/feed-context.ts";

/** What normalising needs to know of the feed that a document belongs to. */
export function feedContextOf({ url, language, siteUrl, source }: Feed): FeedContext {
  return { url, language, siteUrl, sourceName: source.name };
}
