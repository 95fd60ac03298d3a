import type { IncomingMessage, ServerResponse } from "node:http";
import { type Instant, secondMs } from "../domain/time.ts";
import type { CachedFeed } from "./cached-feed.ts";
import { evaluateConditions } from "./conditional.ts";
import { negotiateEncoding } from "./negotiate-encoding.ts";

/**
 * Answers a GET or HEAD with a document: 200, 304 or 412. The hot path of the service: the headers are ready, and go out with the
 * bytes in one write, past Express's own `send` (which would hash the body again for an ETag of its own).
 */
export function sendFeed(request: IncomingMessage, response: ServerResponse, feed: CachedFeed, now: Instant): void {
  const { headers } = request;
  const form = feed.forms[negotiateEncoding(headers["accept-encoding"] as string | undefined)];
  // RFC 9110 section 8.8.2.1: never a Last-Modified later than the Date of the same answer.
  const lastModified = feed.lastModified <= now ? feed.lastModified : null;
  const times = ["Expires", new Date(now + feed.maxAgeSeconds * secondMs).toUTCString()];
  if (lastModified !== null) times.push("Last-Modified", feed.lastModifiedText);
  const conditions = {
    ifMatch: headers["if-match"] ?? null,
    ifNoneMatch: headers["if-none-match"] ?? null,
    ifModifiedSince: headers["if-modified-since"] ?? null,
    ifUnmodifiedSince: headers["if-unmodified-since"] ?? null,
  };
  const outcome = evaluateConditions(conditions, { etag: form.etag, lastModified }, now);
  if (outcome === "send") {
    response.writeHead(200, [...form.headers, ...times]);
    response.end(request.method === "HEAD" ? undefined : form.bytes);
    return;
  }
  response.writeHead(outcome === "notModified" ? 304 : 412, [...form.headers304, ...times]);
  response.end();
}
