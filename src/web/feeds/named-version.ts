import type { IncomingHttpHeaders } from "node:http";
import { parseHttpDate } from "../../domain/calendar/http-date.ts";
import { type Instant, minuteMs } from "../../domain/time.ts";
import type { CachedFeed } from "./cached-feed.ts";
import { plainTags } from "./feed-difference.ts";

/**
 * Whether a reader names a version (If-None-Match) that may be newer than `feed`: one that this process has not made,
 * such as one of another process on the same store. ETags have no order, so only the store can tell which is newer.
 */
export function mayBeNewer(headers: IncomingHttpHeaders, feed: CachedFeed, now: Instant): boolean {
  const list = plainTags(headers["if-none-match"] ?? null);
  if (list === null) return false;
  const since = parseHttpDate(headers["if-modified-since"] ?? "", now, "strict");
  // Each version has a later Last-Modified than the ones before it. Two processes can disagree about it by seconds.
  if (since !== null && since <= feed.lastModified - disagreedMsMax) return false;
  // The same content can return after another one, with a later time.
  if (since !== null && since > feed.lastModified) return true;
  return namedTags(list).some((etag) => etag !== feed.etag && !feed.earlier.includes(etag));
}

const disagreedMsMax = minuteMs;

/** The entity tags of a list, without what says in which coding the document was sent. */
function namedTags(list: string): readonly string[] {
  return [...list.matchAll(/"[\x21\x23-\x7e\x80-\xff]*"/g)].map(([tag]) => tag.replace(/-(?:gzip|br)"$/, '"'));
}
