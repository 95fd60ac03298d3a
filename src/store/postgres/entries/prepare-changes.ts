import type { EntryChange } from "../../../domain/feeds/feed-store.ts";
import { type EntryValues, entryValues } from "../../rows/entry-rows.ts";
import { type OwnWords, ownWordsOf } from "../lists/search/entry-words.ts";

/**
 * The values that are computed from an incoming entry before the transaction begins. This keeps the transaction short,
 * because other writers wait for it.
 */
export interface Prepared {
  /** The values of the entry's row. `placed` may still change its times of arrival and publication. */
  readonly values: EntryValues;
  readonly words: OwnWords;
}

/**
 * Prepares the changes that write an entry. Returns one value for each change, in the same order; null for a change
 * that writes no entry.
 */
export function prepareChanges(feedId: number, changes: readonly EntryChange[]): readonly (Prepared | null)[] {
  return changes.map((change) => {
    if (change.kind === "unchanged") return null;
    return { values: entryValues(change.entry), words: ownWordsOf(feedId, change.entry) };
  });
}

/** The prepared values of a save, by change; null for a change that writes no entry. */
export type PreparedChanges = ReadonlyMap<EntryChange, Prepared | null>;

/** The prepared values of a change. Throws if the change was not prepared. */
export function preparedOf(prepared: PreparedChanges, change: EntryChange): Prepared {
  const found = prepared.get(change) ?? null;
  if (found === null) throw new Error("a change was not prepared");
  return found;
}
