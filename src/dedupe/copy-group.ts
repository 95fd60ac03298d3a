import type { LiveItem } from "./live-item.ts";

/** A copy as far as it lives in the window. */
export interface CopyGroup {
  readonly id: number;
  storyId: number;
  /** May have left the window: then it stays. */
  leadId: number;
  /** The entry whose notice withdraws the text: it leads, and nobody else does. null: nobody's. */
  withdrawnBy: number | null;
  /** In order of arrival at the engine; never empty, except while a verdict is being made. */
  readonly members: LiveItem[];
}

/** What is known of a copy that an entry goes to: also where no carrier of it lives in the window. */
export interface CopyState {
  readonly leadId: number;
  readonly withdrawnBy: number | null;
  /** The lead as it was last seen; null where it has left the window. */
  readonly lead: LiveItem | null;
}

export interface StoryGroup {
  readonly id: number;
  /** In the order in which they joined. */
  readonly copies: CopyGroup[];
}
