import type { StoryGroup } from "../copy-group.ts";
import type { LiveItem } from "../live-item.ts";

/** A story that an entry was compared with, and how well the entry fits. */
export interface StoryFit {
  readonly story: StoryGroup;
  /** The mean similarity to the nearest members, minus the penalty for size; -1 when no member could be compared. */
  readonly score: number;
  /** The nearest member. The reason names it. */
  readonly nearest: LiveItem;
  /** The similarity to the nearest member, from 0 to 1. */
  readonly cosine: number;
}
