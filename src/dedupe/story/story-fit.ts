import type { StoryGroup } from "../copy-group.ts";
import type { LiveItem } from "../live-item.ts";

/** A story that an entry was held against, and how well it fits. */
export interface StoryFit {
  readonly story: StoryGroup;
  readonly score: number;
  /** The nearest member: what a person is told. */
  readonly nearest: LiveItem;
  readonly cosine: number;
}
