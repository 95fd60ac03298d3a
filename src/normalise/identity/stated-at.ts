import type { Entry } from "../../domain/entry.ts";
import type { Instant } from "../../domain/time.ts";

/**
 * The date that a feed stated for an entry, if it means anything; otherwise null. A stored date is never later than the
 * time when the entry was first seen. When a revision stated a later date, that time was stored instead, so a revision
 * whose date equals it says nothing. `revision` counts from 1.
 */
export function statedAt(
  { dateClass, publishedAt, firstSeenAt }: Pick<Entry, "dateClass" | "publishedAt" | "firstSeenAt">,
  revision: number,
): Instant | null {
  if (dateClass !== "stated" && dateClass !== "midnight") return null;
  return revision > 1 && publishedAt === firstSeenAt ? null : publishedAt;
}
