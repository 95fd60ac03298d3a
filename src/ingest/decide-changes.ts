import type { Entry } from "../domain/entry.ts";
import type { EntryChange, FeedStore, IdentityKeys, KnownEntry } from "../domain/store.ts";
import { decideChange, decideNew } from "../normalise/identity/decide-change.ts";
import { identitiesOf } from "../normalise/identity/entry-identity.ts";
import { type MatchStep, matchSteps } from "../normalise/identity/match-known.ts";

/** How many entries are compared with the store at once: bounds the rows in memory. */
const chunkEntriesMax = 500;

/**
 * Says for each entry of a document whether it is new, revised or unchanged, in document order; what repeats another
 * entry word for word is left out. A stored entry answers to one incoming entry only: exact guids of the whole document
 * choose first, then the other ids that an item may go by, and healing takes from what is left, so that two items can
 * never be folded into one.
 */
export async function decideChanges(
  store: Pick<FeedStore, "readKnown">,
  feedId: number,
  entries: readonly Entry[],
): Promise<EntryChange[]> {
  const deciding: Deciding = { claimed: new Set(), taken: new Set(), decided: new Map() };
  for (const step of matchSteps) {
    const open = entries.filter((entry) => !deciding.decided.has(entry));
    for (let start = 0; start < open.length; start += chunkEntriesMax) {
      const chunk = open.slice(start, start + chunkEntriesMax);
      decideChunk(deciding, chunk, await store.readKnown(feedId, wantedBy(chunk, step)), step);
    }
  }
  return entries.flatMap((entry) => deciding.decided.get(entry) ?? newEntry(deciding, entry) ?? []);
}

interface Deciding {
  /** Ids of stored entries that an entry of the document is. */
  readonly claimed: Set<number>;
  /** Guids that stored entries have, or that the document's new and healed entries will have. */
  readonly taken: Set<string>;
  readonly decided: Map<Entry, EntryChange>;
}

function wantedBy(entries: readonly Entry[], step: MatchStep): readonly IdentityKeys[] {
  if (step === "own") return entries;
  return entries.flatMap((entry) =>
    identitiesOf(entry).map(({ guid, guidKey }, at) => ({ guid, guidKey, urlKey: at === 0 ? entry.urlKey : null })),
  );
}

function decideChunk(
  deciding: Deciding,
  entries: readonly Entry[],
  known: readonly KnownEntry[],
  step: MatchStep,
): void {
  const byKey = new Map<string, KnownEntry[]>();
  for (const entry of known) {
    if (entry.guid !== "") deciding.taken.add(entry.guid);
    for (const key of keysOf(entry)) addTo(byKey, key, entry);
  }
  for (const entry of entries) {
    const keys = new Set(wantedBy([entry], step).flatMap(keysOf));
    const candidates = new Set([...keys].flatMap((key) => byKey.get(key) ?? []));
    const free = [...candidates].filter(({ id }) => !deciding.claimed.has(id));
    const change = decideChange(entry, free, step, deciding.taken);
    if (change === null) continue;
    deciding.claimed.add(change.id);
    deciding.decided.set(entry, change);
    if (change.kind === "revised") deciding.taken.add(change.entry.guid);
    else if (change.healed !== null) deciding.taken.add(change.healed.guid);
  }
}

function addTo(byKey: Map<string, KnownEntry[]>, key: string, entry: KnownEntry): void {
  const entries = byKey.get(key);
  if (entries === undefined) byKey.set(key, [entry]);
  else entries.push(entry);
}

function newEntry(deciding: Deciding, entry: Entry): EntryChange | null {
  const change = decideNew(entry, deciding.taken);
  if (change !== null) deciding.taken.add(change.entry.guid);
  return change;
}

function keysOf({ guid, guidKey, urlKey }: IdentityKeys): string[] {
  return [`i${guid}`, `g${guidKey}`, ...(urlKey === null ? [] : [`u${urlKey}`])];
}
