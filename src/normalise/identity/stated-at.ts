import type { Entry } from "../../domain/entry.ts";
import type { Instant } from "../../domain/time.ts";

/**
 * The date that a feed stated for an entry; null when none is known. When a revision states a date later than the time
 * when the entry was first seen, the time of first sight is stored in place of the date. So null is returned when the
 * date of a later revision equals the time of first sight. `revision` counts from 1.
 */
export function statedAt(
  { dateClass, publishedAt, firstSeenAt }: Pick<Entry, "dateClass" | "publishedAt" | "firstSeenAt">,
  revision: number,
): Instant | null {
  if (dateClass !== "stated" && dateClass !== "midnight") return null;
  return revision > 1 && publishedAt === firstSeenAt ? null : publishedAt;
}
