import { Histogram, type Registry } from "prom-client";
import { isBehind } from "../../domain/hub.ts";
import type { Cursor } from "../../domain/section.ts";
import { hourMs, type Instant, secondMs } from "../../domain/time.ts";

/**
 * How long the entries of sections waited between their arrival in the store and the first document that contains them.
 * An entry is counted in each document in which it is new.
 */
export interface ServingDelays {
  /** Adds what `waitsOf()` found, in milliseconds. */
  note(waitsMs: readonly number[]): void;
  /** Lets `registry` report them. */
  report(registry: Registry): void;
}

/** Counts from zero. */
export function createServingDelays(): ServingDelays {
  const seconds = new Histogram({
    name: "wiredesk_stored_to_served_seconds",
    help: "From the arrival of an entry in the store until a section's document with it was ready to be sent, without the time in which nobody requested the document",
    buckets: [...bucketsSeconds],
    registers: [],
  });
  return {
    note: (waitsMs) => {
      for (const waitMs of waitsMs) seconds.observe(waitMs / secondMs);
    },
    report: (registry) => registry.registerMetric(seconds),
  };
}

const bucketsSeconds = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300];

/**
 * If readers still got a document without an entry this long after its arrival, the entry comes from an archive and is
 * not counted.
 */
const missedMsMax = hourMs;

/** A document that was made again, and what readers had before. */
export interface RenewedDocument {
  /** The places of the new document's items, by their arrival in the store. */
  readonly places: readonly Cursor[];
  /**
   * The latest place in all earlier documents; null for the first document, because nobody has waited for its items.
   */
  readonly newestBefore: Cursor | null;
  /** When a reader last got a document without the new items; null when no reader got one. */
  readonly sentAt: Instant | null;
  /** When the document was requested. */
  readonly askedAt: Instant;
  readonly readyAt: Instant;
}

/**
 * How many milliseconds each new item waited. A document is made on request. So the time between the last reader who
 * got a document without the item and the next request does not count, because nobody waited then. Pure.
 */
export function waitsOf({ places, newestBefore, sentAt, askedAt, readyAt }: RenewedDocument): readonly number[] {
  if (newestBefore === null) return [];
  return places
    .filter((place) => isBehind(newestBefore, place) && (sentAt ?? readyAt) - place.at < missedMsMax)
    .map(({ at: arrivedAt }) => {
      const missedUntil = Math.max(arrivedAt, sentAt ?? arrivedAt);
      const unaskedMs = Math.max(0, askedAt - missedUntil);
      return Math.max(0, readyAt - arrivedAt - unaskedMs);
    });
}
