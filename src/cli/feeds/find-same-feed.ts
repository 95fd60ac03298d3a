import type { Feed, FeedStatus } from "../../domain/feed.ts";
import { feedHealth } from "../../domain/feed-health.ts";
import type { Instant } from "../../domain/time.ts";

/**
 * The feed that is subscribed to already under one of these addresses, give or take the scheme, "www." and a slash at
 * the end; where it has moved counts too. null where there is none. Pure.
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
