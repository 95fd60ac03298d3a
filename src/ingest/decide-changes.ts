import type { Entry } from "../domain/entry.ts";
import type { AlikeKeys, EntryChange, FeedStore, IdentityKeys, KnownEntry } from "../domain/feeds/feed-store.ts";
import type { KnownItem } from "../domain/feeds/known-items.ts";
import { decideChange, decideNew } from "../normalise/identity/decide-change.ts";
import { identitiesOf } from "../normalise/identity/entry-identity.ts";
import { guidStem } from "../normalise/identity/guid-stem.ts";
import { statedAt } from "../normalise/identity/stated-at.ts";
import {
  type DocumentEvidence,
  sameWeightMin,
  saysTheSame,
  weighIdentity,
} from "../normalise/identity/weigh-identity.ts";
import type { SeenItem } from "./reading/reading-types.ts";

/** How many entries are compared with the store at once. This bounds the rows in memory. */
const chunkEntriesMax = 500;

/**
 * Decides for each entry of a document, in document order, whether it is new, revised or unchanged. Exact repetitions
 * of another entry are left out. A stored entry matches only one incoming entry, so that two items are never merged
 * into one. Exact guids are matched first, in the whole document. The other pairs follow, those with the strongest
 * evidence first.
 */
export async function decideChanges(
  store: Pick<FeedStore, "readKnown" | "readAlike">,
  feedId: number,
  entries: readonly Entry[],
  { seen, hashes }: DocumentBeside = nothingBeside,
): Promise<EntryChange[]> {
  const deciding: Deciding = {
    claimed: new Set(seen.map(({ entryId }) => entryId)),
    taken: new Set(seen.map(({ guid }) => guid)),
    decided: new Map(),
    hasSeen: seen.length > 0,
  };
  const evidence: DocumentEvidence = {
    idsAreNew: false,
    sharedStems: repeated([...entries.map(stemOf), ...seen.map(({ guidStem: stem }) => stem)]),
    standingPages: repeated(entries.map(({ urlKey }) => urlKey)),
  };
  for (const chunk of chunksOf(entries)) {
    const known = await store.readKnown(feedId, chunk);
    take(deciding, known);
    claim(
      deciding,
      pairsOf(
        chunk,
        known.filter(({ guid }) => guid !== ""),
        ownKeys,
        evidence,
      ),
    );
  }
  const open = entries.filter((entry) => !deciding.decided.has(entry));
  for (const chunk of chunksOf(open)) {
    const known = await store.readKnown(feedId, chunk.flatMap(identityKeys));
    const alike = await store.readAlike(feedId, chunk.map(alikeKeys));
    take(deciding, known);
    const free = [...new Map([...known, ...alike].map((entry) => [entry.id, entry])).values()];
    claim(deciding, pairsOfOpen(deciding, entries, chunk, free, evidence));
  }
  return entries.flatMap((entry) => {
    const change = deciding.decided.get(entry) ?? newEntry(deciding, entry);
    const itemHash = hashes.get(entry) ?? null;
    return change === null ? [] : itemHash === null ? change : { ...change, itemHash };
  });
}

/** The facts about a document's items that are needed in addition to its entries. */
export interface DocumentBeside {
  /** Items that were not read, because their entries are known by guid and unchanged. */
  readonly seen: readonly (KnownItem & Pick<SeenItem, "guidStem">)[];
  /** For each entry, the hash of the item from which it was read; null when there is no hash. */
  readonly hashes: ReadonlyMap<Entry, string | null>;
}

const nothingBeside: DocumentBeside = { seen: [], hashes: new Map() };

interface Deciding {
  /** Ids of stored entries that are already matched. */
  readonly claimed: Set<number>;
  /**
   * Guids of stored entries, and guids that entries of the document will have: new entries, and known ones whose guid
   * has changed.
   */
  readonly taken: Set<string>;
  readonly decided: Map<Entry, EntryChange>;
  /** The document contains items that were not read, because their entries are known by guid. */
  readonly hasSeen: boolean;
}

interface Pair {
  readonly entry: Entry;
  readonly past: KnownEntry;
  readonly weight: number;
}

/** Finds pairs of incoming and stored entries that share a key and, by the evidence, are the same entry. */
function pairsOf(
  entries: readonly Entry[],
  known: readonly KnownEntry[],
  keysOfEntry: (entry: Entry) => readonly string[],
  evidence: DocumentEvidence,
): Pair[] {
  const byKey = new Map<string, KnownEntry[]>();
  for (const past of known) for (const key of keysOfKnown(past)) addTo(byKey, key, past);
  return entries.flatMap((entry) => {
    const candidates = new Set(keysOfEntry(entry).flatMap((key) => byKey.get(key) ?? []));
    return [...candidates]
      .map((past) => ({ entry, past, weight: weighIdentity(entry, past, evidence) }))
      .filter(({ weight }) => weight >= sameWeightMin);
  });
}

