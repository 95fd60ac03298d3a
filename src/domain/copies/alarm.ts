import type { Instant } from "../time.ts";

/** An entry with this urgency or a smaller number is urgent. A better text usually follows such an entry soon. */
export const urgentMax = 3;

/**
 * News from one entry of a group that no reader of the group should miss: a text was withdrawn or corrected, or a
 * source sent a flash and nothing after it.
 */
export interface Alarm {
  readonly kind: "withdrawn" | "corrected" | "flash";
  readonly entryId: number;
  /** The source of the alarm; null when an editor withdrew the text. */
  readonly source: string | null;
  readonly title: string;
  readonly at: Instant;
}
