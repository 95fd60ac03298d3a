import type { ClaimedFeed } from "../../domain/feed.ts";
import type { FeedStore } from "../../domain/feeds/feed-store.ts";
import { type FeedRow, feedOf, type PollRow, pollOf } from "./feed-rows.ts";

export type Claim = Parameters<FeedStore["claimFeeds"]>[0];
/** A feed that may be claimed, with its poll state. */
export type ClaimableRow = FeedRow & PollRow;

/**
 * Collects feeds that a claim may have, and says when it has enough. `busy`: the hosts of feeds that other owners hold.
 */
export function createTaker({ hostOf, hostRoom, limit }: Claim, busy: ReadonlySet<string>) {
  const claimed: ClaimedFeed[] = [];
  const taken = new Map<string, number>();
  return {
    claimed: claimed as readonly ClaimedFeed[],
    /** Returns false when the claim needs no more rows. */
    offer(row: ClaimableRow): boolean {
      const found = claimedOf(row);
      const host = hostOf?.(found) ?? "";
      const ofHost = taken.get(host) ?? 0;
      if (hostOf === undefined || (!busy.has(host) && ofHost < (hostRoom?.(host) ?? limit))) {
        claimed.push(found);
        taken.set(host, ofHost + 1);
      }
      return claimed.length < limit;
    },
  };
}

/** The hosts of feeds that other owners hold. The owners may be sending requests to them now. */
export function hostsOf({ hostOf }: Claim, theirs: readonly ClaimableRow[]): ReadonlySet<string> {
  return new Set(hostOf === undefined ? [] : theirs.map((row) => hostOf(claimedOf(row))));
}

function claimedOf(row: ClaimableRow): ClaimedFeed {
  return { feed: feedOf(row), poll: pollOf(row) };
}
