import type { Entry } from "../domain/entry.ts";
import type { EntryChange, FeedStore, KnownEntry } from "../domain/store.ts";
import { decideChange } from "../normalise/decide-change.ts";

/** How many entries are compared with the store at once: bounds the rows in memory. */
const chunkEntriesMax = 500;

/**
 * Says for each entry of a document whether it is new, revised or unchanged.
 * A stored entry answers to one incoming entry only: exact guids choose first, healing takes from what is left,
 * so that two items can never be folded into one.
 */
export async function decideChanges(
  store: Pick<FeedStore, "readKnown">,
  feedId: number,
  entries: readonly Entry[],
): Promise<EntryChange[]> {
  const changes: EntryChange[] = [];
  const liveGuids = new Set(entries.map((entry) => entry.guid));
  for (let start = 0; start < entries.length; start += chunkEntriesMax) {
    const chunk = entries.slice(start, start + chunkEntriesMax);
    changes.push(...decideChunk(chunk, await store.readKnown(feedId, chunk), liveGuids));
  }
  return changes;
}

function decideChunk(
  entries: readonly Entry[],
  known: readonly KnownEntry[],
  liveGuids: ReadonlySet<string>,
): EntryChange[] {
  const byGuid = new Map(known.map((entry) => [entry.guid, entry]));
  const claimed = new Set(entries.flatMap((entry) => byGuid.get(entry.guid)?.id ?? []));
  const byKey = new Map<string, KnownEntry[]>();
  for (const entry of known) {
    if (!claimed.has(entry.id)) for (const key of keysOf(entry)) byKey.set(key, [...(byKey.get(key) ?? []), entry]);
  }
  return entries.map((entry) => {
    const own = byGuid.get(entry.guid);
    const candidates = new Set([
      ...(own === undefined ? [] : [own]),
      ...keysOf(entry).flatMap((key) => byKey.get(key) ?? []),
    ]);
    const change = decideChange(
      entry,
      [...candidates].filter((candidate) => candidate === own || !claimed.has(candidate.id)),
      liveGuids,
    );
    if (change.kind !== "new") claimed.add(change.id);
    return change;
  });
}

function keysOf(entry: { readonly guidKey: string; readonly urlKey: string | null }): string[] {
  return entry.urlKey === null ? [`g${entry.guidKey}`] : [`g${entry.guidKey}`, `u${entry.urlKey}`];
}
