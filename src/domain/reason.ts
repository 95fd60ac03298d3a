/**
 * Why a decision was taken: a stable code, a sentence for a person, the deciding figure, and the entry it speaks of.
 */
export interface Reason {
  readonly code: string;
  readonly text: string;
  readonly score: number | null;
  /** The entry that was compared with; null where the reason speaks of none. */
  readonly with: number | null;
}
