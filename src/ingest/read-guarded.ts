import type { Quarantined, QuarantineStore } from "../domain/feeds/quarantine-store.ts";
import type { Clock } from "../domain/ports.ts";
import type { Ingest } from "./ingest-types.ts";
import { quarantineAfter, quarantineError, quarantineHash } from "./quarantine.ts";

export interface ReadGuard {
  readonly store: QuarantineStore;
  readonly clock: Clock;
  /** Called before a document is read. If the thread dies now, this document is the cause. */
  readonly onReading: (feedId: number, hash: string) => void;
  readonly onRead: (feedId: number) => void;
}

/**
 * Wraps an ingest so that it refuses documents that crashed a parser or the thread. `refusing`: makes an ingest whose
 * parser rejects with the given error. So a quarantined document fails like an unreadable one, and people see why.
 */
export function readGuarded(ingest: Ingest, refusing: (error: unknown) => Ingest, guard: ReadGuard): Ingest {
  return async (feed, fetched, decide) => {
    const hash = quarantineHash(fetched.document);
    if (hash === null) return ingest(feed, fetched, decide);
    const refused = quarantineError(await guard.store.readQuarantined(feed.id), hash, guard.clock.now());
    if (refused !== null) return refusing(refused)(feed, fetched, decide);
    guard.onReading(feed.id, hash);
    try {
      const ingested = await ingest(feed, fetched, decide);
      const { error } = ingested.read;
      // An error without a cause comes from a limit that the parser itself enforced. A cause means that the thread was
      // killed because it used too much memory or time.
      const isKiller = error !== null && (error.code === "parse-deadline" || error.code === "parse-limit");
      if (isKiller && error.cause) await quarantine(guard, { feedId: feed.id, hash });
      return ingested;
    } finally {
      guard.onRead(feed.id);
    }
  };
}

/** Puts a document into quarantine, because it crashed its reader, or because the reader had to be killed. */
export async function quarantine(
  { store, clock }: Pick<ReadGuard, "store" | "clock">,
  dead: Pick<Quarantined, "feedId" | "hash">,
): Promise<Quarantined> {
  const document = quarantineAfter(await store.readQuarantined(dead.feedId), dead, clock.now());
  await store.saveQuarantined(document);
  return document;
}