/**
 * Pairs for the entries that were not matched by their own guids. Some feeds give every item a new id in each document.
 * A feed counts as such a feed if no entry of the document was known by its guid, but at least half of the entries (and
 * at least two) repeat a stored entry word for word.
 */
function pairsOfOpen(
  deciding: Deciding,
  all: readonly Entry[],
  open: readonly Entry[],
  known: readonly KnownEntry[],
  evidence: DocumentEvidence,
): Pair[] {
  const free = known.filter(({ id }) => !deciding.claimed.has(id));
  const pastByTitle = new Map<string, KnownEntry[]>();
  for (const past of free) addTo(pastByTitle, past.title, past);
  const saidBefore = open.filter((entry) => pastByTitle.get(entry.title)?.some((past) => saysTheSame(entry, past)));
  const isNoneKnown = open.length === all.length && !deciding.hasSeen;
  const idsAreNew = isNoneKnown && saidBefore.length >= 2 && saidBefore.length * 2 >= open.length;
  const standing = repeated(known.map(({ urlKey, purged }) => (purged ? null : urlKey)));
  const standingPages = new Set([...evidence.standingPages, ...standing]);
  return pairsOf(open, free, allKeys, { ...evidence, idsAreNew, standingPages });
}

function addTo(byKey: Map<string, KnownEntry[]>, key: string, entry: KnownEntry): void {
  const entries = byKey.get(key);
  if (entries === undefined) byKey.set(key, [entry]);
  else entries.push(entry);
}

function claim(deciding: Deciding, pairs: readonly Pair[]): void {
  for (const { entry, past } of pairs.toSorted((a, b) => b.weight - a.weight)) {
    if (deciding.claimed.has(past.id) || deciding.decided.has(entry)) continue;
    const change = decideChange(entry, past, deciding.taken);
    deciding.claimed.add(change.id);
    deciding.decided.set(entry, change);
    if (change.kind === "revised") deciding.taken.add(change.entry.guid);
    else if (change.healed !== null) deciding.taken.add(change.healed.guid);
  }
}

function take({ taken }: Deciding, known: readonly KnownEntry[]): void {
  for (const { guid } of known) if (guid !== "") taken.add(guid);
}

function newEntry(deciding: Deciding, entry: Entry): EntryChange | null {
  const change = decideNew(entry, deciding.taken);
  if (change !== null) deciding.taken.add(change.entry.guid);
  return change;
}

function identityKeys(entry: Entry): readonly IdentityKeys[] {
  return identitiesOf(entry).map(({ guid, guidKey }, at) => ({
    guid,
    guidKey,
    urlKey: at === 0 ? entry.urlKey : null,
  }));
}

function alikeKeys(entry: Entry): AlikeKeys {
  return { title: entry.title, publishedAt: statedAt(entry, 1), guidStem: stemOf(entry) };
}

function ownKeys({ guid }: Entry): string[] {
  return [`i${guid}`];
}

function allKeys(entry: Entry): string[] {
  const { title, publishedAt, guidStem: stem } = alikeKeys(entry);
  return [
    ...identityKeys(entry).flatMap(keysOfIdentity),
    `t${title}`,
    ...(publishedAt === null ? [] : [`d${publishedAt}`]),
    ...(stem === null ? [] : [`s${stem}`]),
  ];
}

function keysOfKnown(past: KnownEntry): string[] {
  if (past.purged) return keysOfIdentity(past);
  const stem = guidStem(past.guidKey);
  const stemKeys = stem === null ? [] : [`s${stem}`];
  return [...keysOfIdentity(past), `t${past.title}`, `d${past.publishedAt}`, ...stemKeys];
}

function keysOfIdentity({ guid, guidKey, urlKey }: IdentityKeys): string[] {
  return [`i${guid}`, `g${guidKey}`, ...(urlKey === null ? [] : [`u${urlKey}`])];
}

function stemOf({ guidOrigin, guidKey }: Entry): string | null {
  return guidOrigin === "guid" ? guidStem(guidKey) : null;
}

/**
 * The keys that occur more than once. A document never contains two versions of one article, so a guid stem or an
 * address that it repeats belongs to a page with many posts, such as a live page.
 */
function repeated(keys: readonly (string | null)[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const key of keys) {
    if (key === null) continue;
    if (seen.has(key)) twice.add(key);
    seen.add(key);
  }
  return twice;
}

function chunksOf(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const chunks: (readonly Entry[])[] = [];
  for (let start = 0; start < entries.length; start += chunkEntriesMax) {
    chunks.push(entries.slice(start, start + chunkEntriesMax));
  }
  return chunks;
}
