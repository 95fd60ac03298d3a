import { createHash } from "node:crypto";
import type { Clock } from "../domain/ports.ts";
import type { Cursor, Page } from "../domain/section.ts";
import type { ReadStore } from "../domain/store.ts";
import type { Instant } from "../domain/time.ts";
import { createItemMemory } from "../publish/item-memory.ts";
import { type ArchivePlace, type FeedFormat, type MergedFeed, mergedFeed } from "../publish/merged-feed.ts";
import { type RenderedDocument, renderFeed } from "../publish/render-feed.ts";
import { readArchivePage, spanBehind } from "./archive-page.ts";
import type { FeedView } from "./renderer.ts";

/** A feed document as plain bytes, with what is known of it. */
export interface FeedDocument extends RenderedDocument {
  /** The store's change mark from before the page was read. */
  readonly mark: number;
  /** When the mark was read. */
  readonly readAt: Instant;
  readonly feed: MergedFeed;
  /** Strong, with its quotes. */
  readonly etag: string;
  /** The place of the first item; null without items. */
  readonly newest: Cursor | null;
  /** The place of the last item, where older ones follow. */
  readonly next: Cursor | null;
}

export interface DocumentSettings {
  readonly baseUrl: string;
  /** False where there is no hub: documents then name none. */
  readonly hub?: boolean;
  readonly clock: Pick<Clock, "now">;
  /** A page that was read so short a time ago is not read again, though the store moved on: its document then holds for the mark of then. */
  readonly pageMsMax?: number;
}

/** Makes documents from the store. Same store, same bytes, whoever asks. The three formats of a feed share one reading of the store. */
export function createDocumentReader(
  store: Pick<ReadStore, "readChangeMark" | "readPage" | "readPlaces">,
  settings: DocumentSettings,
): (view: FeedView, format: FeedFormat) => Promise<FeedDocument> {
  const memory = createItemMemory(settings.baseUrl);
  const merged = new Map<string, Merged>();

  return async (view, format) => {
    const read = await readMerged(view);
    const rendered = renderFeed(read.feed, format, memory);
    const etag = `"${createHash("sha256").update(rendered.bytes).digest("base64url").slice(0, etagChars)}"`;
    return { ...read, ...rendered, etag };
  };

  async function readMerged(view: FeedView): Promise<Merged> {
    const readAt = settings.clock.now();
    const mark = await store.readChangeMark();
    const key = JSON.stringify(view);
    const known = merged.get(key);
    if (known !== undefined && known.mark === mark) return { ...known, readAt };
    if (known !== undefined && isWithin(settings.pageMsMax ?? 0, readAt - known.readAt)) return known;
    const read = { ...(await readFeed(view)), mark, readAt };
    merged.delete(key);
    merged.set(key, read);
    for (const oldest of merged.keys()) {
      if (merged.size <= mergedMax) break;
      merged.delete(oldest);
    }
    return read;
  }

  async function readFeed(view: FeedView): Promise<Pick<Merged, "feed" | "newest" | "next">> {
    const { baseUrl, hub = true } = settings;
    const { path, query, page: asked } = view;
    const { page, archive } = await readPlaced(view);
    const hubUrl = hub && asked.after === null && !view.keyed ? hubUrlOf(baseUrl) : null;
    const options = { baseUrl, path, query, hubUrl, itemOf: memory.itemOf };
    const feed = mergedFeed(page, view, archive === null ? options : { ...options, archive });
    const [first] = page.items;
    return { feed, newest: first === undefined ? null : { at: first.arrivedAt, id: first.id }, next: page.next };
  }

  /** A page and where it stands in the archive. Only the order of arrival has one: by the dates that feeds claim, items come in anywhere. */
  async function readPlaced({ page: asked, archive }: FeedView): Promise<{ page: Page; archive: ArchivePlace | null }> {
    if (archive !== null) return readArchivePage(store, asked, archive);
    const page = await store.readPage(asked);
    if (asked.after !== null || asked.sort !== "arrival") return { page, archive: null };
    const prev = page.next === null ? null : await spanBehind(store, asked, page.next);
    return { page, archive: { role: "subscription", prev, next: null } };
  }
}

type Merged = Pick<FeedDocument, "mark" | "readAt" | "feed" | "newest" | "next">;

/** A clock that was set back is no reason to keep anything. */
function isWithin(msMax: number, ms: number): boolean {
  return ms >= 0 && ms < msMax;
}

/** The address of our WebSub hub. */
export function hubUrlOf(baseUrl: string): string {
  return `${baseUrl}/hub`;
}

/** 132 bits: no two documents will ever share it. */
const etagChars = 22;
/** Feeds kept as values between the renderings of their formats. */
const mergedMax = 64;
