import type { FeedContext } from "../../normalise/feed-context.ts";
import type { DraftFeed } from "../../parse/draft.ts";
import { readingHash } from "./reading-hash.ts";
import { readingVersion } from "./reading-version.ts";

/**
 * A hash for each item of a document: of all that the item says after tidying (its base address among it), and of what
 * is read into it from the document and the feed.
 */
export function hashItems(draft: DraftFeed, feed: FeedContext): readonly string[] {
  const { title, language, siteUrl } = draft;
  const context = JSON.stringify([
    ...[readingVersion, title, language ?? feed.language, siteUrl ?? feed.siteUrl],
    ...[feed.url, feed.sourceName],
  ]);
  return draft.items.map((item) => readingHash(context, JSON.stringify(item)));
}
