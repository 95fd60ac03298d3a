import type { WireItem } from "../domain/section.ts";
import type { FeedFormat } from "./feed-formats.ts";
import { type MergedItem, mergedItem } from "./merged-item.ts";
import type { Publisher } from "./publisher.ts";
import type { WrittenItem, WrittenItems } from "./render-feed.ts";

/**
 * Remembers the merged form of items, so that a feed with one new item needs work only for that item. Stale items are
 * forgotten, which bounds the memory. Items in use are never removed to make room: documents are rendered in turn, so
 * the least recently used item would be needed next.
 */
export interface ItemMemory extends WrittenItems {
  /** Does what `mergedItem` does, but returns the same object for equal items. */
  itemOf(item: WireItem): MergedItem;
  /** A unique number for each object that `itemOf` returns. */
  numberOf(item: MergedItem): number | null;
}

export function createItemMemory(publisher: Publisher): ItemMemory {
  const known = new Map<string, Remembered>();
  const byItem = new WeakMap<MergedItem, Remembered>();
  let charsHeld = 0;
  /** How many lookups were made, and how many items were built. */
  let uses = 0;
  let made = 0;
  const numberOf = (item: MergedItem) => byItem.get(item)?.number ?? null;
  return { itemOf, numberOf, get: (item, format) => byItem.get(item)?.written[format], set };

  function itemOf(item: WireItem): MergedItem {
    uses += 1;
    // Two sections may list the same copy or story with different arrival times, or with different texts that their
    // queries found. So both are part of the key. Forget the older state under a key, because no document shows it
    // again.
    const key = `${item.collapse} ${item.id} ${item.arrivedAt} ${item.matched?.id ?? ""}`;
    const found = known.get(key);
    known.delete(key);
    if (found !== undefined && found.textChars === textCharsOf(item) && isSame(found.from, withoutText(item))) {
      found.usedAt = uses;
      known.set(key, found);
      return found.item;
    }
    if (found !== undefined) letGo(found);
    forgetUnused();
    made += 1;
    const remembered = remember(item, publisher, made, uses);
    byItem.set(remembered.item, remembered);
    if (known.size < itemsMax && charsHeld + remembered.chars <= charsHeldMax) {
      known.set(key, remembered);
      charsHeld += remembered.chars;
      remembered.isHeld = true;
    }
    return remembered.item;
  }

  function set(item: MergedItem, format: FeedFormat, written: WrittenItem): void {
    const remembered = byItem.get(item);
    if (remembered === undefined || !remembered.isHeld) return;
    const added = written.bytes.length - (remembered.written[format]?.bytes.length ?? 0);
    if (charsHeld + added > charsHeldMax) return;
    charsHeld += added;
    remembered.chars += added;
    remembered.written[format] = written;
  }

  /** Forgets stale items. The map is in order of last use. */
  function forgetUnused(): void {
    const usesMax = known.size * unusedRoundsMax + unusedUsesMin;
    for (const [key, remembered] of known) {
      if (uses - remembered.usedAt <= usesMax) return;
      known.delete(key);
      letGo(remembered);
    }
  }

  function letGo(remembered: Remembered): void {
    remembered.isHeld = false;
    charsHeld -= remembered.chars;
  }
}

function remember(item: WireItem, publisher: Publisher, number: number, usedAt: number): Remembered {
  const merged = mergedItem(item, publisher);
  const chars = merged.html.length + itemChars;
  const textChars = textCharsOf(item);
  return { number, from: withoutText(item), textChars, item: merged, written: {}, chars, usedAt, isHeld: false };
}

/**
 * The item without its long texts, for comparison. An entry's texts change only together with its revision and content
 * hash (`reviseEntry`).
 */
function withoutText(item: WireItem): WireItem {
  const { lead, matched, ...rest } = item;
  const without = { ...rest, lead: { ...lead, html: "", text: "" } };
  return matched === undefined ? without : { ...without, matched: { ...matched, html: "", text: "" } };
}

function textCharsOf({ lead }: WireItem): number {
  return lead.html.length + lead.text.length;
}

/** Compares two plain values. This is much cheaper than serialising and hashing them. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return Object.is(a, b);
  const names = Object.keys(a) as (keyof typeof a)[];
  return names.length === Object.keys(b).length && names.every((name) => isSame(a[name], b[name]));
}

interface Remembered {
  readonly number: number;
  readonly from: WireItem;
  readonly textChars: number;
  readonly item: MergedItem;
  readonly written: Partial<Record<FeedFormat, WrittenItem>>;
  chars: number;
  usedAt: number;
  /** False when there was no room for the item, or when it was evicted. Text written for the item is then not kept. */
  isHeld: boolean;
}

const itemsMax = 20_000;
const charsHeldMax = 96 * 1024 * 1024;
/** An estimate, in characters, of the memory that an item takes in addition to its texts. */
const itemChars = 2_000;
/** An item is stale once every kept item could have been used this many times since its last use. */
const unusedRoundsMax = 4;
const unusedUsesMin = 2_000;
