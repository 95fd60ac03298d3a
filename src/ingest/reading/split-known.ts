import { cleanLine } from "../../normalise/clean-text.ts";
import { type StatedGuid, statedGuid } from "../../normalise/identity/entry-identity.ts";
import { guidKey, urlKey } from "../../normalise/identity/fold-url.ts";
import { guidStem } from "../../normalise/identity/guid-stem.ts";
import { guidWorth } from "../../normalise/identity/guid-worth.ts";
import { permalink } from "../../normalise/identity/permalink.ts";
import type { DraftFeed, DraftItem } from "../../parse/draft.ts";
import { hashItems } from "./item-hash.ts";
import type { ReadingTask, SeenItem } from "./reading-types.ts";

export interface SplitDocument {
  /** Items to read, in document order. */
  readonly unread: readonly DraftItem[];
  /** Items that need not be read. */
  readonly seen: readonly SeenItem[];
  /**
   * The hashes of the items to read, by guid: the guid that an item has by itself, before it is compared with the other
   * items of the document.
   */
  readonly hashByGuid: ReadonlyMap<string, string>;
}

/**
 * Separates the items that need not be read from the others. An item is known if its hash and the guid of its entry are
 * unchanged. Items that share a guid or an address can correct one another (`assignGuids`, `dropSharedUrlKeys`), so
 * either all or none of them are read. Items with the same guid, and items without guid and address, are always read.
 * All items are read if the document reports deleted entries.
 */
export function splitKnown(draft: DraftFeed, { feed, known }: Pick<ReadingTask, "feed" | "known">): SplitDocument {
  const guidByHash = new Map(known.map(({ hash, guid }) => [hash, guid]));
  const hashes = hashItems(draft, feed);
  const items = draft.items.map((item, at) => placeItem(item, hashes[at] ?? "", guidByHash));
  const counts = countGuids(items);
  const isClear = ({ stated }: PlacedItem) => stated !== null && counts.get(stated.guid) === 1;
  const readsAll = known.length === 0 || draft.deleted.length > 0;
  if (!readsAll && items.every((item) => item.isKnown && isClear(item))) {
    return { unread: [], seen: items.map(({ hash, stated }) => seenItem(hash, stated, null)), hashByGuid: new Map() };
  }
  const clear = groupItems(items).filter((group) => group.every(isClear));
  const seen = new Set(readsAll ? [] : clear.filter((group) => group.every(({ isKnown }) => isKnown)).flat());
  const read = clear.flat().filter((item) => !seen.has(item));
  return {
    unread: items.filter((item) => !seen.has(item)).map(({ item }) => item),
    seen: [...seen].map(({ hash, stated }) => seenItem(hash, stated, stemOf(stated))),
    hashByGuid: new Map(read.map(({ stated, hash }) => [stated?.guid ?? "", hash])),
  };
}

interface PlacedItem {
  readonly item: DraftItem;
  readonly hash: string;
  /** null for an item without guid and address; only its content identifies it. */
  readonly stated: StatedGuid | null;
  /** True when the stored entry still equals the item. */
  readonly isKnown: boolean;
}

function placeItem(item: DraftItem, hash: string, guidByHash: ReadonlyMap<string, string>): PlacedItem {
  const guid = item.guid === null ? "" : cleanLine(item.guid);
  const stated = statedGuid(guid, guid === "" ? addressOf(item) : null);
  return { item, hash, stated, isKnown: stated !== null && guidByHash.get(hash) === stated.guid };
}

function addressOf({ url, baseUrl }: DraftItem): string | null {
  return url === null ? null : permalink(url, baseUrl);
}

function countGuids(items: readonly PlacedItem[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { stated } of items) if (stated !== null) counts.set(stated.guid, (counts.get(stated.guid) ?? 0) + 1);
  return counts;
}

/** Items that share a guid or an address, directly or by way of others, are one group. */
function groupItems(items: readonly PlacedItem[]): readonly (readonly PlacedItem[])[] {
  const leads = items.map((_, at) => at);
  const leadOf = (at: number): number => {
    let lead = at;
    while (leads[lead] !== lead) {
      const next = leads[lead] ?? lead;
      leads[lead] = leads[next] ?? next;
      lead = next;
    }
    return lead;
  };
  const firstByKey = new Map<string, number>();
  for (const [at, item] of items.entries()) {
    for (const key of keysOf(item)) {
      const first = firstByKey.get(key);
      if (first === undefined) firstByKey.set(key, at);
      else leads[leadOf(at)] = leadOf(first);
    }
  }
  const groups = new Map<number, PlacedItem[]>();
  for (const [at, item] of items.entries()) {
    const lead = leadOf(at);
    groups
      .set(lead, groups.get(lead) ?? [])
      .get(lead)
      ?.push(item);
  }
  return [...groups.values()];
}

/** An address is also a key, because it may become the guid (`fallbackIdentity`). */
function keysOf({ item, stated }: PlacedItem): readonly string[] {
  const guids = stated === null ? [] : [`guid ${stated.guid}`];
  const url = addressOf(item);
  return url === null ? guids : [...guids, `guid ${url}`, `url ${urlKey(url) ?? url}`];
}

function seenItem(hash: string, stated: StatedGuid | null, stem: string | null): SeenItem {
  return { hash, guid: stated?.guid ?? "", guidStem: stem };
}

/** null for a poor guid, which has a different kind of key (`entryIdentity`). */
function stemOf(stated: StatedGuid | null): string | null {
  if (stated === null || stated.guidOrigin !== "guid" || guidWorth(stated) === "poor") return null;
  return guidStem(guidKey(stated.guid));
}
