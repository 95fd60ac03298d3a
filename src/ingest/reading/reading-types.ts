import type { RawDocument } from "../../domain/document.ts";
import type { Entry } from "../../domain/entry.ts";
import type { KnownItem } from "../../domain/feeds/known-items.ts";
import type { ParsedFeed, ParsedItem, Problem } from "../../domain/parsed-feed.ts";
import type { Instant } from "../../domain/time.ts";
import type { FeedContext } from "../../normalise/feed-context.ts";

/**
 * Reads documents as entries, off the calling thread and under a deadline. Rejects with a WireError (not-a-feed,
 * parse-limit, parse-deadline).
 */
export interface Reader {
  read(document: RawDocument, task: ReadingTask): Promise<ReadDocument>;
}

/** What a reading thread is told beside the document. */
export interface ReadingTask {
  readonly feed: FeedContext;
  /** When the document was fetched: new entries were first seen then. */
  readonly now: Instant;
  readonly known: readonly Pick<KnownItem, "hash" | "guid">[];
  /** Whether the bytes are wanted packed, to be kept. */
  readonly isCaptured: boolean;
}

/** A document as entries. */
export interface ReadDocument {
  readonly head: DocumentHead;
  /** Items that were not known, as entries in document order, each guid once. */
  readonly entries: readonly Entry[];
  /** The hash of each entry's item; null where the next poll has to read it again in any case. */
  readonly itemHashes: readonly (string | null)[];
  /** Items that were known, each once. */
  readonly seen: readonly SeenItem[];
  /** Items that could not be normalised. */
  readonly problems: readonly Problem[];
  readonly gzip: Uint8Array | null;
}

/** What a document says beside its items' texts. */
export interface DocumentHead extends Omit<ParsedFeed, "items" | "problems"> {
  /** Of every item, known or not. */
  readonly items: readonly Pick<ParsedItem, "published" | "updated">[];
}

/** An item that was not read, since its entry is known. */
export interface SeenItem {
  readonly hash: string;
  readonly guid: string;
  /** See `guidStem`; null as well where nothing else of the document was read. */
  readonly guidStem: string | null;
}
