import type { FeedContext } from "../../normalise/feed-context.ts";
import type { DraftFeed } from "../../parse/draft.ts";
import { readingHash } from "./reading-hash.ts";
import { readingVersion } from "./reading-version.ts";

/**
 * A hash for each item of a document. It covers the tidied item, including its base address, and everything that
 * reading takes from the document and the feed.
 */
export function hashItems(draft: DraftFeed, feed: FeedContext): readonly string[] {
  const { title, language, siteUrl } = draft;
  const context = JSON.stringify([
    ...[readingVersion, title, language ?? feed.language, siteUrl ?? feed.siteUrl],
    ...[feed.url, feed.sourceName, ...(feed.isAggregator === true ? ["aggregator"] : [])],
  ]);
  return draft.items.map((item) => readingHash(context, JSON.stringify(item)));
}
