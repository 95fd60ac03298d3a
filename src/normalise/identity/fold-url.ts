import { permalink } from "./permalink.ts";

export interface FoldedUrl {
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
