import {
  emptyFragments,
  type TrackingParameters,
  trackingFragmentNames,
  trackingParameters,
} from "./tracking-parameters.ts";
import { unwrapUrl } from "./unwrap-url.ts";

/** No address is longer; what is longer is no permalink. */
const urlCharsMax = 4096;

/**
 * An absolute http(s) address without tracking parameters, session ids, credentials and empty fragments, out of the
 * wrappers of middlemen (see `unwrapUrl`); null when it cannot be made one. A fragment stays unless it is known to say
 * nothing: entries of a live blog or of a one-page change log differ in nothing else, and to drop it would make them
 * one. Idempotent.
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

/** A reader's session (Java servers), and the view for telephones ("story.amp", "story.amp.html"), are no article. */
function withoutView(path: string): string {
  return path.replace(/;(?:jsessionid|phpsessid|sid)=[^/;]*/gi, "").replace(/(?<=\/[^/]{8,})\.amp(?=\.html?$|$)/i, "");
}

/** Keeps the other parameters as they were written, in their order: servers differ in what they take. */
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

/** A visit's own id; a "sid" of digits alone may be a story's. */
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
 * Whether a query parameter only tells how a reader came. `host` in lower case, `name` and `value` as written in the
 * query. The table is turned into maps once, so that a query of thousands of parameters costs a look-up each.
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

/** An absolute http(s) address as it is, query and all (a file's address may be signed); null for anything else. */
export function httpUrl(url: string): string | null {
  if (url.length > urlCharsMax) return null;
  const parsed = URL.parse(url.trim());
  return parsed !== null && (parsed.protocol === "http:" || parsed.protocol === "https:") ? parsed.href : null;
}
