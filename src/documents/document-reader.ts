import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { HubStore } from "../domain/hub.ts";
import type { Cursor, Page, PageQuery, WireItem } from "../domain/section.ts";
import type { ReadStore } from "../domain/store.ts";
import type { Instant } from "../domain/time.ts";
import { digestFeed } from "../publish/digest-feed.ts";
import type { FeedFormat } from "../publish/feed-formats.ts";
import { createItemMemory } from "../publish/item-memory.ts";
import { type MergedFeed, mergedFeed } from "../publish/merged-feed.ts";
import type { Publisher } from "../publish/publisher.ts";
import { type RenderedDocument, renderFeed } from "../publish/render-feed.ts";
import { hubUrlOf } from "./hub-url.ts";
import {
  createPageLooks,
  isSamePage,
  type Made,
  type PageLookSettings,
  type Seen,
  type Sighting,
} from "./page-looks.ts";
import { createPlacedPages } from "./placed-pages.ts";
import type { FeedView } from "./renderer.ts";
import { isTopic } from "./topic-view.ts";

/** The content of a view, not yet written in a format. */
export interface FeedReading extends PageSighting {
  readonly feed: MergedFeed;
  /** The ETags of earlier documents with the same content, by format. */
  readonly etags: Partial<Record<FeedFormat, string>>;
  /** The places of the items, without those that are shown again. */
  readonly places: readonly Cursor[];
  /** The place of the first item; null when there are no items. */
  readonly newest: Cursor | null;
  /** The place of the last item if older ones follow; otherwise null. */
  readonly next: Cursor | null;
}

/** A feed document as plain bytes, with the facts of its reading. */
export interface FeedDocument extends FeedReading, RenderedDocument {
  /** A strong ETag with its quotes. */
  readonly etag: string;
}

/** A document that the caller already has. `decidedAt` and `isExact`: as in `RenderRequest`. */
interface KnownDocument {
  readonly format: FeedFormat;
  readonly etag: string;
  readonly decidedAt?: Instant;
  readonly isExact?: boolean;
}

/** `pageMark`: the change mark for which the page itself was read. */
interface PageSighting extends Sighting {
  readonly pageMark: number;
}

export interface DocumentReader {
  /** `after`: a page that was last looked at by this time is looked at again. `isExact`: as in `RenderRequest`. */
  read(view: FeedView, after?: Instant, isExact?: boolean): Promise<FeedReading>;
  write(reading: FeedReading, format: FeedFormat): FeedDocument;
  /**
   * Checks whether a document still has this ETag, without reading its page. Returns when the store was read; null when
   * the document has changed, or when the check cannot tell.
   */
  recognise(view: FeedView, known: KnownDocument): Promise<PageSighting | null>;
}

export interface DocumentSettings extends Publisher, PageLookSettings {
  /** False when there is no hub. Documents then do not name one. */
  readonly hub?: boolean;
}

/**
 * Makes documents from the store. The same store content gives the same bytes. The three formats of a feed share one
 * reading.
 */
