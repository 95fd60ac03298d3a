import type { Log } from "../domain/ports.ts";
import { createQuarantine, type Quarantined } from "../ingest/quarantine.ts";
import type { IngestEvent } from "./ingest-messages.ts";
import { systemClock } from "./system-clock.ts";

/** Remembers what the ingest thread is reading, in the main thread, which outlives it. */
export interface ReadingWatch {
  hear(event: IngestEvent): void;
  /** Called when the thread has died. Puts the document that it was reading into quarantine. */
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
