import { setImmediate as nextTurn } from "node:timers/promises";
import { feedHealth } from "../../domain/feed-health.ts";
import type { Clock } from "../../domain/ports.ts";
import type { ReadStore } from "../../domain/store.ts";
import { type Instant, minuteMs } from "../../domain/time.ts";

/** Counts all feeds, or returns the last count while it is fresh. */
export function createFeedCensus(store: Pick<ReadStore, "listFeeds">, clock: Clock): () => Promise<FeedCensus> {
  let last: { readonly at: Instant; readonly census: Promise<FeedCensus> } | null = null;
  return () => {
    const now = clock.now();
    if (last === null || now < last.at || now - last.at >= countMsMin) {
      const census = countFeeds(store, now);
      last = { at: now, census };
      census.catch(() => {
        last = null;
      });
    }
    return last.census;
  };
}

/** Counts of feeds by health. */
export interface FeedCensus {
  /** Number of feeds by health word. */
  readonly health: ReadonlyMap<string, number>;
  /** Entries that polls found although a hub was on. */
  readonly missedCount: number;
  /** How long the most overdue active feed has been due, in ms; 0 when none is due. */
  readonly overdueMs: number;
  /** The share of the active feeds, 0 to 1, that have been due for more than a minute; 0 without active feeds. */
  readonly lateShare: number;
  /** Source names by feed id, without private sources. */
  readonly publicSources: ReadonlyMap<number, string>;
}

/** How often the feeds are counted at most, because the serving thread reads thousands of feeds for it. */
const countMsMin = minuteMs / 2;
const pageFeeds = 200;

/** Read page by page, so that other requests run in between and only one page is in memory. */
async function countFeeds(store: Pick<ReadStore, "listFeeds">, now: Instant): Promise<FeedCensus> {
  const health = new Map<string, number>();
  const publicSources = new Map<number, string>();
  let missedCount = 0;
  let overdueMs = 0;
  let activeCount = 0;
  let lateCount = 0;
  for (let afterId = 0; ; await nextTurn()) {
    const page = await store.listFeeds({ afterId, limit: pageFeeds });
    for (const status of page) {
      const { feed, poll } = status;
      const { word, hub } = feedHealth(status, now);
      health.set(word, (health.get(word) ?? 0) + 1);
      missedCount += hub?.missedCount ?? 0;
      if (feed.state === "active") {
        overdueMs = Math.max(overdueMs, now - poll.nextPollAt);
        activeCount += 1;
        if (now - poll.nextPollAt > minuteMs) lateCount += 1;
      }
      if (feed.source.isPrivate !== true) publicSources.set(feed.id, feed.source.name);
      afterId = feed.id;
    }
    if (page.length >= pageFeeds) continue;
    return { health, missedCount, overdueMs, lateShare: lateCount / Math.max(1, activeCount), publicSources };
  }
}
