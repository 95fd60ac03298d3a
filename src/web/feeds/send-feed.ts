import type { IncomingMessage, ServerResponse } from "node:http";
import type { ContentCoding } from "../../documents/renderer.ts";
import type { Instant } from "../../domain/time.ts";
import { type CachedFeed, crossOriginHeaders, type FeedForm, formAtHand } from "./cached-feed.ts";
import { evaluateConditions } from "./conditional.ts";
import { heldVersion, plainTags, takesDifferences } from "./feed-difference.ts";
import { negotiateEncoding } from "./negotiate-encoding.ts";

/** The response to a request for a document, decided but not sent. */
export interface FeedResponse {
  readonly form: FeedForm;
  readonly outcome: ReturnType<typeof evaluateConditions>;
  /** False when the response needs bytes that were not made. */
  readonly isReady: boolean;
}

/** The coding that a request prefers. */
export function codingFor({ headers }: IncomingMessage): ContentCoding {
  return negotiateEncoding(headers["accept-encoding"] as string | undefined);
}

/** Decides the response to a GET or HEAD: the whole document in this coding, 304 or 412. */
export function decideResponse(
  { headers }: IncomingMessage,
  feed: CachedFeed,
  coding: ContentCoding,
  now: Instant,
): FeedResponse {
  const form = feed.forms[coding];
  const conditions = {
    ifMatch: plainTags(headers["if-match"] ?? null),
    ifNoneMatch: plainTags(headers["if-none-match"] ?? null),
    ifModifiedSince: headers["if-modified-since"] ?? null,
    ifUnmodifiedSince: headers["if-unmodified-since"] ?? null,
  };
  const lastModified = feed.lastModified <= now ? feed.lastModified : null;
  const outcome = evaluateConditions(conditions, { etag: form.etag, lastModified }, now);
  return { form, outcome, isReady: outcome !== "send" || form.bytes !== null };
}

/**
 * Sends a document, a 304 or a 412. This is the hot path of the service. The headers are ready and are sent with the
 * bytes in one write, without Express's `send`, which would hash the body again for an ETag of its own.
 */
export function sendFeed(
  request: IncomingMessage,
  response: ServerResponse,
  feed: CachedFeed,
  { form, outcome }: FeedResponse,
  now: Instant,
): void {
  if (outcome === "send") {
    const whole = form.bytes === null ? formAtHand(feed, form.coding) : form;
    // RFC 9110 section 8.8.2.1: Last-Modified must not be later than the Date of the same response.
    const headers = feed.lastModified <= now ? whole.headers : whole.undatedHeaders;
    response.writeHead(200, shownTo(request, headers, whole));
    response.end(request.method === "HEAD" ? undefined : whole.bytes);
    return;
  }
  const headers = request.headers.origin === undefined ? form.headers304 : [...form.headers304, ...crossOriginHeaders];
  response.writeHead(outcome === "notModified" ? 304 : 412, shownTo(request, headers, form));
  response.end();
}

/** Readers that accept differences get an ETag that lists the document's items. */
function shownTo(request: IncomingMessage, headers: readonly string[], { heldEtag }: FeedForm): string[] {
  // Node copies the array.
  return (takesDifferences(request.headers) ? withValues(headers, { ETag: heldEtag }) : headers) as string[];
}

/**
 * Sends only what is new to the reader. RFC 3229 section 10.4.1: the status is 226, and the headers name the
 * manipulation, the version that it builds on, and the ETag of the whole present version. Section 10.6: "no-store"
 * keeps out caches that do not know 226; caches that know "im" follow the other directives.
 */
export function sendDifference(request: IncomingMessage, response: ServerResponse, difference: CachedFeed): void {
  const form = formAtHand(difference, codingFor(request));
  const base = heldVersion(request.headers["if-none-match"]);
  const values = {
    ETag: form.heldEtag,
    "Cache-Control": `no-store, im, ${headerOf(form.undatedHeaders, "Cache-Control")}`,
    Vary: `${headerOf(form.undatedHeaders, "Vary")}, If-None-Match`,
  };
  const named = base === null ? [] : ["Delta-Base", base.etag];
  // RFC 9110 section 8.7: the difference is not what the document's address serves, so Content-Location is removed.
  const headers = withoutHeader(withValues(form.undatedHeaders, values), "Content-Location");
  response.writeHead(226, "IM Used", [...headers, "IM", "feed", ...named]);
  response.end(request.method === "HEAD" ? undefined : form.bytes);
}

function headerOf(headers: readonly string[], name: string): string {
  return headers[headers.indexOf(name) + 1] ?? "";
}

function withValues(headers: readonly string[], values: Readonly<Record<string, string>>): readonly string[] {
  return headers.map((text, at) => (at % 2 === 0 ? text : (values[headers[at - 1] ?? ""] ?? text)));
}

function withoutHeader(headers: readonly string[], name: string): readonly string[] {
  const at = headers.indexOf(name);
  return at < 0 ? headers : headers.toSpliced(at, 2);
}
