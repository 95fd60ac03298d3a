import type { FeedFormat, MergedFeed } from "./merged-feed.ts";
import { writeAtom } from "./write-atom.ts";
import { writeJson } from "./write-json.ts";
import { writeRss } from "./write-rss.ts";

/** The feed as bytes, UTF-8. Same content, same bytes. */
export function renderFeed(
  merged: MergedFeed,
  format: FeedFormat,
): { readonly bytes: Uint8Array; readonly contentType: string } {
  return { bytes: Buffer.from(writers[format](merged), "utf8"), contentType: feedContentTypes[format] };
}

/** JSON Feed 1.1 and RFC 4287 section 7 name theirs; RSS's is the one that everybody uses. */
export const feedContentTypes: Readonly<Record<FeedFormat, string>> = {
  rss: "application/rss+xml; charset=utf-8",
  atom: "application/atom+xml; charset=utf-8",
  json: "application/feed+json; charset=utf-8",
};

const writers: Readonly<Record<FeedFormat, (merged: MergedFeed) => string>> = {
  rss: writeRss,
  atom: writeAtom,
  json: writeJson,
};
