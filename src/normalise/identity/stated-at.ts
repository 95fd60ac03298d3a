import type { Entry } from "../../domain/entry.ts";
import type { Instant } from "../../domain/time.ts";

/**
 * The date that a feed gave an entry, where it says anything of it; else null. A stored date never lies after the time
 * at which the entry was first seen: where it was cut there by a revision, it says nothing. `revision` counts from 1.
 */
export function statedAt(
  { dateClass, publishedAt, firstSeenAt }: Pick<Entry, "dateClass" | "publishedAt" | "firstSeenAt">,
  revision: number,
): Instant | null {
  if (dateClass !== "stated" && dateClass !== "midnight") return null;
  return revision > 1 && publishedAt === firstSeenAt ? null : publishedAt;
}
