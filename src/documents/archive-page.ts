import { isBehind } from "../domain/hub.ts";
import type { Cursor, Page, PageQuery } from "../domain/section.ts";
import type { ReadStore } from "../domain/store.ts";
import type { ArchivePlace, ArchiveSpan } from "../publish/merged-feed.ts";

type ArchiveStore = Pick<ReadStore, "readPage" | "readPlaces">;

/** A page and its place in the archive. */
export interface ArchivePage {
  readonly page: Page;
  readonly archive: ArchivePlace;
}

/**
 * Reads one document of a feed's archive (RFC 5005 section 4). Its address and content stay the same while the feed
 * grows. Each document links to the next older and to the next newer document. An item whose id is divisible by
 * `boundaryEvery` is a boundary. A document is named after the boundary before it, and holds the newer items up to and
 * including the next boundary. So the boundary that ends a document already names the next document, even before the
 * next document has any items, and no link changes later. A long stretch without boundaries is cut, counted from its
 * older end. The newest document still grows, so it is not an archive document yet.
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
 * The part of a document up to an item. If the part has more than `archiveItemsMax` items, its oldest items go into a
 * document before it.
 */
async function readRange(store: ArchiveStore, query: PageQuery, after: Cursor, until: Cursor): Promise<ArchivePage> {
  const items = await readItems(store, { ...query, limit: archiveItemsMax }, after, until);
  const last = items.at(-1);
  const isFull = items.length === archiveItemsMax && last !== undefined;
  const prev = await spanBehind(store, query, isFull ? { at: last.arrivedAt, id: last.id } : justAbove(after));
  return { page: { items, next: null }, archive: { role: "archive", prev, next: { after: until, until: null } } };
}

/** The items newer than one place, up to and including another. */
async function readItems(store: ArchiveStore, query: PageQuery, after: Cursor, until: Cursor): Promise<Page["items"]> {
  const { items } = await store.readPage({ ...query, after: justAbove(until) }, true);
  return items.filter(({ arrivedAt, id }) => isBehind(after, { at: arrivedAt, id }));
}

/**
 * The document that ends with the newest item older than a place; null when there is none. If that item is inside a
 * document, only the part up to the item counts. So documents never overlap, and a reader that finds a known item
 * already has all older ones.
 */
export async function spanBehind(store: ArchiveStore, query: PageQuery, place: Cursor): Promise<ArchiveSpan | null> {
  const { filter, collapse } = query;
  for (const limit of looks) {
    const older = await store.readPlaces({ filter, collapse, from: place, direction: "older", limit });
    const [newest] = older;
    if (newest === undefined) return null;
    const found = older.findIndex((one, index) => index > 0 && isBoundary(one));
    if (found < 0 && older.length === limit && limit !== looks.at(-1)) continue;
    // Count from the older end, as `readArchivePage` does.
    const count = found < 0 ? older.length : found;
    const cut = Math.floor((count - 1) / archiveItemsMax) * archiveItemsMax;
    const isWhole = isBoundary(newest) || count % archiveItemsMax === 0;
    return { after: older[count - cut] ?? beginning, until: isWhole ? null : newest };
  }
  return null;
}

/** A place older than every item. */
const beginning: Cursor = { at: 0, id: 0 };
const boundaryEvery = 100;
/** The most items in one document. */
export const archiveItemsMax = 500;
/**
 * How many places are read to find a boundary, in the first try, the second and the third. The first number is usually
 * enough; the last one is always enough in practice.
 */
const looks = [200, 2_000, 10_000];

function isBoundary({ id }: Cursor): boolean {
  return id % boundaryEvery === 0;
}

function justAbove({ at, id }: Cursor): Cursor {
  return { at, id: id + 1 };
}