export function createDocumentReader(store: DocumentStore, settings: DocumentSettings): DocumentReader {
  const memory = createItemMemory(settings);
  const { readings, contents } = createKept();
  const look = createPageLooks(store, settings);
  const readPlaced = createPlacedPages(store, settings.clock);

  return { read, write, recognise };

  function write(reading: FeedReading, format: FeedFormat): FeedDocument {
    const rendered = renderFeed(reading.feed, format, memory);
    const etag = `"${createHash("sha256").update(rendered.bytes).digest("base64url").slice(0, etagChars)}"`;
    reading.etags[format] = etag;
    return { ...reading, ...rendered, etag };
  }

  async function read(view: FeedView, after = never, isExact = false): Promise<FeedReading> {
    const key = JSON.stringify(view);
    const seen = await look(view, key, isExact ? always : after);
    const known = readings.get(key);
    if (known !== undefined && isSamePage(known, seen, isExact))
      return { ...known, mark: seen.mark, readAt: seen.readAt };
    const found = await readFeed(view);
    const etags = etagsOf(key, found.feed, seen);
    const reading = { ...found, ...seen, pageMark: seen.mark, madeAt: seen.readAt, etags };
    readings.set(key, reading);
    return reading;
  }

  async function recognise(view: FeedView, { format, etag, decidedAt = never, isExact = false }: KnownDocument) {
    const key = JSON.stringify(view);
    const { fingerprint, mark, readAt } = await look(view, key, isExact ? always : decidedAt);
    const known = contents.get(key);
    const isKnown = known?.etags[format] === etag && isSamePage(known, { fingerprint, mark, readAt }, isExact);
    return isKnown ? { mark, readAt, pageMark: known.mark } : null;
  }

  /**
   * Finds the ETags of an earlier document with the same head and items. Most changes of the store are in other feeds,
   * so such a document need not be rendered again.
   */
  function etagsOf(key: string, { items, ...head }: MergedFeed, seen: Seen): FeedReading["etags"] {
    const content = JSON.stringify([head, items.map((item) => memory.numberOf(item) ?? item)]);
    const known = contents.get(key);
    const etags = known?.content === content ? known.etags : {};
    contents.set(key, { content, etags, ...seen, madeAt: seen.readAt });
    return etags;
  }

  async function readFeed(view: FeedView): Promise<Pick<FeedReading, "feed" | "places" | "newest" | "next">> {
    const { baseUrl, idBase, hub = true } = settings;
    const { path, query } = view;
    if (view.digestOf !== undefined) {
      const digests = await store.readDigests(view.digestOf, view.page.filter);
      const feed = digestFeed(digests, view.title, { baseUrl, idBase, path, query });
      // Digests are not in the order of arrival.
      return { feed, places: [], newest: null, next: null };
    }
    const { page, archive } = await readPlaced(view);
    const toldAgain = archive?.role === "subscription" ? await readToldAgain(store, view.page, page) : [];
    const hubUrl = hub && isTopic(view) ? hubUrlOf(baseUrl) : null;
    const options = { baseUrl, idBase, path, query, hubUrl, toldAgain, itemOf: memory.itemOf };
    const feed = mergedFeed(page, view, archive === null ? options : { ...options, archive });
    const places = page.items.map(({ arrivedAt, id }) => ({ at: arrivedAt, id }));
    return { feed, places, newest: places[0] ?? null, next: page.next };
  }
}

/** The items that are shown again after the newest ones, when the list has older items: see `told-again.ts`. */
async function readToldAgain(
  store: Pick<ReadStore, "readToldAgain">,
  asked: PageQuery,
  { items, next }: Page,
): Promise<readonly WireItem[]> {
  const [newest] = items;
  if (newest === undefined || next === null) return [];
  const again = await store.readToldAgain({ page: asked, newestAt: newest.arrivedAt, last: next });
  return again.filter(({ id }) => items.every((item) => item.id !== id));
}

type DocumentStore = Pick<ReadStore, "readChangeMark" | "readPage" | "readPlaces" | "readToldAgain" | "readDigests"> &
  Pick<HubStore, "readPageFingerprint">;

/** The cached readings, by request. */
function createKept() {
  return {
    readings: new LRUCache<string, FeedReading & Made>({
      max: readingsMax,
      maxSize: readingCharsMax,
      sizeCalculation: sizeOfReading,
    }),
    contents: new LRUCache<string, Pick<FeedReading, "etags"> & Made & { readonly content: string }>({
      max: contentsMax,
    }),
  };
}

/**
 * The number of characters in the items' texts. A single reading above the bound is still kept, alone, because its
 * other formats are usually requested next.
 */
function sizeOfReading({ feed }: FeedReading): number {
  const chars = feed.items.reduce((sum, { html }) => sum + html.length, 0);
  return Math.min(Math.max(chars, 1), readingCharsMax);
}

/** Stands for the time of a decision when no editor has decided. */
const never = Number.NEGATIVE_INFINITY;
/** Whatever was looked at before is looked at again. */
const always = Number.POSITIVE_INFINITY;

/** 132 bits: enough that two documents never share an ETag. */
const etagChars = 22;
/**
 * How many readings are kept while their formats are rendered, and how many characters their texts may have together.
 */
const readingsMax = 256;
const readingCharsMax = 32 * 1024 * 1024;
/** How many feeds are kept in short form: the head, and numbers for the items. */
const contentsMax = 2_000;
