import type { EntryChange } from "../../../domain/feeds/feed-store.ts";
import { type EntryValues, entryValues } from "../../rows/entry-rows.ts";
import { type OwnWords, ownWordsOf } from "../lists/search/entry-words.ts";

/**
 * What is computed from an incoming entry before its transaction begins, because the transaction makes other writers
 * wait.
 */
export interface Prepared {
  /** The values of the entry's row. Its arrival and publication may still change with its place. */
  readonly values: EntryValues;
  readonly words: OwnWords;
}

/** Prepares the changes that write an entry; null for the others. In the order of the changes. */
export function prepareChanges(feedId: number, changes: readonly EntryChange[]): readonly (Prepared | null)[] {
  return changes.map((change) => {
    if (change.kind === "unchanged") return null;
    return { values: entryValues(change.entry), words: ownWordsOf(feedId, change.entry) };
  });
}

/** The changes of a save that write an entry, prepared. */
export type PreparedChanges = ReadonlyMap<EntryChange, Prepared | null>;

export function preparedOf(prepared: PreparedChanges, change: EntryChange): Prepared {
  const found = prepared.get(change) ?? null;
  if (found === null) throw new Error("a change was not prepared");
  return found;
}
