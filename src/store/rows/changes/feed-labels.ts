import { kindNumber } from "./change-rows.ts";

/** The facts about a feed's source that its entries show, and whether the source is private. */
export interface FeedLabel {
  readonly feedId: number;
  readonly name: string;
  readonly kind: string;
  readonly rank: number;
  readonly family: string | null;
  readonly isPrivate: 0 | 1;
}

/** Reads the labels of one feed (`:feedId`), or of all feeds (null). */
export const labelsSql = `SELECT f.id AS "feedId", s.name, s.kind, s.rank, s.family, s.is_private AS "isPrivate"
  FROM feeds f JOIN sources s ON s.id = f.source_id WHERE f.id = :feedId OR :feedId IS NULL`;

/**
 * The changes that concern all entries of a feed, for the log. `isPrivate`: as in `NewChange`. When a source becomes
 * private or public, the public may learn that its entries are now hidden or shown.
 */
export function relabelled(
  before: readonly FeedLabel[],
  after: readonly FeedLabel[],
): readonly { readonly feedId: number; readonly kind: number; readonly isPrivate: 0 | 1 }[] {
  const known = new Map(before.map((label) => [label.feedId, label]));
  return after.flatMap((label) => {
    const { feedId, isPrivate } = label;
    const old = known.get(feedId);
    if (old === undefined) return [];
    if (old.isPrivate !== isPrivate)
      return [{ feedId, kind: kindNumber(isPrivate === 1 ? "hidden" : "shown"), isPrivate: 0 as const }];
    const isSame = labelParts.every((part) => old[part] === label[part]);
    return isSame ? [] : [{ feedId, kind: kindNumber("relabelled"), isPrivate }];
  });
}

const labelParts = ["name", "kind", "rank", "family"] as const;
