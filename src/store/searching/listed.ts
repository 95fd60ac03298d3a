import { rankTop } from "../../domain/copies/top-rank.ts";
import type { Cursor, TopRank, WireItem } from "../../domain/section.ts";
import type { Instant } from "../../domain/time.ts";

/**
 * A group in a list: its place (the time by which the list is sorted, and the id) and the arrival of its first match.
 */
export interface Listed extends Cursor {
  readonly arrivedAt: Instant;
  /** The earliest entry of the group that matches, if the walk found it. */
  readonly entryId?: number;
  /**
   * The points of the item, only in a list that is sorted by "top". `at` then holds the points, in tenths, instead of a
   * time.
   */
  readonly top?: TopRank;
}

/**
 * The part of a list sorted by "top" that follows the place `after`. `items`: the newest items that match, newest
 * first.
 */
export function listedTop(
  items: readonly WireItem[],
  { after, limit }: { readonly after: Cursor; readonly limit: number },
): readonly Listed[] {
  return rankTop(items)
    .map(({ id, arrivedAt, top }) => ({ id, arrivedAt, top, at: Math.round(top.score * 10) }))
    .filter((place) => isAfter(place, after))
    .slice(0, limit);
}

/** The place before every item: the largest possible time and id. */
export const first: Cursor = { at: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER };

/** Whether a place comes after another in a list that has the newest first. */
export function isAfter(place: Cursor, cursor: Cursor): boolean {
  return place.at < cursor.at || (place.at === cursor.at && place.id < cursor.id);
}

/** Sorts newest first. Of equal times, the higher id comes first. */
export function newestFirst(a: Cursor, b: Cursor): number {
  return b.at - a.at || b.id - a.id;
}
