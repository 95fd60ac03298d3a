import type { RawDocument } from "../domain/document.ts";
import type { WireError } from "../domain/errors.ts";
import type { Feed } from "../domain/feed.ts";
import type { PollOutcome } from "../domain/feeds/feed-store.ts";
import type { Instant } from "../domain/time.ts";
import type { DocumentHead } from "./reading/reading-types.ts";

/**
 * Reads a document of a feed and stores its entries. `decide` makes the poll's outcome from what was read; entries and
 * outcome are stored in one transaction. For an unreadable document the promise does not reject: `read.error` gives the
 * reason, and the outcome is stored.
 */
export type Ingest = <Next extends Decided>(
  feed: Feed,
  fetched: FetchedDocument,
  decide: (read: ReadOutcome) => Next,
) => Promise<Ingested<Next>>;

/** A document and the time when it came, from a poll or a hub. */
export interface FetchedDocument {
  readonly document: RawDocument;
  readonly fetchedAt: Instant;
}

/** null: the document did not come from a poll, so the poll state does not change. */
export type Decided = { readonly outcome: PollOutcome } | null;

export interface Ingested<Next extends Decided> {
  /** The result of reading and storing the document. */
  readonly read: ReadOutcome;
  /** The result of `decide`. */
  readonly next: Next;
}

/**
 * The result of a document. `error` is set when the document could not be read. `parsed` is then null. It is also null
 * when the document equals the last one.
 */
export interface ReadOutcome {
  readonly parsed: DocumentHead | null;
  readonly error: WireError | null;
  readonly newCount: number;
  readonly revisedCount: number;
  readonly knownCount: number;
  /** The earliest firstSeenAt of the entries that were already known; null when none was. */
  readonly knownSince: Instant | null;
}
