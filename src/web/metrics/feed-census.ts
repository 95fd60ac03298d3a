import { setImmediate as nextTurn } from "node:timers/promises";
import { createFeedCount, type FeedCensus } from "../../domain/figures/feed-census.ts";
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

/** The shortest time between two counts, because the main thread reads thousands of feeds for one count. */
const countMsMin = minuteMs / 2;
const pageFeeds = 200;

/** Reads page by page, so that other requests run in between and only one page is in memory. */
async function countFeeds(store: Pick<ReadStore, "listFeeds">, now: Instant): Promise<FeedCensus> {
  const count = createFeedCount(now);
  for (let afterId = 0; ; await nextTurn()) {
    const page = await store.listFeeds({ afterId, limit: pageFeeds });
    for (const status of page) count.add(status);
    if (page.length < pageFeeds) return count.census();
    afterId = page.at(-1)?.feed.id ?? afterId;
  }
}
