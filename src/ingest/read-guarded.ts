import type { Ingest } from "./ingest-types.ts";
import { type Quarantine, quarantineHash } from "./quarantine.ts";

export interface ReadGuard {
  readonly quarantine: Quarantine;
  /** Called before a document is read. If the thread dies now, this document is the cause. */
  readonly onReading: (feedId: number, hash: string) => void;
  /** Called after a document was read. `isKiller`: its parser had to be killed. */
  readonly onRead: (feedId: number, hash: string, isKiller: boolean) => void;
}

/**
 * Wraps an ingest so that it refuses documents that killed a parser or the thread. `refusing`: an ingest whose parser
 * rejects with the given error, so that a quarantined document fails like an unreadable one, and people see why.
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
      // An error without a cause comes from a limit that the parser itself enforced. A cause means that the thread was
      // killed for its memory or time.
      isKiller = error !== null && (error.code === "parse-deadline" || error.code === "parse-limit") && !!error.cause;
      if (isKiller) guard.quarantine.add(feed.id, hash);
      return ingested;
    } finally {
      guard.onRead(feed.id, hash, isKiller);
    }
  };
}
