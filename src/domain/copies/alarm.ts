import type { Instant } from "../time.ts";

/**
 * What one member of a group says that nobody who sees the group may miss: a text was withdrawn, a text was corrected,
 * or a flash stands that its source has not followed up yet.
 */
export interface Alarm {
  readonly kind: "withdrawn" | "corrected" | "flash";
  readonly entryId: number;
  /** The source that said it; null where an editor withdrew the text. */
  readonly source: string | null;
  readonly title: string;
  readonly at: Instant;
}
