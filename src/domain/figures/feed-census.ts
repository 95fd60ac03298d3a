import type { FeedStatus } from "../feed.ts";
import { feedHealth } from "../feed-health.ts";
import { type Instant, minuteMs } from "../time.ts";

/** Counts of feeds by health. */
export interface FeedCensus {
  /** Number of feeds by health word. */
  readonly health: ReadonlyMap<string, number>;
  /** How many entries polls found although a hub should have announced them. */
  readonly missedCount: number;
  readonly activeCount: number;
  /** Active feeds that have been due for more than a minute. */
  readonly lateCount: number;
  /** The share of the active feeds, 0 to 1, that are late; 0 without active feeds. */
  readonly lateShare: number;
  /** How long the most overdue active feed has been due, in ms; 0 when none is due. */
  readonly overdueMs: number;
  /** Source names by feed id, without private sources. */
  readonly publicSources: ReadonlyMap<number, string>;
}

/** Counts feeds that are added one by one, so that they need not all be in memory. */
export function createFeedCount(now: Instant): { add(status: FeedStatus): void; census(): FeedCensus } {
  const health = new Map<string, number>();
  const publicSources = new Map<number, string>();
  let missedCount = 0;
  let overdueMs = 0;
  let activeCount = 0;
  let lateCount = 0;
  return {
    add(status) {
      const { feed, poll } = status;
      const { word, hub } = feedHealth(status, now);
      health.set(word, (health.get(word) ?? 0) + 1);
      missedCount += hub?.missedCount ?? 0;
      if (feed.source.isPrivate !== true) publicSources.set(feed.id, feed.source.name);
      if (feed.state !== "active") return;
      overdueMs = Math.max(overdueMs, now - poll.nextPollAt);
      activeCount += 1;
      if (now - poll.nextPollAt > minuteMs) lateCount += 1;
    },
    census() {
      const lateShare = lateCount / Math.max(1, activeCount);
      return { health, missedCount, activeCount, lateCount, lateShare, overdueMs, publicSources };
    },
  };
}
