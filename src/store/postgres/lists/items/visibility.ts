import type { NamedEntry } from "../../../../domain/reason.ts";
import type { SectionFilter, WireItem } from "../../../../domain/section.ts";
import { seenWithdrawal } from "../../../rows/groups/seen-group.ts";
import { hiddenFeeds } from "../../feeds/private-feeds.ts";
import type { Transaction } from "../../transaction.ts";
import { everyEntry, filterMatch, type SomeMatch } from "../filter-match.ts";
import { passing } from "../first-match.ts";

/** What an audience sees of groups that may contain entries of private sources. */
export interface Visibility {
  /** False when everything is visible, so that nothing needs to be checked. */
  readonly isPartial: boolean;
  /** True when times are shown as the public knows them. */
  readonly isPublic: boolean;
  readonly hidden: ReadonlySet<number>;
  /**
   * The private entries that the reader may see because the filter allows it (`opensPrivate`); null when there are
   * none.
   */
  readonly opened: SomeMatch | null;
  /** Whether the audience sees an entry, for the entries that were looked up in this transaction. */
  readonly seen: Map<number, boolean>;
  /** A cache for this transaction: by entry id, the names that reasons give to entries. */
  readonly names: Map<number, NamedEntry | null>;
}

/**
 * What the connection's audience sees. `filter`: the filter of the list that is read; null when entries are read by
 * their ids.
 */
export async function visibilityOf(tx: Transaction, filter: SectionFilter | null): Promise<Visibility> {
  const hidden = await hiddenFeeds(tx);
  const isOpened = filter?.opensPrivate === true;
  return {
    isPartial: hidden.size > 0,
    isPublic: tx.audience === "public" && !isOpened,
    hidden,
    opened: isOpened && hidden.size > 0 ? await openedBy(tx, filter) : null,
    seen: new Map(),
    names: new Map(),
  };
}

async function openedBy(tx: Transaction, filter: SectionFilter): Promise<SomeMatch | null> {
  const match = await filterMatch(tx, filter);
  switch (match.kind) {
    case "all":
      return everyEntry;
    case "none":
      return null;
    case "some":
      return match;
  }
}

/** Looks up entries, so that `seesEntry` knows them. For a purged entry, only the feed is known. */
export async function lookUpSeen(tx: Transaction, sight: Visibility, ids: readonly number[]): Promise<void> {
  const asked = [...new Set(ids)].filter((id) => !sight.seen.has(id));
  if (!sight.isPartial || asked.length === 0) return;
  const rows = await tx.all<{ id: number; feedId: number; isPurged: boolean }>(
    `SELECT id, feed_id AS "feedId", false AS "isPurged" FROM entries WHERE id = ANY($1::bigint[]) UNION ALL
     SELECT id, feed_id, true FROM purged WHERE id = ANY($1::bigint[])`,
    [asked],
  );
  const hidden = rows.filter(({ feedId }) => sight.hidden.has(feedId));
  const present = hidden.filter(({ isPurged }) => !isPurged).map(({ id }) => id);
  const opened = sight.opened === null ? [] : await passing(tx, sight.opened, present);
  const open = rows.filter(({ feedId }) => !sight.hidden.has(feedId)).map(({ id }) => id);
  // Other lookups may run at the same time, so an entry is noted only when everything about it is known.
  const seen = new Set([...open, ...opened]);
  for (const id of asked) sight.seen.set(id, seen.has(id));
}

/** Whether the audience sees an entry. The entry must have been looked up (`lookUpSeen`). */
export function seesEntry(sight: Visibility, entryId: number): boolean {
  return !sight.isPartial || sight.seen.get(entryId) === true;
}

/** `seenWithdrawal` for entries that were looked up. */
export function seesWithdrawal(sight: Visibility, withdrawnById: number | null): WireItem["withdrawnBy"] {
  return seenWithdrawal(withdrawnById, { seesEntry: (entryId) => seesEntry(sight, entryId) });
}
