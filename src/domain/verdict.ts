import type { CarrierStanding } from "./copies/carrier-standing.ts";
import type { Cue } from "./entry.ts";
import type { SourceKind } from "./feed.ts";
import type { Reason } from "./reason.ts";
import type { Instant } from "./time.ts";

/** What the dedupe engine is told of an entry. */
export interface DedupeItem {
  readonly id: number;
  readonly feedId: number;
  readonly sourceId: number;
  readonly sourceName: string;
  readonly sourceKind: SourceKind;
  /** Lower leads. */
  readonly sourceRank: number;
  /** The title as published and without its cue. */
  readonly title: string;
  readonly headline: string;
  /** Plain text, the fullest that the feed gives. */
  readonly text: string;
  readonly language: string | null;
  readonly cue: Cue | null;
  /** The agency that the text credits; null where none. */
  readonly credit: string | null;
  readonly urlKey: string | null;
  /** True where the permalink is of the site that the feed is asked at. */
  readonly ownPage: boolean;
  readonly textKey: string | null;
  /** `firstSeenAt`: the clock of all windows. */
  readonly arrivedAt: Instant;
  readonly publishedAt: Instant;
}

/** Where an entry stands. */
export interface Membership {
  readonly copyId: number;
  readonly storyId: number;
}

/** A decision on one entry. The ids are the engine's own, counted up; the store keeps them. */
export interface Verdict extends Membership {
  readonly entryId: number;
  /** True when the copy, or the story, begins with this entry. */
  readonly opensCopy: boolean;
  readonly opensStory: boolean;
  /** The copy's lead after this decision. */
  readonly leadEntryId: number;
  /** What the entry is to the copy; absent: it carries the text. */
  readonly standing?: CarrierStanding;
  /** Other entries of the copy that are something else to it from now on. */
  readonly standings?: readonly { readonly entryId: number; readonly standing: CarrierStanding }[];
  /** The entry whose notice withdraws the copy's text; absent or null: nobody's. */
  readonly withdrawnBy?: number | null;
  /** The copy that a revised entry left to its other carriers, and who leads that now; absent where none was left. */
  readonly leftCopy?: { readonly copyId: number; readonly leadEntryId: number };
  /** Copy reasons first, then story reasons; empty when both were opened. */
  readonly reasons: readonly Reason[];
  /** Stories that turned out to be this one, in the order in which they merge. */
  readonly storyMerges: readonly StoryMerge[];
  /**
   * Copies that this entry proved to carry one text, after the stories have merged; absent where it proved none. All
   * carriers of `from`, whenever they arrived, go to `into`, the one that was announced first, and to its story. The
   * last `into` is the copy of this verdict.
   */
  readonly copyMerges?: readonly CopyMerge[];
}

export interface CopyMerge {
  readonly from: number;
  readonly into: number;
  readonly reasons: readonly Reason[];
}

export interface StoryMerge {
  readonly from: number;
  readonly into: number;
  readonly reasons: readonly Reason[];
}

/** A ruling on a pair of entries or on a story. It wins over every score and survives restarts and later entries. */
export type EditorRuling =
  | { readonly kind: "together"; readonly level: "copy" | "story"; readonly entryA: number; readonly entryB: number }
  | { readonly kind: "apart"; readonly level: "copy" | "story"; readonly entryA: number; readonly entryB: number }
  | { readonly kind: "pin"; readonly storyId: number; readonly pinned: boolean };

export interface RecordedRuling {
  readonly ruling: EditorRuling;
  readonly by: string;
  readonly at: Instant;
  /** False while the ruling waits for the desk. */
  readonly carriedOut: boolean;
}

/** What the desk keeps between runs beside the memberships themselves. */
export interface DeskState {
  readonly nextCopyId: number;
  readonly nextStoryId: number;
  /** The engine's statistics (document frequencies …), opaque; null before the first save. */
  readonly statistics: Uint8Array | null;
}
