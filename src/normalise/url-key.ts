import { permalink } from "./permalink.ts";

/** Hosts of the same site's page for telephones: the rest of the address is the same. */
const hostPrefix = /^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)/;
const indexPage = /\/(?:index|default)\.(?:html?|php|aspx?|jsp|shtml)$/i;

/**
 * A permalink folded for comparison: scheme, www. m. amp. in front of the host, default port, double and trailing slashes, index pages, a
 * trailing /amp, the order of parameters and the writing of percent-escapes make no difference. Letter case, ids and fragments do.
 * null for what is no http(s) address, and for a bare home page, which is no article's address.
 */
export function urlKey(url: string): string | null {
  const clean = permalink(url, null);
  if (clean === null) return null;
  const parsed = new URL(clean);
  const rest = `${foldPath(parsed.pathname)}${foldQuery(parsed.search)}${foldEscapes(parsed.hash)}`;
  if (rest === "/") return null;
  const port = parsed.port === "" ? "" : `:${parsed.port}`;
  return `${parsed.hostname.replace(hostPrefix, "").replace(/\.$/, "")}${port}${rest}`;
}

/** The part after the host, folded in the same way: "/", or a path with its query and fragment. */
export function urlKeyRest(url: string): string | null {
  const clean = permalink(url, null);
  if (clean === null) return null;
  const parsed = new URL(clean);
  return `${foldPath(parsed.pathname)}${foldQuery(parsed.search)}${foldEscapes(parsed.hash)}`;
}

function foldPath(path: string): string {
  const single = foldEscapes(path).replace(/\/{2,}/g, "/");
  const bare = withoutTrailingSlash(single.replace(indexPage, "/"));
  // "/amp" is the telephone page of what stands before it, when that is an article's path rather than a section.
  const ampless = bare.endsWith("/amp") && bare.split("/").length > 3 ? bare.slice(0, -4) : bare;
  return ampless === "" ? "/" : ampless;
}

function withoutTrailingSlash(path: string): string {
  return path.endsWith("/") ? path.slice(0, -1) : path;
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
