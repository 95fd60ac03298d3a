import { STATUS_CODES } from "node:http";
import type { Headers } from "../domain/document.ts";
import { WireError } from "../domain/errors.ts";

/** What is wrong with a final (not redirecting) answer as a document; null for a document or a proper 304. Pure. */
export function statusError(
  status: number,
  headers: Headers,
  wasConditional: boolean,
  body: Uint8Array | null,
): WireError | null {
  const named = `${status} ${STATUS_CODES[status] ?? ""}`.trim();
  if (status === 304) {
    return wasConditional ? null : new WireError("http-status", "304 Not Modified, although nothing was known before");
  }
  if (status === 410) return new WireError("gone", named);
  if (status === 429 || (status === 503 && headers["retry-after"] !== undefined)) {
    return new WireError("rate-limited", `${named}${retryNote(headers)}`);
  }
  if (status >= 300 || body === null) return new WireError("http-status", `${named}${bodyNote(status)}`);
  return body.byteLength === 0 ? new WireError("not-a-feed", `${named} with an empty body`) : null;
}

function retryNote(headers: Headers): string {
  const value = headers["retry-after"];
  return value === undefined ? "" : `, Retry-After: ${value.slice(0, 64)}`;
}

function bodyNote(status: number): string {
  return status < 300 ? " brings no document" : "";
}
