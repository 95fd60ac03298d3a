import type { Feed } from "../domain/feed.ts";
import type { Clock } from "../domain/ports.ts";
import type { ReadStore } from "../domain/store.ts";
import { secondMs } from "../domain/time.ts";

/** The feeds by id and the names of sources by id, for `/feeds/feed/…` and `/feeds/source/…`. */
export interface FeedDirectory {
  readonly feeds: ReadonlyMap<number, Feed>;
  readonly sources: ReadonlyMap<number, string>;
}

/** Returns the directory. It is read again when it is older than `msMax`, because listing every feed is not cheap. */
export function createFeedDirectory(
  deps: { readonly store: Pick<ReadStore, "listFeeds">; readonly clock: Clock },
  msMax = directoryMsMax,
): () => Promise<FeedDirectory> {
  let readAt = 0;
  let reading: Promise<FeedDirectory> | null = null;
  return () => {
    const now = deps.clock.now();
    if (reading === null || now - readAt > msMax) {
      readAt = now;
      reading = readDirectory(deps.store);
      // This request receives the error; the next one reads again.
      reading.catch(() => {
        reading = null;
      });
    }
    return reading;
  };
}

const directoryMsMax = 5 * secondMs;

async function readDirectory(store: Pick<ReadStore, "listFeeds">): Promise<FeedDirectory> {
  const listed = await store.listFeeds();
  return {
    feeds: new Map(listed.map(({ feed }) => [feed.id, feed])),
    sources: new Map(listed.map(({ feed }) => [feed.source.id, feed.source.name])),
  };
}
