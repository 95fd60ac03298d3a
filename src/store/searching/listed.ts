import type { Cursor } from "../../domain/section.ts";
import type { Instant } from "../../domain/time.ts";

/**
 * A group in a list: its place (the time by which the list is sorted, and the id) and the arrival of its first match.
 */
export interface Listed extends Cursor {
  readonly arrivedAt: Instant;
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
