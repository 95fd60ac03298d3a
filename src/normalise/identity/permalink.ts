import { isTrackingParameter } from "./is-tracking-parameter.ts";
import { emptyFragments, trackingFragmentNames } from "./tracking-parameters.ts";
import { unwrapUrl } from "./unwrap-url.ts";

/** No address is longer; what is longer is no permalink. */
export const urlCharsMax = 4096;

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
      return parameter !== "" && !isTrackingParameter(host, name, equals < 0 ? "" : parameter.slice(equals + 1));
    });
  return kept.length === 0 ? "" : `?${kept.join("&")}`;
}

function isEmptyFragment(hash: string): boolean {
  if (hash.length < 2 || hash.startsWith("#:~:")) return true;
  const word = hash.slice(1).toLowerCase();
  const equals = word.indexOf("=");
  return equals < 0 ? emptyFragments.has(word) : trackingFragmentNames.has(word.slice(0, equals).replace(/^\?/, ""));
}
