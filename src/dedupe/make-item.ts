import { creditedAgency, ownAgency } from "../domain/copies/outranks.ts";
import type { DedupeItem } from "../domain/verdict.ts";
import type { LiveItem } from "./live-item.ts";
import { defaultSettings } from "./settings.ts";
import { createPacker, type Packer } from "./text/pack-item.ts";

/** Packs entries with one packer. `pinned`: the entries that editors pinned as lead; it is read at each call. */
export function createItemMaker(packer: Packer, pinned: ReadonlySet<number>): (item: DedupeItem) => LiveItem {
  const keys = new Map<string, string>();
  return (item) => makeItem(item, packer, { keys, pinned });
}

/**
 * Packs entries without an engine, for `DedupeEngine.remember` of any engine. Reading and packing texts takes most of
 * the time of rebuilding a window.
 */
export function createEntryPacker(): (item: DedupeItem) => LiveItem {
  return createItemMaker(createPacker(defaultSettings), new Set());
}

/** At most this many source names are kept as shared strings. With more sources, the engine only needs more memory. */
const keysMax = 50_000;

function makeItem(
  item: DedupeItem,
  packer: Packer,
  { keys, pinned }: { readonly keys: Map<string, string>; readonly pinned: ReadonlySet<number> },
): LiveItem {
  const shared = (name: string): string => {
    const key = name.trim().toLowerCase();
    const known = keys.get(key);
    if (known !== undefined) return known;
    if (keys.size < keysMax) keys.set(key, key);
    return key;
  };
  const pack = packer.pack(item);
  const own = ownAgency(item.sourceName, item.sourceKind, shared);
  const agency = (item.credit === null ? null : creditedAgency(item.credit, shared)) ?? packer.agency() ?? own;
  return {
    id: item.id,
    feedId: item.feedId,
    sourceId: item.sourceId,
    sourceKey: shared(item.sourceName),
    sourceKind: item.sourceKind,
    sourceRank: item.sourceRank,
    isPrivate: item.isPrivate === true,
    cue: item.cue?.kind ?? null,
    arrivedAt: item.arrivedAt,
    publishedAt: item.publishedAt,
    pack,
    own,
    agency,
    ownPage: item.ownPage,
    ownAgency: agency !== null && agency === own,
    copyId: 0,
    standing: "text",
    pinned: pinned.has(item.id),
  };
}
