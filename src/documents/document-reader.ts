import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Clock } from "../domain/ports.ts";
import type { Cursor, Page, PageQuery, WireItem } from "../domain/section.ts";
import type { ReadStore } from "../domain/store.ts";
import { type Instant, isWithin, minuteMs } from "../domain/time.ts";
import type { FeedFormat } from "../publish/feed-formats.ts";
import { createItemMemory } from "../publish/item-memory.ts";
import { type ArchivePlace, type ArchiveSpan, type MergedFeed, mergedFeed } from "../publish/merged-feed.ts";
import type { Publisher } from "../publish/publisher.ts";
import { type RenderedDocument, renderFeed } from "../publish/render-feed.ts";
import { readArchivePage, spanBehind } from "./archive-page.ts";
import { hubUrlOf } from "./hub-url.ts";
import type { FeedView } from "./renderer.ts";
import { isTopic } from "./topic-view.ts";

/** The content of a view, before any format. */
export interface FeedReading {
  /** The store's change mark before the page was read. */
  readonly mark: number;
  /** The time when the mark was read. */
  readonly readAt: Instant;
  readonly feed: MergedFeed;
  /** The ETags of earlier documents with the same content, by format. */
  readonly etags: Partial<Record<FeedFormat, string>>;
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

export interface DocumentReader {
  /** "now": do not use a page that was read a moment ago. */
  read(view: FeedView, age?: "now"): Promise<FeedReading>;
  write(reading: FeedReading, format: FeedFormat): FeedDocument;
}

export interface DocumentSettings extends Publisher {
  /** False when there is no hub. Documents then do not name one. */
  readonly hub?: boolean;
  readonly clock: Pick<Clock, "now">;
  /**
   * A page is not read again within this time, even when the store changed. Its document then belongs to the earlier
   * change mark.
   */
  readonly pageMsMax?: number;
}

/**
 * Makes documents from the store. The same store content gives the same bytes. The three formats of a feed share one
 * reading.
 */
export function createDocumentReader(
  store: Pick<ReadStore, "readChangeMark" | "readPage" | "readPlaces" | "readToldAgain">,
  settings: DocumentSettings,
): DocumentReader {
  const memory = createItemMemory(settings);
  const { readings, contents, spans } = createKept();

  return { read, write };

  function write(reading: FeedReading, format: FeedFormat): FeedDocument {
    const rendered = renderFeed(reading.feed, format, memory);
    const etag = `"${createHash("sha256").update(rendered.bytes).digest("base64url").slice(0, etagChars)}"`;
    reading.etags[format] = etag;
    return { ...reading, ...rendered, etag };
  }

  async function read(view: FeedView, age: "now" | null = null): Promise<FeedReading> {
    const readAt = settings.clock.now();
    const mark = await store.readChangeMark();
    const key = JSON.stringify(view);
    const known = readings.get(key);
    if (known !== undefined && known.mark === mark) return { ...known, readAt };
    const pageMsMax = age === "now" ? 0 : (settings.pageMsMax ?? 0);
    if (known !== undefined && isWithin(pageMsMax, readAt - known.readAt)) return known;
    const found = await readFeed(view);
    const reading = { ...found, mark, readAt, etags: etagsOf(key, found.feed) };
    readings.set(key, reading);
    return reading;
  }

  /**
   * Finds the ETags of an earlier document with the same head and items. Most changes of the store are in other feeds,
   * so such a document need not be rendered again.
   */
  function etagsOf(key: string, { items, ...head }: MergedFeed): FeedReading["etags"] {
    const content = JSON.stringify([head, items.map(memory.numberOf)]);
    const known = contents.get(key);
    const etags = known?.content === content ? known.etags : {};
    contents.set(key, { content, etags });
    return etags;
  }

  async function readFeed(view: FeedView): Promise<Pick<FeedReading, "feed" | "newest" | "next">> {
    const { baseUrl, idBase, hub = true } = settings;
    const { path, query } = view;
    const { page, archive } = await readPlaced(view);
    const toldAgain = archive?.role === "subscription" ? await readToldAgain(store, view.page, page) : [];
    const hubUrl = hub && isTopic(view) ? hubUrlOf(baseUrl) : null;
    const options = { baseUrl, idBase, path, query, hubUrl, toldAgain, itemOf: memory.itemOf };
    const feed = mergedFeed(page, view, archive === null ? options : { ...options, archive });
    const [first] = page.items;
    return { feed, newest: first === undefined ? null : { at: first.arrivedAt, id: first.id }, next: page.next };
  }

  /**
   * Reads a page and its place in the archive. Only the order of arrival has an archive, because in a list sorted by
   * publication time new items appear anywhere.
   */
  async function readPlaced({ page: asked, archive }: FeedView): Promise<{ page: Page; archive: ArchivePlace | null }> {
    if (archive !== null) return readArchivePage(store, asked, archive);
    const page = await store.readPage(asked);
    if (asked.after !== null || asked.sort !== "arrival") return { page, archive: null };
    const prev = page.next === null ? null : await spanOf(asked, page.next);
    return { page, archive: { role: "subscription", prev, next: null } };
  }

  /**
   * Where the archive continues after a page. The result is looked up again when the page ends elsewhere, and also from
   * time to time, because late entries may arrive in the past.
   */
  async function spanOf(asked: PageQuery, next: Cursor): Promise<ArchiveSpan | null> {
    const key = JSON.stringify([asked.filter, asked.collapse, next]);
    const now = settings.clock.now();
    const known = spans.get(key);
    if (known !== undefined && isWithin(spanMsMax, now - known.foundAt)) return known.span;
    const span = await spanBehind(store, asked, next);
    spans.set(key, { span, foundAt: now });
    return span;
  }
}

/** What is told again behind the newest items, where there are older ones: see `told-again.ts`. */
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

/** The cached readings, by request. */
function createKept() {
  return {
    readings: new LRUCache<string, FeedReading>({
      max: readingsMax,
      maxSize: readingCharsMax,
      sizeCalculation: sizeOfReading,
    }),
    contents: new LRUCache<string, Pick<FeedReading, "etags"> & { readonly content: string }>({ max: contentsMax }),
    spans: new LRUCache<string, { readonly span: ArchiveSpan | null; readonly foundAt: Instant }>({ max: contentsMax }),
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

/** 132 bits: enough that two documents never share an ETag. */
const etagChars = 22;
/** How many feeds are kept: as values while their formats are rendered, and in short form (head and items). */
const readingsMax = 64;
const readingCharsMax = 32 * 1024 * 1024;
const contentsMax = 2_000;
const spanMsMax = minuteMs;
