import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { ContentCoding, RenderedFeed } from "../../documents/renderer.ts";
import type { Instant } from "../../domain/time.ts";

/** One representation of a document. Headers are names and values in turn. */
export interface FeedForm {
  readonly coding: ContentCoding;
  /** null when this form was not made, because no reader requested it lately. */
  readonly bytes: Uint8Array | null;
  readonly etag: string;
  /** The ETag for readers that accept differences. It also lists the document's items (`feed-difference.ts`). */
  readonly heldEtag: string;
  /** The headers of a 200 with Last-Modified. */
  readonly headers: readonly string[];
  /** The headers of a 200 that must not have Last-Modified. */
  readonly undatedHeaders: readonly string[];
  /** The headers of a 304 or a 412. */
  readonly headers304: readonly string[];
}

/** A document that is ready to be sent. */
export interface CachedFeed {
  /** The ETag that the renderer gave to the plain bytes. */
  readonly etag: string;
  /** A whole second. Two different contents that were sent under one key never have the same one. */
  readonly lastModified: Instant;
  /** The ETags of the versions before this one that this process made, the latest first. */
  readonly earlier: readonly string[];
  readonly bytesHeld: number;
  readonly forms: Readonly<Record<ContentCoding, FeedForm>>;
}

/**
 * Makes a rendered document ready to be sent. `lastModified` is a whole second. `old`: the version that it replaces.
 */
export function createCachedFeed(feed: RenderedFeed, lastModified: Instant, old: CachedFeed | null): CachedFeed {
  const before = old === null ? [] : [old.etag, ...old.earlier];
  const form = (coding: ContentCoding) => createForm(feed, coding, lastModified);
  return {
    etag: feed.etag,
    lastModified,
    earlier: before.filter((etag) => etag !== feed.etag).slice(0, earlierMax),
    bytesHeld: Object.values(feed.forms).reduce((sum, bytes) => sum + bytes.length, 0),
    forms: { identity: form("identity"), gzip: form("gzip"), br: form("br") },
  };
}

/** Enough that most readers still have one of these versions when they ask again. */
const earlierMax = 50;

/**
 * The form in this coding. If it was not made, the result is the plain form, decoded from another form if necessary.
 */
export function formAtHand(feed: CachedFeed, coding: ContentCoding): FeedForm & { readonly bytes: Uint8Array } {
  const wanted = feed.forms[coding];
  if (wanted.bytes !== null) return { ...wanted, bytes: wanted.bytes };
  const { identity, gzip, br } = feed.forms;
  if (identity.bytes !== null) return { ...identity, bytes: identity.bytes };
  const bytes = gzip.bytes === null ? brotliDecompressSync(br.bytes ?? nothing) : gunzipSync(gzip.bytes);
  return { ...createPlainForm(identity, bytes), bytes };
}

const nothing = new Uint8Array();

/** Adds Content-Length, which a form without bytes does not have. */
function createPlainForm(form: FeedForm, bytes: Uint8Array): FeedForm {
  const length = ["Content-Length", String(bytes.length)];
  return {
    ...form,
    bytes,
    headers: [...length, ...form.headers],
    undatedHeaders: [...length, ...form.undatedHeaders],
  };
}

function createForm(feed: RenderedFeed, coding: ContentCoding, lastModified: Instant): FeedForm {
  const bytes = feed.forms[coding] ?? null;
  // RFC 9110 section 8.8.3.3: codings of one document are different representations, so their strong ETags differ.
  const etag = coding === "identity" ? feed.etag : `${feed.etag.slice(0, -1)}-${coding}"`;
  const heldEtag = feed.held === null ? etag : `${etag.slice(0, -1)}~${feed.held}"`;
  // RFC 9110 section 15.4.5: a 304 has the caching headers of a 200, and no others. "public" would add nothing to
  // max-age.
  const headers304 = [
    "ETag",
    etag,
    "Cache-Control",
    `${feed.isPrivate ? "private, " : ""}max-age=${feed.maxAgeSeconds}, stale-while-revalidate=${feed.maxAgeSeconds}, stale-if-error=${staleIfErrorSeconds}`,
    "Vary",
    // Sec-Fetch-Dest: a browser gets an HTML page instead (feed-page.tsx). A-IM: RFC 3229, feed-difference.ts.
    "Accept-Encoding, Sec-Fetch-Dest, A-IM",
    // RFC 9110 section 8.7: a document has many addresses, because the parameters of a query may come in any order and
    // some mean nothing. This is its canonical address.
    "Content-Location",
    feed.location,
  ];
  const undatedHeaders = [
    ...["Content-Type", feed.contentType],
    ...(bytes === null ? [] : ["Content-Length", String(bytes.length)]),
    ...(coding === "identity" ? [] : ["Content-Encoding", coding]),
    ...["Accept-Ranges", "none", "Link", feed.link],
    ...headers304,
    ...crossOriginHeaders,
    ...["X-Content-Type-Options", "nosniff"],
  ];
  const headers = [...undatedHeaders, "Last-Modified", new Date(lastModified).toUTCString()];
  return { coding, bytes, etag, heldEtag, headers, undatedHeaders, headers304 };
}

/**
 * These headers let scripts of any page read public documents. A 304 has them only when the request has an Origin
 * header.
 */
export const crossOriginHeaders: readonly string[] = [
  "Access-Control-Allow-Origin",
  "*",
  "Access-Control-Expose-Headers",
  "ETag, Last-Modified, Link, IM, Delta-Base",
];

/** RFC 5861: when a cache cannot reach us, it may use its copy for a day. */
const staleIfErrorSeconds = 86_400;
