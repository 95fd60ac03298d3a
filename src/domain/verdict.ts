import type { CarrierStanding } from "./copies/carrier-standing.ts";
import type { Cue } from "./entry.ts";
import type { SourceKind } from "./feed.ts";
import type { Reason } from "./reason.ts";
import type { Instant } from "./time.ts";

/** The facts about an entry that the dedupe engine knows. */
export interface DedupeItem {
  readonly id: number;
  readonly feedId: number;
  readonly sourceId: number;
  readonly sourceName: string;
  readonly sourceKind: SourceKind;
  /** The source with the lower number leads. */
  readonly sourceRank: number;
  /**
   * True when the entry's source is private. The arrival of such an entry must change nothing for the public. Absent:
   * everybody sees the entry.
   */
  readonly isPrivate?: boolean;
  /** The title as published, including the cue. */
  readonly title: string;
  /** The title as it is compared: see `Entry`. */
  readonly headline: string;
  /** Plain text: the fullest that the feed gives. */
  readonly text: string;
  readonly language: string | null;
  readonly cue: Cue | null;
  /** The agency that the text credits; null when it credits none. */
  readonly credit: string | null;
  readonly urlKey: string | null;
  /** True when the permalink is on the site that the feed is fetched from. */
  readonly ownPage: boolean;
  readonly textKey: string | null;
  /** The entry's `firstSeenAt`. All time windows of the engine are measured by this time. */
  readonly arrivedAt: Instant;
  readonly publishedAt: Instant;
}

/** The copy and the story of an entry. */
export interface Membership {
  readonly copyId: number;
  readonly storyId: number;
}

/** A decision on one entry. The engine assigns the ids, and the store keeps them. */
export interface Verdict extends Membership {
  readonly entryId: number;
  /** True when the copy, or the story, begins with this entry. */
  readonly opensCopy: boolean;
  readonly opensStory: boolean;
  /** The copy's lead after this decision. */
  readonly leadEntryId: number;
  /** The entry's standing in the copy; absent: it carries the text. */
  readonly standing?: CarrierStanding;
  /** Other entries of the copy whose standing changes. */
  readonly standings?: readonly { readonly entryId: number; readonly standing: CarrierStanding }[];
  /**
   * The entry whose notice withdraws the copy's text; 0: an editor withdraws it; absent or null: it is not withdrawn.
   */
  readonly withdrawnBy?: number | null;
  /** The copy that a revised entry has left, and the new lead of that copy; absent when the entry left no copy. */
  readonly leftCopy?: { readonly copyId: number; readonly leadEntryId: number };
  /** Copy reasons first, then story reasons; empty when the entry opened both. */
  readonly reasons: readonly Reason[];
  /** Stories that are now known to be this story, in the order in which they merge. */
  readonly storyMerges: readonly StoryMerge[];
  /**
   * Copies that carry the same text, as this entry has shown; absent when there are none. They merge after the stories.
   * All entries of `from`, however old, move to `into` and its story. The last `into` is the copy of this verdict.
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

/**
 * An editor's ruling on a pair of entries, on an entry or on a story. It overrides every score, and it survives
 * restarts and later entries.
 */
export type EditorRuling =
  | PairRuling
  | EntryRuling
  | { readonly kind: "pin"; readonly storyId: number; readonly pinned: boolean };

export interface PairRuling {
  readonly kind: "together" | "apart";
  readonly level: "copy" | "story";
  readonly entryA: number;
  readonly entryB: number;
}

/**
 * A ruling on one entry. It applies whichever copy the entry belongs to.
 * - withdraw: the text that the entry carries is withdrawn for all its carriers; with `withdrawn` false the text is
 *   restored, whether its source or an editor withdrew it.
 * - lead: the entry leads the copy while it carries the text.
 */
export type EntryRuling =
  | { readonly kind: "withdraw"; readonly entryId: number; readonly withdrawn: boolean }
  | { readonly kind: "lead"; readonly entryId: number; readonly pinned: boolean };

/** The entries that a ruling names. */
export function entriesNamed(ruling: EditorRuling): readonly number[] {
  switch (ruling.kind) {
    case "together":
    case "apart":
      return [ruling.entryA, ruling.entryB];
    case "withdraw":
    case "lead":
      return [ruling.entryId];
    case "pin":
      return [];
  }
}

export interface RecordedRuling {
  readonly ruling: EditorRuling;
  readonly by: string;
  readonly at: Instant;
  /** False while the ruling waits for the desk. */
  readonly carriedOut: boolean;
}

/** The state that the desk keeps between runs in addition to the memberships. */
export interface DeskState {
  readonly nextCopyId: number;
  readonly nextStoryId: number;
  /** The engine's statistics (document frequencies …) in an opaque form; null before the first save. */
  readonly statistics: Uint8Array | null;
}
