import { LRUCache } from "lru-cache";
import type { Clock } from "../domain/ports.ts";
import type { Cursor, Page, PageQuery } from "../domain/section.ts";
import type { ReadStore } from "../domain/store.ts";
import { type Instant, isWithin, minuteMs } from "../domain/time.ts";
import type { ArchivePlace, ArchiveSpan } from "../publish/merged-feed.ts";
import { readArchivePage, spanBehind } from "./archive-page.ts";
import type { FeedView } from "./renderer.ts";

/** A page and its place in the archive; null when it has none. */
interface PlacedPage {
  readonly page: Page;
  readonly archive: ArchivePlace | null;
}

/**
 * Reads pages with their places in the archive. Only the order of arrival has an archive, because in a list sorted by
 * publication time new items appear anywhere.
 */
export function createPlacedPages(
  store: Pick<ReadStore, "readPage" | "readPlaces">,
  clock: Pick<Clock, "now">,
): (view: Pick<FeedView, "page" | "archive">) => Promise<PlacedPage> {
  const spans = new LRUCache<string, { readonly span: ArchiveSpan | null; readonly foundAt: Instant }>({
    max: spansMax,
  });
  return async ({ page: asked, archive }) => {
    if (archive !== null) return readArchivePage(store, asked, archive);
    const page = await store.readPage(asked, true);
    if (asked.after !== null || asked.sort !== "arrival") return { page, archive: null };
    const prev = page.next === null ? null : await spanOf(asked, page.next);
    return { page, archive: { role: "subscription", prev, next: null } };
  };

  /**
   * Where the archive continues after a page. The result is looked up again when the page ends elsewhere. It is also
   * looked up again from time to time, because an archive may be ingested later, and its entries get arrival times in
   * the past.
   */
  async function spanOf(asked: PageQuery, next: Cursor): Promise<ArchiveSpan | null> {
    const key = JSON.stringify([asked.filter, asked.collapse, next]);
    const now = clock.now();
    const known = spans.get(key);
    if (known !== undefined && isWithin(spanMsMax, now - known.foundAt)) return known.span;
    const span = await spanBehind(store, asked, next);
    spans.set(key, { span, foundAt: now });
    return span;
  }
}

const spansMax = 2_000;
const spanMsMax = minuteMs;
