import {
  emptyFragments,
  type TrackingParameters,
  trackingFragmentNames,
  trackingParameters,
} from "./tracking-parameters.ts";
import { unwrapUrl } from "./unwrap-url.ts";

/** A longer address is not a permalink. */
const urlCharsMax = 4096;

/**
 * Makes an absolute http(s) permalink: without tracking parameters, session ids, credentials and meaningless fragments,
 * and unwrapped from links of other sites (see `unwrapUrl`). null when the result is not an http(s) address or has more
 * than 4,096 characters. Other fragments stay, because the entries of a live blog or of a one-page change log may
 * differ only in their fragments. Idempotent.
 */
export function permalink(url: string, base: string | null): string | null {
  const written = parseHttpUrl(url, base);
  if (written === null) return null;
  const parsed = unwrapUrl(written);
  parsed.username = "";
  parsed.password = "";
  parsed.pathname = withoutView(parsed.pathname);
  parsed.search = withoutTracking(parsed.hostname, parsed.search);
  if (isEmptyFragment(parsed.hash)) parsed.hash = "";
  return parsed.href.length > urlCharsMax ? null : parsed.href;
}

function parseHttpUrl(url: string, base: string | null): URL | null {
  const trimmed = url.trim();
  if (trimmed === "" || trimmed.length > urlCharsMax) return null;
  const parsed = URL.parse(trimmed, base ?? undefined);
  if (parsed === null || (parsed.protocol !== "http:" && parsed.protocol !== "https:")) return null;
  return parsed.hostname === "" ? null : parsed;
}

/**
 * Removes a reader's session id and mobile views ("story.amp", "story.amp.html") from a path. Neither belongs to the
 * article's address.
 */
function withoutView(path: string): string {
  return path.replace(/;(?:jsessionid|phpsessid|sid)=[^/;]*/gi, "").replace(/(?<=\/[^/]{8,})\.amp(?=\.html?$|$)/i, "");
}

/**
 * Removes tracking parameters and session ids. The other parameters stay as written and in their order, because servers
 * may accept no other form.
 */
function withoutTracking(host: string, search: string): string {
  if (search.length < 2) return "";
  const kept = search
    .slice(1)
    .split("&")
    .filter((parameter) => {
      const equals = parameter.indexOf("=");
      const name = equals < 0 ? parameter : parameter.slice(0, equals);
      const value = equals < 0 ? "" : parameter.slice(equals + 1);
      return parameter !== "" && !isSession(name, value) && !isTrackingParameter(host, name, value);
    });
  return kept.length === 0 ? "" : `?${kept.join("&")}`;
}

/** Whether a parameter is a session id. A "sid" that consists only of digits may be a story's id. */
function isSession(name: string, value: string): boolean {
  if (/^(?:phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken|session_?id|zenid|oscsid)$/i.test(name)) return true;
  return /^sid$/i.test(name) && /^(?=.*[a-f])(?=.*\d)[0-9a-f]{8,}$/i.test(value);
}

function isEmptyFragment(hash: string): boolean {
  if (hash.length < 2 || hash.startsWith("#:~:")) return true;
  const word = hash.slice(1).toLowerCase();
  const equals = word.indexOf("=");
  return equals < 0 ? emptyFragments.has(word) : trackingFragmentNames.has(word.slice(0, equals).replace(/^\?/, ""));
}

/**
 * Whether a query parameter only says how a reader came to the page. `host` is in lower case; `name` and `value` are as
 * written. The table is indexed by name, so that each of thousands of parameters takes only two look-ups.
 */
function isTrackingParameter(host: string, name: string, value: string): boolean {
  const key = name.toLowerCase();
  const underscore = key.indexOf("_");
  const prefix = underscore > 0 ? byName.get(`${key.slice(0, underscore + 1)}*`) : undefined;
  return [...(byName.get(key) ?? []), ...(prefix ?? [])].some((row) => applies(row, host, value));
}

const byName = indexByName();

function indexByName(): ReadonlyMap<string, readonly TrackingParameters[]> {
  const index = new Map<string, TrackingParameters[]>();
  for (const row of trackingParameters) {
    for (const name of row.names) index.set(name, [...(index.get(name) ?? []), row]);
  }
  return index;
}

function applies(row: TrackingParameters, host: string, value: string): boolean {
  if (row.sites !== null && !row.sites.some((site) => host === site || host.endsWith(`.${site}`))) return false;
  return row.values === null || row.values.includes(value.toLowerCase());
}

/**
 * An absolute http(s) address with its whole query, because the address of a file may be signed; null for anything
 * else.
 */
export function httpUrl(url: string): string | null {
  if (url.length > urlCharsMax) return null;
  const parsed = URL.parse(url.trim());
  return parsed !== null && (parsed.protocol === "http:" || parsed.protocol === "https:") ? parsed.href : null;
}
