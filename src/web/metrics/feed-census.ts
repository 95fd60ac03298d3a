import { setImmediate as nextTurn } from "node:timers/promises";
import { feedHealth } from "../../domain/feed-health.ts";
import type { Clock } from "../../domain/ports.ts";
import type { ReadStore } from "../../domain/store.ts";
import { type Instant, minuteMs } from "../../domain/time.ts";

/** Counts all feeds when the last count is old, and answers with that otherwise. */
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

/** How the feeds fare, counted. */
export interface FeedCensus {
  /** Feeds by the word of their health. */
  readonly health: ReadonlyMap<string, number>;
  /** Entries that polls found although a hub was on. */
  readonly missedCount: number;
  /** How long the active feed that waits longest has been due; 0 where none is. */
  readonly overdueMs: number;
  /** The names of sources by their feeds' ids, those of private sources left out. */
  readonly publicSources: ReadonlyMap<number, string>;
}

/** Thousands of feeds with their memories are read on the thread that answers: not more often than this. */
const countMsMin = minuteMs / 2;
const pageFeeds = 200;

/** Page by page, however many there are: other work comes in between, and no more than a page is held. */
async function countFeeds(store: Pick<ReadStore, "listFeeds">, now: Instant): Promise<FeedCensus> {
  const health = new Map<string, number>();
  const publicSources = new Map<number, string>();
  let missedCount = 0;
  let overdueMs = 0;
  for (let afterId = 0; ; await nextTurn()) {
    const page = await store.listFeeds({ afterId, limit: pageFeeds });
    for (const status of page) {
      const { feed, poll } = status;
      const { word, hub } = feedHealth(status, now);
      health.set(word, (health.get(word) ?? 0) + 1);
      missedCount += hub?.missedCount ?? 0;
      if (feed.state === "active") overdueMs = Math.max(overdueMs, now - poll.nextPollAt);
      if (feed.source.isPrivate !== true) publicSources.set(feed.id, feed.source.name);
      afterId = feed.id;
    }
    if (page.length < pageFeeds) return { health, missedCount, overdueMs, publicSources };
  }
}
