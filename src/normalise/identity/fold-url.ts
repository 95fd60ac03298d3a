import { permalink } from "./permalink.ts";

interface FoldedUrl {
  /** Host and any port that is not the scheme's own: "example.org", "example.org:8080". */
  readonly site: string;
  /** Path, query and fragment: "/" for a bare home page. */
  readonly rest: string;
}

/** Hosts of the same site's page for telephones: the rest of the address is the same. */
const hostPrefix = /^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)/;
const indexPage = /\/(?:index|default)\.(?:html?|php|aspx?|jsp|shtml)$/i;

/** An http(s) address folded for comparison (see `urlKey` for what makes no difference); null for anything else. */
export function foldUrl(url: string): FoldedUrl | null {
  const clean = permalink(url, null);
  if (clean === null) return null;
  const { hostname, port, pathname, search, hash } = new URL(clean);
  const host = hostname.replace(hostPrefix, "").replace(/\.$/, "");
  return {
    site: port === "" ? host : `${host}:${port}`,
    rest: `${foldPath(pathname)}${foldQuery(search)}${foldEscapes(hash)}`,
  };
}

function foldPath(path: string): string {
  let folded = foldEscapes(path).replace(/\/{2,}/g, "/");
  for (let bare = withoutTail(folded); bare !== folded; bare = withoutTail(folded)) folded = bare;
  return folded === "" ? "/" : folded;
}

function withoutTail(path: string): string {
  const bare = (path.endsWith("/") ? path.slice(0, -1) : path).replace(indexPage, "");
  // "/amp" is the telephone page of what stands before it, when that is an article's path rather than a section.
  return bare.endsWith("/amp") && bare.split("/").length > 3 ? bare.slice(0, -4) : bare;
}

function foldQuery(search: string): string {
  if (search === "") return "";
  const parameters = foldEscapes(search.slice(1)).split("&");
  const kept = parameters.filter(
    (parameter) => parameter !== "amp" && parameter !== "amp=1" && parameter !== "outputType=amp",
  );
  return kept.length === 0 ? "" : `?${kept.sort().join("&")}`;
}

/** RFC 3986 section 6.2.2: escapes of unreserved characters are decoded, the others written in upper case. */
function foldEscapes(text: string): string {
  if (!text.includes("%")) return text;
  return text.replace(/%([0-9a-f]{2})/gi, (written, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : written.toUpperCase();
  });
}

/**
 * A permalink folded for comparison: scheme, www. m. amp. in front of the host, default port, double and trailing
 * slashes, index pages, a trailing /amp, the order of parameters and the writing of percent-escapes make no difference.
 * Letter case, ids and fragments do. null for what is no http(s) address, and for a bare home page, which is no
 * article's address.
 */
export function urlKey(url: string): string | null {
  const folded = foldUrl(url);
  return folded === null || folded.rest === "/" ? null : `${folded.site}${folded.rest}`;
}

/**
 * "ferry-runs-again" names an article; "warnings" and "live-blog" name the page that one article after another stands
 * on.
 */
const pageWordsMax = 2;
const articleCharsMin = 20;

/**
 * Whether an address is likelier a fixed page (a home page, a section, a live page) than one article's: no digit, no
 * query, no more than `wordsMax` words.
 */
export function isPageAddress(url: string, wordsMax = pageWordsMax): boolean {
  const rest = foldUrl(url)?.rest;
  if (rest === undefined) return false;
  if (rest === "/") return true;
  if (/[\d?#]/.test(rest)) return false;
  const name = rest.slice(rest.lastIndexOf("/") + 1);
  return name.length < articleCharsMin && name.split(/[-_.+]/).length <= wordsMax;
}

/** Drupal's guids: "2018567 at https://www.example.org". */
const nodeAtSite = /^(\d+) at https?:\/\/\S+$/;

/**
 * A guid without what flips while the entry stays the same: scheme, host and tracking parameters of an address; the
 * site in a Drupal guid; white space. Equal keys may be one entry, so that more than the key must agree before two are
 * taken for one. Never empty for a guid that is not.
 */
export function guidKey(guid: string): string {
  const trimmed = guid.replace(/\s+/g, " ").trim();
  const node = nodeAtSite.exec(trimmed);
  if (node !== null) return `${node[1]} at`;
  if (!/^(?:https?:)?\/\//i.test(trimmed)) return trimmed;
  const absolute = trimmed.startsWith("//") ? `https:${trimmed}` : trimmed;
  const folded = foldUrl(absolute);
  if (folded === null) return trimmed;
  // A path of "/" alone would make the home pages of all hosts one.
  return folded.rest === "/" ? `${folded.site}/` : folded.rest;
}
