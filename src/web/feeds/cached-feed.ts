import type { RenderedFeed } from "../../documents/renderer.ts";
import type { Instant } from "../../domain/time.ts";
import type { ContentCoding } from "./negotiate-encoding.ts";

/**
 * One representation: its bytes, its own strong ETag, and the headers of its 200 and 304 as names and values in turn.
 */
export interface FeedForm {
  readonly bytes: Uint8Array;
  readonly etag: string;
  /** The ETag for readers that accept differences. It also lists what the document holds (`feed-difference.ts`). */
  readonly heldEtag: string;
  readonly headers: readonly string[];
  readonly headers304: readonly string[];
}

/** A document that is ready to be sent. */
export interface CachedFeed {
  /** The renderer's ETag, of the plain bytes. */
  readonly etag: string;
  /** A whole second. Two different contents under one key never have the same one. */
  readonly lastModified: Instant;
  /** `lastModified` as an HTTP date. */
  readonly lastModifiedText: string;
  readonly maxAgeSeconds: number;
  readonly bytesHeld: number;
  readonly forms: Readonly<Record<ContentCoding, FeedForm>>;
}

/** Prepares a rendered document for sending. `lastModified` is a whole second. */
export function createCachedFeed(feed: RenderedFeed, lastModified: Instant): CachedFeed {
  const form = (bytes: Uint8Array, coding: ContentCoding) => createForm(feed, bytes, coding);
  return {
    etag: feed.etag,
    lastModified,
    lastModifiedText: new Date(lastModified).toUTCString(),
    maxAgeSeconds: feed.maxAgeSeconds,
    bytesHeld: feed.bytes.length + feed.gzip.length + feed.brotli.length,
    forms: { identity: form(feed.bytes, "identity"), gzip: form(feed.gzip, "gzip"), br: form(feed.brotli, "br") },
  };
}

function createForm(feed: RenderedFeed, bytes: Uint8Array, coding: ContentCoding): FeedForm {
  // RFC 9110 section 8.8.3.3: codings of one document are different representations, so their strong ETags differ.
  const etag = coding === "identity" ? feed.etag : `${feed.etag.slice(0, -1)}-${coding}"`;
  const heldEtag = feed.held === null ? etag : `${etag.slice(0, -1)}~${feed.held}"`;
  const headers304 = [
    "ETag",
    etag,
    "Cache-Control",
    `${feed.isPrivate ? "private" : "public"}, max-age=${feed.maxAgeSeconds}, stale-while-revalidate=${feed.maxAgeSeconds}, stale-if-error=${staleIfErrorSeconds}`,
    "Vary",
    // Sec-Fetch-Dest: a browser's navigation gets a page instead (feed-page.tsx). A-IM: RFC 3229, feed-difference.ts.
    "Accept-Encoding, Sec-Fetch-Dest, A-IM",
    // RFC 9110 section 8.7: many addresses lead to one document (another order of the query, unknown parameters), and
    // this is the document's own.
    "Content-Location",
    feed.location,
    "Access-Control-Allow-Origin",
    "*",
    "Access-Control-Expose-Headers",
    "ETag, Last-Modified, Link, IM, Delta-Base",
    "X-Content-Type-Options",
    "nosniff",
  ];
  const encoding = coding === "identity" ? [] : ["Content-Encoding", coding];
  const length = ["Content-Length", String(bytes.length)];
  const headers = [
    "Content-Type",
    feed.contentType,
    ...length,
    ...encoding,
    "Accept-Ranges",
    "none",
    "Link",
    feed.link,
    ...headers304,
  ];
  return { bytes, etag, heldEtag, headers, headers304 };
}

/** RFC 5861: for a day, a cache may serve what it has when we cannot be reached. */
const staleIfErrorSeconds = 86_400;
