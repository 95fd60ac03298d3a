import type { IngestEvent, KillerDocument } from "./ingest-messages.ts";

/**
 * Remembers in the main thread which document the ingest thread is reading, because the main thread outlives that
 * thread.
 */
export interface ReadingWatch {
  hear(event: IngestEvent): void;
  /** Called when the thread has died. */
  blame(): void;
  /** The documents that crashed a thread. The next thread puts them into quarantine. */
  readonly killers: () => readonly KillerDocument[];
}

export function createReadingWatch(): ReadingWatch {
  const reading = new Map<number, string>();
  let killers: readonly KillerDocument[] = [];
  return {
    hear(event) {
      if (event.kind === "reading") reading.set(event.feedId, event.hash);
      if (event.kind === "read") reading.delete(event.feedId);
      // The new thread has put these documents into quarantine.
      if (event.kind === "ready") killers = [];
    },
    blame() {
      killers = [...killers, ...[...reading].map(([feedId, hash]) => ({ feedId, hash }))];
      reading.clear();
    },
    killers: () => killers,
  };
}
