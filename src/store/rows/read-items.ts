import type { EntryChange } from "../../domain/feeds/feed-store.ts";
import type { LastReading } from "../../domain/feeds/known-items.ts";

/** An item that the next poll need not read again, in the form that the column `items` of `readings` holds. */
export type ReadItem = readonly [hash: string, entryId: number, revision: number];

/**
 * The items of a reading to keep: those that were known before, and those whose changes were stored. `idOf`: the id
 * under which a change was stored; null if the change was not stored. `revisionOf`: the present revision of a revised
 * entry.
 */
export function readItemsOf(
  { items }: LastReading,
  changes: readonly EntryChange[],
  idOf: (change: EntryChange) => number | null,
  revisionOf: (id: number) => number | null,
): readonly ReadItem[] {
  const rows: ReadItem[] = items.map(({ hash, entryId, revision }) => [hash, entryId, revision]);
  for (const change of changes) {
    const id = idOf(change);
    const revision = id === null ? null : revisionAfter(change, id, revisionOf);
    if (change.itemHash !== undefined && id !== null && revision !== null) rows.push([change.itemHash, id, revision]);
  }
  return rows;
}

function revisionAfter(change: EntryChange, id: number, revisionOf: (id: number) => number | null): number | null {
  switch (change.kind) {
    case "new":
      return 1;
    case "unchanged":
      return change.revision ?? null;
    case "revised":
      return revisionOf(id);
  }
}
