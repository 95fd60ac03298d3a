import type { Feed, FeedStatus } from "../feed.ts";
import { feedHealth } from "../feed-health.ts";
import type { Instant } from "../time.ts";

/**
 * Finds an existing subscription to one of these addresses. The comparison ignores the scheme, "www." and a trailing
 * slash. A feed that has moved also matches by its new address. Returns null when nothing matches. Pure.
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
