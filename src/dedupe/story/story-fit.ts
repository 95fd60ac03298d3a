import type { StoryGroup } from "../copy-group.ts";
import type { LiveItem } from "../live-item.ts";

/** A story that an entry was compared with, and how well the entry fits. */
export interface StoryFit {
  readonly story: StoryGroup;
  readonly score: number;
  /** The nearest member. The reason names it. */
  readonly nearest: LiveItem;
  readonly cosine: number;
}
