import { domainRules } from "../../domain/feeds/domain-rules.ts";

/**
 * Whether a page is on the site from which its feed is fetched. The site is taken from the subscribed address, because
 * a feed can claim any site. A site is a registrable domain. For a host without a domain (an IP address), the site is
 * the host.
 */
export function isOwnPage(feedUrl: string, pageUrl: string | null): boolean {
  return pageUrl !== null && siteOf(feedUrl) === siteOf(pageUrl);
}

function siteOf(url: string): string {
  return domainRules().getDomain(url, { allowPrivateDomains: true }) ?? URL.parse(url)?.hostname ?? url;
}
