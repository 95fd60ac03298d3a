import type { Headers, Hop } from "../domain/document.ts";
import { WireError } from "../domain/errors.ts";
import { redactUrl } from "./redact-url.ts";

/** The next address to request after a response, or an error; null when the response is not a redirect. Pure. */
export function nextHop(input: {
  status: number;
  headers: Headers;
  url: URL;
  hops: readonly Hop[];
  redirectsMax: number;
  /** Removes from an address the keys that its host must not receive. */
  withoutKeys: (target: URL) => URL;
  /** Whether an address contains a key that cannot be removed. */
  containsKey: (target: URL) => boolean;
  /** How often the address was requested with the cookies that would be sent now. */
  timesAsked: (target: URL) => number;
}): URL | WireError | null {
  const { status, headers, url, hops } = input;
  if (!redirectStatuses.has(status) || (status === 300 && headers.location === undefined)) return null;
  const named = parseLocation(headers.location ?? null, url);
  if (named === null) return new WireError("url-invalid", `${status} without a usable Location`);
  if (!isSameParty(url, named) && input.containsKey(named))
    return new WireError("url-invalid", `${status} to another host with a key of the feed in the path: not followed`);
  const target = input.withoutKeys(named);
  const chain = [...hops.map((hop) => hop.from), url.href, target.href].map(redactUrl).join(" -> ");
  // Some servers send the first request back to the same address while they make the document.
  if (input.timesAsked(target) > (target.href === url.href ? 1 : 0)) {
    return new WireError("redirect-loop", `the redirects form a loop: ${chain}`);
  }
  if (hops.length >= input.redirectsMax) {
    return new WireError("too-many-redirects", `more than ${input.redirectsMax} redirects: ${chain}`);
  }
  return target;
}

/**
 * Whether secrets for one host may be sent to another address: to the same host only, never from https to http, and not
 * to an unusual port.
 */
export function isSameParty(from: URL, to: URL): boolean {
  if (from.hostname !== to.hostname) return false;
  if (from.origin === to.origin) return true;
  return from.protocol === "http:" && to.protocol === "https:" && from.port === "" && to.port === "";
}

/** 300 may name the server's own choice (RFC 9110 section 15.4.1). */
const redirectStatuses: ReadonlySet<number> = new Set([300, 301, 302, 303, 307, 308]);

/**
 * RFC 9110 section 10.2.2: Location is relative to the requested address. Header bytes are Latin-1, but many servers
 * send UTF-8.
 */
function parseLocation(location: string | null, base: URL): URL | null {
  if (location === null || location.trim() === "") return null;
  const written = Buffer.from(location, "latin1").toString("utf8");
  if (!URL.canParse(written, base)) return null;
  const url = new URL(written, base);
  url.hash = "";
  url.username = "";
  url.password = "";
  return url.protocol === "http:" || url.protocol === "https:" ? url : null;
}
