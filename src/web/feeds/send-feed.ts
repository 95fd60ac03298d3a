import type { IncomingMessage, ServerResponse } from "node:http";
import { type Instant, secondMs } from "../../domain/time.ts";
import type { CachedFeed, FeedForm } from "./cached-feed.ts";
import { evaluateConditions } from "./conditional.ts";
import { heldVersion, plainTags, takesDifferences } from "./feed-difference.ts";
import { negotiateEncoding } from "./negotiate-encoding.ts";

/**
 * Answers a GET or HEAD with a document: 200, 304 or 412, or 226 with `difference` in its place. This is the hot path
 * of the service. The headers are ready and are sent with the bytes in one write, without Express's `send`, which would
 * hash the body again for an ETag of its own.
 */
export function sendFeed(
  request: IncomingMessage,
  response: ServerResponse,
  feed: CachedFeed,
  now: Instant,
  difference: CachedFeed | null = null,
): void {
  const takes = takesDifferences(request.headers);
  const form = formFor(request, feed);
  const outcome = feedOutcome(request, feed, now);
  if (outcome === "send" && difference !== null) {
    sendDifference(request, response, formFor(request, difference));
    return;
  }
  const times = ["Expires", new Date(now + feed.maxAgeSeconds * secondMs).toUTCString()];
  // RFC 9110 section 8.8.2.1: Last-Modified must not be later than the Date of the same response.
  if (feed.lastModified <= now) times.push("Last-Modified", feed.lastModifiedText);
  const headers = outcome === "send" ? form.headers : form.headers304;
  const shown = takes ? withValues(headers, { ETag: form.heldEtag }) : headers;
  response.writeHead(outcome === "send" ? 200 : outcome === "notModified" ? 304 : 412, [...shown, ...times]);
  response.end(outcome === "send" && request.method !== "HEAD" ? form.bytes : undefined);
}

/** The outcome of a request's conditions. */
export function feedOutcome(
  request: IncomingMessage,
  feed: CachedFeed,
  now: Instant,
): ReturnType<typeof evaluateConditions> {
  const { headers } = request;
  const conditions = {
    ifMatch: plainTags(headers["if-match"] ?? null),
    ifNoneMatch: plainTags(headers["if-none-match"] ?? null),
    ifModifiedSince: headers["if-modified-since"] ?? null,
    ifUnmodifiedSince: headers["if-unmodified-since"] ?? null,
  };
  const lastModified = feed.lastModified <= now ? feed.lastModified : null;
  return evaluateConditions(conditions, { etag: formFor(request, feed).etag, lastModified }, now);
}

function formFor({ headers }: IncomingMessage, feed: CachedFeed): FeedForm {
  return feed.forms[negotiateEncoding(headers["accept-encoding"] as string | undefined)];
}

/**
 * Sends only what is new to the reader. RFC 3229 section 10.4.1: the status is 226, and the headers name the
 * manipulation, the version that it builds on, and the ETag of the whole present version. Section 10.6: "no-store"
 * keeps out caches that do not know 226; caches that know "im" follow the other directives.
 */
function sendDifference(request: IncomingMessage, response: ServerResponse, form: FeedForm): void {
  const base = heldVersion(request.headers["if-none-match"]);
  const values = {
    ETag: form.heldEtag,
    "Cache-Control": `no-store, im, ${headerOf(form.headers, "Cache-Control")}`,
    Vary: `${headerOf(form.headers, "Vary")}, If-None-Match`,
  };
  const named = base === null ? [] : ["Delta-Base", base.etag];
  // RFC 9110 section 8.7: the difference is not what the document's address serves, so Content-Location is removed.
  const headers = withoutHeader(withValues(form.headers, values), "Content-Location");
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
