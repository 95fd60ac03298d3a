import type { Instant } from "./time.ts";

/**
 * Why a decision was made, as the engine states it and the store keeps it: data without words. `reasonWords` makes the
 * words when somebody reads the reason, because a reason names entries and sources that not everybody may see.
 */
export interface Reason {
  /** A stable code. `reason-words.ts` has the sentence for each code. */
  readonly code: string;
  /** The score that decided; null when no score did. */
  readonly score: number | null;
  /**
   * Every entry that the sentence names; the compared entry comes first. A reader who may not see all of them does not
   * see the reason. `unknownEntry` stands for an entry that can no longer be named.
   */
  readonly entries: readonly number[];
  /** Absent when the sentence needs no facts. */
  readonly facts?: ReasonFacts;
  /** The sentence as builds before schema 7 stored it. Which entries it names is unknown, so only editors see it. */
  readonly text?: string;
}

/**
 * The facts that the two texts have in common. Shares run from 0 to 1 and are rounded to hundredths. A fact that the
 * sentence does not mention is absent.
 */
export interface ReasonFacts {
  /** The share of the shorter text's phrases that both texts have. */
  readonly phrases?: number;
  /** The share of the headline's words that both headlines have in the same order. */
  readonly headline?: number;
  readonly sameHeadline?: boolean;
  /** The length of the longest common run, in words. */
  readonly run?: number;
  readonly sameMinute?: boolean;
  readonly sameByline?: boolean;
  /** How similar the texts are as news of one event. */
  readonly alike?: number;
  /** The most significant words that both texts contain. */
  readonly words?: readonly string[];
  /** The story that was merged away. */
  readonly story?: number;
}

/** A reason as it is shown to a reader. */
export interface ToldReason {
  readonly code: string;
  readonly text: string;
  readonly score: number | null;
  /** The entry that was compared with; null when the reason names none. */
  readonly with: number | null;
  /**
   * The times of arrival that the text names (as hours and minutes in UTC), in the order of the text; absent: the text
   * names none.
   */
  readonly times?: readonly Instant[];
}

/** How a sentence names an entry. */
export interface NamedEntry {
  readonly source: string;
  /** When the entry arrived; null when only its source is still known. */
  readonly at: Instant | null;
}

/** No entry has this id, so only editors see a reason that names it. */
export const unknownEntry = 0;

/** Rounds a share for storage in a reason. */
export function roundShare(share: number): number {
  return Math.round(share * 100) / 100;
}
