import type { Log } from "../domain/ports.ts";
import { createQuarantine, type Quarantined } from "../ingest/quarantine.ts";
import type { IngestEvent } from "./ingest-messages.ts";
import { systemClock } from "./system-clock.ts";

/** What the ingest thread reads, kept where it outlives that thread. */
export interface ReadingWatch {
  hear(event: IngestEvent): void;
  /** The thread has died: what it was reading goes into quarantine. */
  blame(): void;
  readonly quarantined: () => readonly Quarantined[];
}

export function createReadingWatch(log: Log): ReadingWatch {
  const quarantine = createQuarantine(systemClock);
  const reading = new Map<number, string>();
  return {
    hear(event) {
      if (event.kind === "reading") reading.set(event.feedId, event.hash);
      if (event.kind !== "read") return;
      reading.delete(event.feedId);
      if (event.isKiller) quarantine.add(event.feedId, event.hash);
    },
    blame() {
      for (const [feedId, hash] of reading) {
        const until = new Date(quarantine.add(feedId, hash).until).toISOString();
        log.warn({ feedId, until }, "quarantined: the ingest thread died while it read this feed's document");
      }
      reading.clear();
    },
    quarantined: quarantine.list,
  };
}
