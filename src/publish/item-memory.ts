import type { WireItem } from "../domain/section.ts";
import type { FeedFormat } from "./merged-feed.ts";
import { type MergedItem, mergedItem } from "./merged-item.ts";
import type { WrittenItem, WrittenItems } from "./render-feed.ts";

/** Remembers what was made of items, so that a feed with one new item costs one item. Bounded; what was used longest ago goes. */
export interface ItemMemory extends WrittenItems {
  /** `mergedItem`, the same object for an equal item. */
  itemOf(item: WireItem): MergedItem;
}

export function createItemMemory(baseUrl: string): ItemMemory {
  const known = new Map<string, Remembered>();
  const byItem = new WeakMap<MergedItem, Remembered>();
  let charsHeld = 0;
  return { itemOf, get: (item, format) => byItem.get(item)?.written[format], set };

  function itemOf(item: WireItem): MergedItem {
    // Sections may list one group by different arrivals. An older state of it is forgotten: no document shows it again.
    const key = `${item.collapse} ${item.id} ${item.arrivedAt}`;
    const found = known.get(key);
    known.delete(key);
    if (found !== undefined && isSame(found.from, item)) {
      known.set(key, found);
      return found.item;
    }
    if (found !== undefined) letGo(found);
    const merged = mergedItem(item, baseUrl);
    const chars = item.lead.html.length + item.lead.text.length + merged.html.length;
    const remembered: Remembered = { from: item, item: merged, written: {}, chars, isHeld: true };
    known.set(key, remembered);
    byItem.set(merged, remembered);
    charsHeld += remembered.chars;
    forget();
    return merged;
  }

  function set(item: MergedItem, format: FeedFormat, written: WrittenItem): void {
    const remembered = byItem.get(item);
    if (remembered === undefined || !remembered.isHeld) return;
    const added = written.text.length - (remembered.written[format]?.text.length ?? 0);
    charsHeld += added;
    remembered.chars += added;
    remembered.written[format] = written;
    forget();
  }

  function forget(): void {
    for (const [key, remembered] of known) {
      if (charsHeld <= charsHeldMax && known.size <= itemsMax) return;
      known.delete(key);
      letGo(remembered);
    }
  }

  function letGo(remembered: Remembered): void {
    remembered.isHeld = false;
    charsHeld -= remembered.chars;
  }
}

/** Whether two values of plain data are equal. Comparing costs a tenth of hashing, since most of an item is a few long strings. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return Object.is(a, b);
  const names = Object.keys(a) as (keyof typeof a)[];
  return names.length === Object.keys(b).length && names.every((name) => isSame(a[name], b[name]));
}

interface Remembered {
  readonly from: WireItem;
  readonly item: MergedItem;
  readonly written: Partial<Record<FeedFormat, WrittenItem>>;
  chars: number;
  /** False once it was let go: what is written for it then is not kept. */
  isHeld: boolean;
}

const itemsMax = 20_000;
const charsHeldMax = 48 * 1024 * 1024;
