import type { RawDocument } from "../../domain/document.ts";
import type { Entry } from "../../domain/entry.ts";
import type { KnownItem } from "../../domain/feeds/known-items.ts";
import type { ParsedFeed, ParsedItem, Problem } from "../../domain/parsed-feed.ts";
import type { Instant } from "../../domain/time.ts";
import type { FeedContext } from "../../normalise/feed-context.ts";

/**
 * Reads documents as entries in another thread, within a deadline. Rejects with a WireError (not-a-feed, parse-limit,
 * parse-deadline).
 */
export interface Reader {
  read(document: RawDocument, task: ReadingTask): Promise<ReadDocument>;
}

/** The input of a reading thread in addition to the document. */
export interface ReadingTask {
  readonly feed: FeedContext;
  /** When the document is ingested. New entries are first seen at this time. */
  readonly now: Instant;
  readonly known: readonly Pick<KnownItem, "hash" | "guid">[];
  /** Whether to return the compressed bytes, for keeping the document. */
  readonly isCaptured: boolean;
}

/** A document as entries. */
export interface ReadDocument {
  readonly head: DocumentHead;
  /** The items that were not known, as entries in document order. Each guid occurs once. */
  readonly entries: readonly Entry[];
  /** The hash of each entry's item; null when the next poll must read the item again in any case. */
  readonly itemHashes: readonly (string | null)[];
  /** The items that were known. Each occurs once. */
  readonly seen: readonly SeenItem[];
  /** Items that could not be normalised. */
  readonly problems: readonly Problem[];
  readonly gzip: Uint8Array | null;
}

/** The content of a document without the texts of its items. */
export interface DocumentHead extends Omit<ParsedFeed, "items" | "problems"> {
  /** The dates of all items, known or not. Without dates when every item is known. */
  readonly items: readonly Pick<ParsedItem, "published" | "updated">[];
}

/** An item that was not read, because its entry is known. */
export interface SeenItem {
  readonly hash: string;
  readonly guid: string;
  /** See `guidStem`. Also null when every item of the document is known. */
  readonly guidStem: string | null;
}
