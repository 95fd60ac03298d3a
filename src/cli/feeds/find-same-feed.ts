import type { Feed, FeedStatus } from "../../domain/feed.ts";
import { feedHealth } from "../../domain/feed-health.ts";
import type { Instant } from "../../domain/time.ts";

/**
 * Finds an existing subscription to one of these addresses, ignoring the scheme, "www." and a trailing slash. The
 * address that a feed has moved to counts too. null when there is none. Pure.
 */
export function findSameFeed(
  statuses: readonly FeedStatus[],
  addresses: readonly (string | null)[],
  now: Instant,
): Feed | null {
  const wanted = new Set(addresses.map(looseAddress));
  wanted.delete(null);
  const same = statuses.find((status) => {
    if (status.feed.state === "removed" || status.feed.origin === "ingested") return false;
    return wanted.has(looseAddress(status.feed.url)) || wanted.has(looseAddress(feedHealth(status, now).movedTo));
  });
  return same?.feed ?? null;
}

function looseAddress(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null;
  const { hostname, port, pathname, search } = new URL(address);
  return `${hostname.replace(/^www\./, "")}:${port}${pathname.replace(/\/$/, "")}${search}`;
}
