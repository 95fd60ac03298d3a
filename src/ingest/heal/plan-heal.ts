import type { StoredEntry } from "../../domain/entry.ts";
import type { EntryJoin, KeptEntry } from "../../domain/feeds/heal-store.ts";
import type { ReadStore } from "../../domain/store.ts";
import { sameWeightMin, saysTheSame, weighIdentity } from "../../normalise/identity/weigh-identity.ts";
import { type Documents, entriesOf, type HealReader, readDocuments } from "./heal-documents.ts";
import { asKnown, identityKeysOf, isSpokenFor } from "./heal-evidence.ts";

export interface HealDeps {
  readonly store: HealReader & Pick<ReadStore, "readEntry">;
}

/** A duplicate entry, and the entry whose revisions it becomes. */
export interface PlannedJoin extends EntryJoin {
  readonly title: string;
  readonly guid: string;
  readonly keepTitle: string;
  readonly weight: number;
}

/** At most this many entries are compared for one key: the newest, as in polling. */
const rootsPerKeyMax = 8;

/**
 * Finds a feed's entries that an earlier build stored as new although the store already had them. It replays the store
 * document by document, and compares each entry with those before it by the same function as polling. Nothing is
 * written.
 *
 * A poll never joins two entries of one document. Here, two entries are known to come from one document if they were
 * stored together, or if a kept document (`listed`) contains both guids. Otherwise, if two entries have real guids (not
 * addresses) that differ in more than a version number, the entries are joined only if their headlines or texts are
 * alike.
 */
export async function planHeal(
  deps: HealDeps,
  feedId: number,
  listed: readonly ReadonlySet<string>[],
): Promise<readonly PlannedJoin[]> {
  const documents = await readDocuments(deps.store, feedId, listed);
  const known: Known = { roots: new Map(), rootsByKey: new Map(), documents };
  const joins: PlannedJoin[] = [];
  for await (const document of documentsOf(deps.store, feedId)) {
    const found = await pairsOf(deps, known, document);
    const claimed = claim(known, found);
    for (const { entry } of document) {
      const pair = claimed.get(entry.id);
      if (pair !== undefined) {
        const { root, weight, past } = pair;
        const { title, guid } = entry;
        joins.push({ keepId: root.id, joinId: entry.id, title, guid, keepTitle: past.title, weight });
      }
      remember(known, entry, pair?.root ?? null);
    }
  }
  return joins;
}

interface Root {
  readonly id: number;
  /** The entry as it is now. */
  latestId: number;
  readonly members: { readonly id: number; readonly guid: string }[];
}

interface Known {
  readonly roots: Map<number, Root>;
  readonly rootsByKey: Map<string, Root[]>;
  readonly documents: Documents;
}

interface Pair {
  readonly entry: StoredEntry;
  readonly root: Root;
  readonly past: StoredEntry;
  readonly weight: number;
}

/**
 * Yields groups of entries that were stored at the same moment, in order of id. Each group is the news that one
 * document brought.
 */
async function* documentsOf(store: HealDeps["store"], feedId: number): AsyncGenerator<readonly KeptEntry[]> {
  let open: KeptEntry[] = [];
  for await (const kept of entriesOf(store, feedId)) {
    if (open[0] !== undefined && open[0].storedAt !== kept.storedAt) {
      yield open;
      open = [];
    }
    open.push(kept);
  }
  if (open.length > 0) yield open;
}

async function pairsOf({ store }: HealDeps, known: Known, document: readonly KeptEntry[]): Promise<readonly Pair[]> {
  const { documents } = known;
  const candidates: Omit<Pair, "weight">[] = [];
  for (const { entry } of document) {
    const roots = new Set(identityKeysOf(entry).flatMap((key) => known.rootsByKey.get(key) ?? []));
    for (const root of roots) {
      if (root.members.some((member) => documents.standSideBySide(entry, member))) continue;
      const past = await store.readEntry(root.latestId);
      if (past !== null) candidates.push({ entry, root, past });
    }
  }
  const repeated = new Set(
    candidates.filter(({ entry, past }) => saysTheSame(entry, asKnown(past))).map(({ entry }) => entry.id),
  );
  const idsAreNew = repeated.size >= 2 && repeated.size * 2 >= document.length;
  const evidence = { ...documents, idsAreNew };
  return candidates
    .map((pair) => ({ ...pair, weight: weighIdentity(pair.entry, asKnown(pair.past), evidence) }))
    .filter(({ entry, past, weight }) => weight >= sameWeightMin && isSpokenFor(entry, past, documents.sharedStems));
}

/** Takes pairs by weight, each entry once. Entries of one document are never joined. */
function claim(known: Known, pairs: readonly Pair[]): ReadonlyMap<number, Pair> {
  const claimed = new Map<number, Pair>();
  const taken = new Set<number>();
  for (const pair of pairs.toSorted((a, b) => b.weight - a.weight || b.root.latestId - a.root.latestId)) {
    if (claimed.has(pair.entry.id) || taken.has(pair.root.id) || !known.roots.has(pair.root.id)) continue;
    claimed.set(pair.entry.id, pair);
    taken.add(pair.root.id);
  }
  return claimed;
}

function remember({ roots, rootsByKey }: Known, entry: StoredEntry, joined: Root | null): void {
  const { id, guid } = entry;
  const root = joined ?? { id, latestId: id, members: [] };
  root.latestId = id;
  root.members.push({ id, guid });
  roots.set(root.id, root);
  for (const key of identityKeysOf(entry)) {
    const others = (rootsByKey.get(key) ?? []).filter((other) => other !== root);
    rootsByKey.set(key, [...others.slice(1 - rootsPerKeyMax), root]);
  }
}
