import type { Ingest } from "./ingest-types.ts";
import { type Quarantine, quarantineHash } from "./quarantine.ts";

export interface ReadGuard {
  readonly quarantine: Quarantine;
  /** A document is about to be read: if the thread dies now, it was this. */
  readonly onReading: (feedId: number, hash: string) => void;
  /** It was read; `isKiller` when its parser had to be killed. */
  readonly onRead: (feedId: number, hash: string, isKiller: boolean) => void;
}

/**
 * The same ingest, without the documents that killed a parser or the thread. `refusing` is the ingest whose parser
 * refuses with the error: a quarantined document fails as one that cannot be read, so that people are shown why.
 */
export function readGuarded(ingest: Ingest, refusing: (error: unknown) => Ingest, guard: ReadGuard): Ingest {
  return async (feed, fetched, decide) => {
    const hash = quarantineHash(fetched.document);
    if (hash === null) return ingest(feed, fetched, decide);
    try {
      guard.quarantine.check(feed.id, hash);
    } catch (refused) {
      return refusing(refused)(feed, fetched, decide);
    }
    guard.onReading(feed.id, hash);
    let isKiller = false;
    try {
      const ingested = await ingest(feed, fetched, decide);
      const { error } = ingested.read;
      // A limit that the parser itself kept has no cause: only a thread that ran out of memory or time was killed.
      isKiller = error !== null && (error.code === "parse-deadline" || error.code === "parse-limit") && !!error.cause;
      if (isKiller) guard.quarantine.add(feed.id, hash);
      return ingested;
    } finally {
      guard.onRead(feed.id, hash, isKiller);
    }
  };
}
