import type { EngineMemory } from "../engine-memory.ts";
import type { LiveItem } from "../live-item.ts";
import { head } from "../text/pack-item.ts";
import { prepareItem } from "../text/prepare-item.ts";
import { comparePair } from "./compare-pair.ts";
import { createFeatures } from "./pair-features.ts";
import { isUnlike } from "./same-page.ts";

/** Of a page's entries so many are held against each other, the oldest. */
const entriesMax = 16;

/**
 * True where one feed has told different stories under one permalink: a live page, or the page that a feed links
 * everything to. What other feeds tell under it says nothing then. `entries` all have the permalink.
 */
export function isSharedPage(desk: EngineMemory, entries: readonly LiveItem[]): boolean {
  const oldest = [...entries].sort((a, b) => a.arrivedAt - b.arrivedAt || a.id - b.id).slice(0, entriesMax);
  return oldest.some((entry, at) => oldest.slice(at + 1).some((later) => tellsOther(desk, entry, later)));
}

function tellsOther(desk: EngineMemory, a: LiveItem, b: LiveItem): boolean {
  if (a.feedId !== b.feedId || a.id === b.id || a.pack[head.title] === b.pack[head.title]) return false;
  const prepared = prepareItem(a, desk.statistics, desk.settings, desk.scratch.other);
  return isUnlike(comparePair(prepared, b, desk.statistics, createFeatures()), desk.settings);
}
