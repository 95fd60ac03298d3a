import type { ClaimedFeed } from "../../../domain/feed.ts";
import type { FeedStore } from "../../../domain/feeds/feed-store.ts";
import { type FeedRow, feedOf, type PollRow, pollOf } from "../feed-rows.ts";

/** The argument of `FeedStore.claimFeeds`. */
export type Claim = Parameters<FeedStore["claimFeeds"]>[0];
/** A feed that may be claimed, with its poll state. */
export type ClaimableRow = FeedRow & PollRow & { readonly host_key: string; readonly fence: number };

/** The columns of a claimable feed in addition to `feedColumns` and `pollColumns`. */
export const claimColumns = "p.host_key, p.fence";

/**
 * Chooses feeds for a claim from the rows that are offered. `busy`: the hosts of feeds that other owners hold. The
 * `fence` of a claimed feed is the value after the claim.
 */
export function createTaker({ hosts, limit }: Claim, busy: ReadonlySet<string>) {
  const claimed: ClaimedFeed[] = [];
  const taken = new Map<string, number>();
  return {
    claimed: claimed as readonly ClaimedFeed[],
    /** Returns false when the claim needs no more rows. */
    offer(row: ClaimableRow): boolean {
      const host = row.host_key;
      const ofHost = taken.get(host) ?? hosts?.held.get(host) ?? 0;
      if (hosts === undefined || (!busy.has(host) && ofHost < hosts.max)) {
        claimed.push({ feed: feedOf(row), poll: pollOf(row), fence: row.fence + 1 });
        taken.set(host, ofHost + 1);
      }
      return claimed.length < limit;
    },
  };
}
