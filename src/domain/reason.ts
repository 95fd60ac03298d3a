import type { Instant } from "./time.ts";

/**
 * Why a decision was taken, as the engine gives it and the store keeps it: data without words. The words are made by
 * `reasonWords` when somebody reads them, because they name entries and sources that not everybody may see.
 */
export interface Reason {
  /** Stable; `reason-words.ts` has the sentence of each. */
  readonly code: string;
  /** The deciding figure. */
  readonly score: number | null;
  /**
   * Every entry that the sentence names, the one compared with first. A reader who does not see all of them is not told
   * the reason. `unknownEntry` stands for one that nobody can name any more.
   */
  readonly entries: readonly number[];
  /** Absent where the sentence needs none. */
  readonly facts?: ReasonFacts;
  /** The sentence as builds before schema 7 kept it. It names entries that nobody knows: for editors alone. */
  readonly text?: string;
}

/** What the two texts share. Shares are 0 to 1, rounded to hundredths. Absent is what the sentence does not tell. */
export interface ReasonFacts {
  /** Share of the shorter text's phrases that both have. */
  readonly phrases?: number;
  /** Share of the headline that stands in the same order. */
  readonly headline?: number;
  readonly sameHeadline?: boolean;
  /** Words in a row. */
  readonly run?: number;
  readonly sameMinute?: boolean;
  readonly sameByline?: boolean;
  /** Similarity as news of one event. */
  readonly alike?: number;
  /** The weightiest words that both name. */
  readonly words?: readonly string[];
  /** The story that was merged away. */
  readonly story?: number;
}

/** A reason as a reader is told it. */
export interface ToldReason {
  readonly code: string;
  readonly text: string;
  readonly score: number | null;
  /** The entry that was compared with; null where the reason speaks of none. */
  readonly with: number | null;
}

/** What the words call an entry by. */
export interface NamedEntry {
  readonly source: string;
  /** null where only the source is still known. */
  readonly publishedAt: Instant | null;
}

/** No entry has this id, so nobody but an editor is told a reason that names it. */
export const unknownEntry = 0;

/** A share as reasons keep it. */
export function roundShare(share: number): number {
  return Math.round(share * 100) / 100;
}
