import { permalink } from "./permalink.ts";

interface FoldedUrl {
  /** The host with any port other than the scheme's default: "example.org", "example.org:8080". */
  readonly site: string;
  /** Path, query and fragment; "/" for a bare home page. */
  readonly rest: string;
}

/** Host prefixes that make no difference: "www", and those of mobile versions of the same page. */
const hostPrefix = /^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)/;
const indexPage = /\/(?:index|default)\.(?:html?|php|aspx?|jsp|shtml)$/i;

/** Folds an http(s) address for comparison (see `urlKey`); null for anything else. */
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
  // "/amp" is the mobile version of the page before it, if that is an article's path and not a section.
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

/** RFC 3986 section 6.2.2: escapes of unreserved characters are decoded; the others are written in upper case. */
function foldEscapes(text: string): string {
  if (!text.includes("%")) return text;
  return text.replace(/%([0-9a-f]{2})/gi, (written, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : written.toUpperCase();
  });
}

/**
 * A permalink folded for comparison. These parts make no difference: the scheme, host prefixes like "www." and "m.",
 * the default port, double and trailing slashes, index pages, a trailing "/amp", parameters for AMP, the order of
 * parameters, and the spelling of percent-escapes. The case of the path, ids and fragments make a difference. null for
 * anything that is not an http(s) address, and for a bare home page, which is not an article's address.
 */
export function urlKey(url: string): string | null {
  const folded = foldUrl(url);
  return folded === null || folded.rest === "/" ? null : `${folded.site}${folded.rest}`;
}

/**
 * A path that ends with at most this many words names a page. "ferry-runs-again" names an article, but "warnings" and
 * "live-blog" name pages that show one article after another.
 */
const pageWordsMax = 2;
const articleCharsMin = 20;

/**
 * Whether an address is probably a fixed page (a home page, a section, a live page) and not an article: it has no
 * digit, no query and no fragment, and ends with a name of at most `wordsMax` words and fewer than 20 characters.
 */
export function isPageAddress(url: string, wordsMax = pageWordsMax): boolean {
  const rest = foldUrl(url)?.rest;
  if (rest === undefined) return false;
  if (rest === "/") return true;
  if (/[\d?#]/.test(rest)) return false;
  const name = rest.slice(rest.lastIndexOf("/") + 1);
  return name.length < articleCharsMin && name.split(/[-_.+]/).length <= wordsMax;
}

/** The guids of Drupal: "2018567 at https://www.example.org". */
const nodeAtSite = /^(\d+) at https?:\/\/\S+$/;

/**
 * A guid without the parts that may change while the entry stays the same: scheme, host and tracking parameters of an
 * address; the site in a Drupal guid; superfluous white space. Two entries with equal keys may be one entry, but more
 * than the key must agree. "" only for a guid without visible characters.
 */
export function guidKey(guid: string): string {
  const trimmed = guid.replace(/\s+/g, " ").trim();
  const node = nodeAtSite.exec(trimmed);
  if (node !== null) return `${node[1]} at`;
  if (!/^(?:https?:)?\/\//i.test(trimmed)) return trimmed;
  const absolute = trimmed.startsWith("//") ? `https:${trimmed}` : trimmed;
  const folded = foldUrl(absolute);
  if (folded === null) return trimmed;
  // For a home page, keep the host. With the path "/" alone, the home pages of all hosts would be equal.
  return folded.rest === "/" ? `${folded.site}/` : folded.rest;
}
