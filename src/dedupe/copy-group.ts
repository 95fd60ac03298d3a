import type { LiveItem } from "./live-item.ts";

/** A copy as far as it lives in the window. */
export interface CopyGroup {
  readonly id: number;
  storyId: number;
  leadId: number;
  /** null when the lead has left the window: then it stays. */
  leadRank: LeadRank | null;
  /** In order of arrival at the engine; never empty, except while a verdict is being made. */
  readonly members: LiveItem[];
}

export interface StoryGroup {
  readonly id: number;
  /** In the order in which they joined. */
  readonly copies: CopyGroup[];
}

/** What decides who leads, most telling first; smaller leads. */
export type LeadRank = readonly [reprint: number, rank: number, kind: number];
