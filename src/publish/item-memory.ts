import { createHash } from "node:crypto";
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
    const key = createHash("sha1").update(JSON.stringify(item)).digest("base64");
    const found = known.get(key);
    if (found !== undefined) {
      known.delete(key);
      known.set(key, found);
      return found.item;
    }
    const merged = mergedItem(item, baseUrl);
    const remembered: Remembered = { item: merged, written: {}, chars: merged.html.length, isHeld: true };
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
      remembered.isHeld = false;
      charsHeld -= remembered.chars;
    }
  }
}

interface Remembered {
  readonly item: MergedItem;
  readonly written: Partial<Record<FeedFormat, WrittenItem>>;
  chars: number;
  /** False once it was let go: what is written for it then is not kept. */
  isHeld: boolean;
}

const itemsMax = 20_000;
const charsHeldMax = 48 * 1024 * 1024;
