import type { DecidedItem, PlacedEntry, Regroup } from "../domain/desk-store.ts";
import type { Instant } from "../domain/time.ts";
import type { DedupeItem, DeskState, EditorRuling, Membership, Verdict } from "../domain/verdict.ts";
import { applyRulings } from "./apply-rulings.ts";
import { decideItem } from "./decide-item.ts";
import { createDesk, type EngineMemory } from "./engine-memory.ts";
import { membershipOf, removeItem } from "./live-groups.ts";
import type { LiveItem } from "./live-item.ts";
import { rememberItem } from "./remember-item.ts";
import { reviseItem } from "./revise-item.ts";
import { type DedupeSettings, defaultSettings } from "./settings.ts";
import { framesBytes } from "./text/heading-frames.ts";
import { writeSnapshot } from "./text/statistics-snapshot.ts";

/**
 * Decides which copy and which story an entry belongs to. The engine uses no clock, no I/O and no randomness, so the
 * same calls give the same answers.
 */
export interface DedupeEngine {
  /**
   * Decides on a new entry. `exact`: entries from anywhere in the store that have the same permalink key or text key
   * and were decided before.
   */
  readonly decide: (item: DedupeItem, exact: readonly DecidedItem[]) => Verdict;
  /**
   * Puts back an entry that was decided before. Called in order of arrival, this rebuilds the window after a restart.
   * Nothing is decided or counted again. `packed`: the entry from `createEntryPacker`; `decided` may then lack title
   * and text. Returns false, and remembers nothing, when title and text are needed nevertheless.
   */
  readonly remember: (decided: DecidedItem, packed?: LiveItem) => boolean;
  /**
   * Decides on a revised entry. The entry stays in its story while it fits. It leaves its copy when its text is no
   * longer the copy's text, even if it is the lead.
   */
  readonly revise: (item: DedupeItem, membership: Membership) => Verdict;
  /**
   * Records the rulings of an editor's decision for all later decisions, and carries them out on decided entries.
   * `known`: decided entries that the rulings name and that may have left the window. Returns an empty regroup when the
   * entries already are as the rulings demand, so that the rulings can be applied again after a restart.
   */
  readonly applyRulings: (rulings: readonly EditorRuling[], known?: readonly DecidedItem[]) => Regroup;
  /** Hands the engine the stored places of entries with rulings, because these entries need not be in the window. */
  readonly placeRuled: (places: readonly PlacedEntry[]) => void;
  /** Removes entries that arrived before `instant` from the window, in whole slices of the index. */
  readonly forgetBefore: (instant: Instant) => void;
  /** The next ids of copies and stories, and the statistics as bytes. */
  readonly state: () => DeskState;
  /** The number of entries in the window, and the memory that they and the index take, in bytes. */
  readonly size: () => { readonly items: number; readonly bytes: number };
}

/** An engine with an empty window. Throws `WireError` store-corrupt when `state.statistics` is damaged. */
export function createEngine(options: {
  readonly state: DeskState;
  readonly settings?: Partial<DedupeSettings>;
}): DedupeEngine {
  const desk = createDesk(options.state, { ...defaultSettings, ...options.settings });
  return {
    decide: (item, exact) => decideItem(desk, item, exact),
    remember: (decided, packed) => rememberItem(desk, decided, packed),
    revise: (item, membership) => reviseItem(desk, item, membership),
    applyRulings: (rulings, known = []) => applyRulings(desk, rulings, known),
    placeRuled: (places) => placeRuled(desk, places),
    forgetBefore: (instant) => forgetBefore(desk, instant),
    state: () => ({
      nextCopyId: desk.ids.copy,
      nextStoryId: desk.ids.story,
      statistics: writeSnapshot(desk.statistics),
    }),
    size: () => ({ items: desk.groups.items.size, bytes: bytesOf(desk) }),
  };
}

function placeRuled(desk: EngineMemory, places: readonly PlacedEntry[]): void {
  for (const { entryId, copyId, storyId } of places)
    if (!desk.groups.items.has(entryId)) desk.groups.ruledBeyond.set(entryId, { copyId, storyId });
}

function bytesOf(desk: EngineMemory): number {
  let bytes = desk.index.bytes() + framesBytes(desk.statistics.frames);
  for (const item of desk.groups.items.values()) bytes += item.pack.byteLength + objectBytes;
  return bytes;
}

/**
 * The heap memory of an entry's objects and table slots, in addition to its packed text, as measured by
 * tests/bench/bench-dedupe.mjs.
 */
const objectBytes = 700;

function forgetBefore(desk: EngineMemory, instant: Instant): void {
  for (const item of desk.index.forgetBefore(instant)) {
    const place = desk.constraints.isRuled(item.id) ? membershipOf(desk.groups, item.id) : null;
    removeItem(desk.groups, item);
    if (place !== null) desk.groups.ruledBeyond.set(item.id, place);
  }
}
