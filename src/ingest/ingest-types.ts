import type { RawDocument } from "../domain/document.ts";
import type { WireError } from "../domain/errors.ts";
import type { Feed } from "../domain/feed.ts";
import type { PollOutcome } from "../domain/feeds/feed-store.ts";
import type { ParsedFeed } from "../domain/parsed-feed.ts";
import type { Instant } from "../domain/time.ts";

/**
 * Reads a document of a feed and stores its entries. `decide` gives the poll's outcome for what was read; both are
 * stored in one transaction. An unreadable document does not reject: `read.error` says why, and the outcome is stored
 * all the same.
 */
export type Ingest = <Next extends Decided>(
  feed: Feed,
  fetched: FetchedDocument,
  decide: (read: ReadOutcome) => Next,
) => Promise<Ingested<Next>>;

/** A document and when it came, by a poll or from a hub. */
export interface FetchedDocument {
  readonly document: RawDocument;
  readonly fetchedAt: Instant;
}

/** null: the document came by no poll, so the poll state stays as it is. */
export type Decided = { readonly outcome: PollOutcome } | null;

export interface Ingested<Next extends Decided> {
  /** What was stored. */
  readonly read: ReadOutcome;
  /** What `decide` answered. */
  readonly next: Next;
}

/** What a document brought. `error` is set where it could not be read. */
export interface ReadOutcome {
  readonly parsed: ParsedFeed | null;
  readonly error: WireError | null;
  readonly newCount: number;
  readonly revisedCount: number;
  readonly knownCount: number;
  /** The earliest firstSeenAt among the entries already known; null where none is known. */
  readonly knownSince: Instant | null;
}
