import { getDomain } from "tldts";

/**
 * True where a page is of the site that its feed is asked at. What counts is the address that was subscribed to: a feed
 * says of its site what it likes. Sites are registrable domains, and hosts where there is none (addresses).
 */
export function isOwnPage(feedUrl: string, pageUrl: string | null): boolean {
  return pageUrl !== null && siteOf(feedUrl) === siteOf(pageUrl);
}

function siteOf(url: string): string {
  return getDomain(url, { allowPrivateDomains: true }) ?? URL.parse(url)?.hostname ?? url;
}
