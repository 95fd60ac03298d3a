import type { Cursor } from "../../../domain/section.ts";
import type { Instant } from "../../../domain/time.ts";

/** A group in a list: its place (time under the list's sort, and id) and when its first match arrived. */
export interface Listed extends Cursor {
  readonly arrivedAt: Instant;
}

/** Before every item: the largest time and id there can be. */
export const first: Cursor = { at: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER };
