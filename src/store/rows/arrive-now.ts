import type { EntryChange } from "../../domain/feeds/feed-store.ts";
import { hourMs, type Instant } from "../../domain/time.ts";

/**
 * The changes of a document, with `place` (`nextPlaceSql`) as the arrival of its new entries. `now`: when the document
 * was fetched. The document may be saved after documents that were fetched later. By then a reader may have read past
 * `now`, and would never see an entry that arrives at `now`. Archived entries, whose arrival is not `now`, keep their
 * arrival.
 */
export function placed(changes: readonly EntryChange[], now: Instant, place: Instant): readonly EntryChange[] {
  if (place === now) return changes;
  return changes.map((change) => {
    if (!arrivesNow(change, now)) return change;
    const { publishedAt } = change.entry;
    // An entry without a usable date was published when it arrived.
    return {
      ...change,
      entry: { ...change.entry, firstSeenAt: place, publishedAt: publishedAt === now ? place : publishedAt },
    };
  });
}

/** Whether the change is a new entry that arrives with its document. */
export function arrivesNow(change: EntryChange, now: Instant): change is Extract<EntryChange, { kind: "new" }> {
  return change.kind === "new" && change.entry.firstSeenAt === now;
}

/**
 * The statement, for both stores, that gives the next place: the time of arrival for new entries. If the last place is
 * an hour or more ahead of `now`, a clock was wrong, so the last place is ignored.
 */
export const nextPlaceSql = `UPDATE totals SET last_place =
  CASE WHEN last_place > :now AND last_place < :now + ${hourMs} THEN last_place ELSE :now END
  WHERE id = 1 RETURNING last_place AS place`;
