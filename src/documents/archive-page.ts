import { isBehind } from "../domain/hub.ts";
import type { Cursor, Page, PageQuery } from "../domain/section.ts";
import type { ReadStore } from "../domain/store.ts";
import type { ArchivePlace, ArchiveSpan } from "../publish/merged-feed.ts";

type ArchiveStore = Pick<ReadStore, "readPage" | "readPlaces">;

/** A page and where it stands in the archive. */
export interface ArchivePage {
  readonly page: Page;
  readonly archive: ArchivePlace;
}

/**
 * A document of a feed's archive (RFC 5005 section 4): addresses and content stay as they are while the feed goes on,
 * and links lead both ways.
 *
 * An item whose number divides by `boundaryEvery` is a boundary. A document is named by the boundary that it begins
 * behind and holds what is newer, up to the next one, itself included. So the boundary that ends a document names the
 * following one before there is anything in it, and nothing changes when that comes. A stretch without boundaries is
 * cut, counted from its older end. The newest document, which nothing ends yet, still grows and is no archive; it
 * becomes one.
 */
export async function readArchivePage(
  store: ArchiveStore,
  query: PageQuery,
  { after, until }: ArchiveSpan,
): Promise<ArchivePage> {
  if (until !== null) return readRange(store, query, after, until);
  const { filter, collapse } = query;
  const places = await store.readPlaces({ filter, collapse, from: after, direction: "newer", limit: archiveItemsMax });
  const boundary = places.findIndex(isBoundary);
  const isFinished = boundary >= 0 || places.length === archiveItemsMax;
  const count = boundary >= 0 ? boundary + 1 : places.length;
  const newest = places[count - 1] ?? null;
  const items = newest === null ? [] : await readItems(store, { ...query, limit: count }, after, newest);
  const prev = await spanBehind(store, query, justAbove(after));
  const next = isFinished && newest !== null ? { after: newest, until: null } : null;
  return { page: { items, next: null }, archive: { role: isFinished ? "archive" : "growing", prev, next } };
}

/**
 * The part of a document up to an item, whatever came into it since it was named: where that is too much, the rest goes
 * before it.
 */
async function readRange(store: ArchiveStore, query: PageQuery, after: Cursor, until: Cursor): Promise<ArchivePage> {
  const items = await readItems(store, { ...query, limit: archiveItemsMax }, after, until);
  const last = items.at(-1);
  const isFull = items.length === archiveItemsMax && last !== undefined;
  const prev = await spanBehind(store, query, isFull ? { at: last.arrivedAt, id: last.id } : justAbove(after));
  return { page: { items, next: null }, archive: { role: "archive", prev, next: { after: until, until: null } } };
}

/** The items up to a place, itself included, that are newer than another. */
async function readItems(store: ArchiveStore, query: PageQuery, after: Cursor, until: Cursor): Promise<Page["items"]> {
  const { items } = await store.readPage({ ...query, after: justAbove(until) });
  return items.filter(({ arrivedAt, id }) => isBehind(after, { at: arrivedAt, id }));
}

/**
 * The document that ends with the newest item behind a place; null where there is none. Where that item stands in the
 * midst of a document, it is the part up to the item: so that chains overlap nowhere, and a reader who meets an item
 * that he has knows that he has all behind it.
 */
export async function spanBehind(store: ArchiveStore, query: PageQuery, place: Cursor): Promise<ArchiveSpan | null> {
  const { filter, collapse } = query;
  for (const limit of looks) {
    const older = await store.readPlaces({ filter, collapse, from: place, direction: "older", limit });
    const [newest] = older;
    if (newest === undefined) return null;
    const found = older.findIndex((one, index) => index > 0 && isBoundary(one));
    if (found < 0 && older.length === limit && limit !== looks.at(-1)) continue;
    // From the older end, so that it is counted as `readArchivePage` counts.
    const count = found < 0 ? older.length : found;
    const cut = Math.floor((count - 1) / archiveItemsMax) * archiveItemsMax;
    const isWhole = isBoundary(newest) || count % archiveItemsMax === 0;
    return { after: older[count - cut] ?? beginning, until: isWhole ? null : newest };
  }
  return null;
}

/** Before every item. */
const beginning: Cursor = { at: 0, id: 0 };
const boundaryEvery = 100;
/** A document holds no more. */
export const archiveItemsMax = 500;
/** How far is looked for a boundary: mostly the first look is enough, and the last always. */
const looks = [200, 2_000, 10_000];

function isBoundary({ id }: Cursor): boolean {
  return id % boundaryEvery === 0;
}

function justAbove({ at, id }: Cursor): Cursor {
  return { at, id: id + 1 };
}
