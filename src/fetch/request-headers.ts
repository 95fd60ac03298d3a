import type { FetchRequest } from "../domain/ports.ts";
import { acceptedEncodings } from "./body/content-decoders.ts";
import { isSameParty } from "./redirect.ts";

/** Prefer feeds, but accept any type. */
const accept =
  "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.5";

/**
 * The headers of one hop. Headers from the configuration, and credentials in the address, may be secrets, so they go
 * only to the feed's own host. Validators are sent byte for byte. `A-IM: feed` (RFC 3229 section 10.5.3) is sent only
 * with an ETag, because a delta needs one. `cookies`: the Cookie header with the cookies that redirects of this fetch
 * set at the hop's host; null for none.
 */
export function requestHeaders(
  request: FetchRequest,
  userAgent: string,
  first: URL,
  hop: URL,
  cookies: string | null,
): Readonly<Record<string, string>> {
  const { etag, lastModified } = request.validators;
  const headers: Record<string, string> = {
    "user-agent": userAgent,
    accept,
    "accept-encoding": acceptedEncodings(),
  };
  if (etag !== null) Object.assign(headers, { "if-none-match": etag, "a-im": "feed" });
  if (lastModified !== null) headers["if-modified-since"] = lastModified;
  if (cookies !== null) headers.cookie = cookies;
  if (!isSameParty(first, hop)) return headers;
  const basic = basicOf(request.url);
  if (basic !== null) headers.authorization = basic;
  for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = value;
  if (cookies !== null && headers.cookie !== cookies) headers.cookie = `${headers.cookie}; ${cookies}`;
  return headers;
}

/** RFC 7617: basic authentication from the credentials in the address. */
function basicOf(address: string): string | null {
  const { username, password } = new URL(address);
  if (username === "" && password === "") return null;
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair, "utf8").toString("base64")}`;
}
