import { foldUrl } from "./fold-url.ts";

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
