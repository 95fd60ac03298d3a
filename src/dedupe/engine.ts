import type { DecidedItem, PlacedEntry, Regroup } from "../domain/desk-store.ts";
import type { Instant } from "../domain/time.ts";
import type { DedupeItem, DeskState, EditorRuling, Membership, Verdict } from "../domain/verdict.ts";
import { applyRulings } from "./apply-rulings.ts";
import { decideItem } from "./decide-item.ts";
import { createDesk, type EngineMemory } from "./engine-memory.ts";
import { membershipOf, removeItem } from "./live-groups.ts";
import { rememberItem } from "./remember-item.ts";
import { reviseItem } from "./revise-item.ts";
import { type DedupeSettings, defaultSettings } from "./settings.ts";
import { writeSnapshot } from "./text/statistics-snapshot.ts";

/**
 * Decides which copy and which story an entry belongs to. No clock, no I/O, no chance: the same calls give the same
 * answers.
 */
export interface DedupeEngine {
  /** A new entry. `exact`: entries anywhere in the store with the same permalink or text key, decided before. */
  readonly decide: (item: DedupeItem, exact: readonly DecidedItem[]) => Verdict;
  /**
   * An entry decided before, in the order of arrival: rebuilds the window after a restart. Nothing is decided or
   * counted again.
   */
  readonly remember: (decided: DecidedItem) => void;
  /**
   * A revised entry. It keeps its story while it fits; its copy is left, also by its lead, when the text no longer
   * holds.
   */
  readonly revise: (item: DedupeItem, membership: Membership) => Verdict;
  /**
   * The rulings of an editor's decision: recorded for everything that is decided later, and carried out on what is
   * decided. `known`: decided entries that the rulings touch and the window may have lost. Answers an empty regroup
   * when all is as the rulings ask, so that they can be told again after a restart.
   */
  readonly applyRulings: (rulings: readonly EditorRuling[], known?: readonly DecidedItem[]) => Regroup;
  /** Where entries with rulings stand, as the store says: the window may never hold them. */
  readonly placeRuled: (places: readonly PlacedEntry[]) => void;
  /** Lets go of entries that arrived before `instant`, a slice of the window at a time. */
  readonly forgetBefore: (instant: Instant) => void;
  /** The counters, and the statistics as bytes. */
  readonly state: () => DeskState;
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
    remember: (decided) => rememberItem(desk, decided),
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
  let bytes = desk.index.bytes();
  for (const item of desk.groups.items.values()) bytes += item.pack.byteLength + objectBytes;
  return bytes;
}

/**
 * What an entry's objects and its places in the tables take on the heap beside its packed text, as measured by
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
