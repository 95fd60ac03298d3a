import type { DecidedItem } from "../../domain/desk-store.ts";
import type { Reason } from "../../domain/reason.ts";
import type { Verdict } from "../../domain/verdict.ts";
import { createEngine, type DedupeEngine } from "../engine.ts";
import type { DedupeSettings } from "../settings.ts";
import { arrivals } from "./arrivals.ts";
import type { EvalItem, ToItem } from "./eval-types.ts";

/**
 * How the engine grouped a data set. `copies` and `stories` have the order of the items and hold the final ids, after
 * all merges.
 */
export interface Streamed {
  readonly engine: DedupeEngine;
  readonly copies: readonly number[];
  readonly stories: readonly number[];
  readonly reasons: readonly (readonly Reason[])[];
  readonly merges: number;
  readonly copyMerges: number;
  /** The milliseconds that the engine took for its decisions. */
  readonly engineMs: number;
}

/** Streams items through the serving engine in order of publication. `clock` returns milliseconds. */
export function streamItems(
  items: readonly EvalItem[],
  toItem: ToItem,
  clock: () => number,
  settings: Partial<DedupeSettings> = {},
): Streamed {
  const engine = createEngine({ state: { nextCopyId: 1, nextStoryId: 1, statistics: null }, settings });
  const sources = new Map<string, number>();
  const exact = createExactStore();
  const copies: number[] = [];
  const copyInto = new Map<number, number>();
  const storyInto = new Map<number, number>();
  const storyOf = new Map<number, number>();
  const reasons: (readonly Reason[])[] = [];
  let engineMs = 0;
  for (const { at, place } of arrivals(items)) {
    const one = items[place] as EvalItem;
    const sourceId = sources.get(one.source) ?? sources.size + 1;
    sources.set(one.source, sourceId);
    const item = toItem(one, { id: place + 1, sourceId: one.source === "" ? -place : sourceId, arrivedAt: at });
    const known = exact.find(item);
    const before = clock();
    const verdict: Verdict = engine.decide(item, known);
    engineMs += clock() - before;
    exact.add({ item, membership: verdict, leadEntryId: verdict.leadEntryId });
    copies[place] = verdict.copyId;
    storyOf.set(verdict.copyId, verdict.storyId);
    reasons[place] = verdict.reasons;
    for (const merge of verdict.storyMerges) storyInto.set(merge.from, merge.into);
    for (const merge of verdict.copyMerges ?? []) copyInto.set(merge.from, merge.into);
  }
  const finalCopies = copies.map((copy) => final(copyInto, copy));
  const stories = finalCopies.map((copy) => final(storyInto, storyOf.get(copy) as number));
  return { engine, copies: finalCopies, stories, reasons, merges: storyInto.size, copyMerges: copyInto.size, engineMs };
}

function final(into: ReadonlyMap<number, number>, group: number): number {
  let last = group;
  for (let next = into.get(last); next !== undefined; next = into.get(last)) last = next;
  return last;
}

/**
 * Finds entries by exact key as the store does: the oldest entries that have the permalink key or the text key, at most
 * eight for each key, however long ago they arrived.
 */
function createExactStore(): {
  readonly find: (item: DecidedItem["item"]) => readonly DecidedItem[];
  readonly add: (decided: DecidedItem) => void;
} {
  const byKey = new Map<string, DecidedItem[]>();
  const keysOf = (item: DecidedItem["item"]): string[] => [
    ...(item.urlKey === null ? [] : [`u${item.urlKey}`]),
    ...(item.textKey === null ? [] : [`t${item.textKey}`]),
  ];
  const find = (item: DecidedItem["item"]): readonly DecidedItem[] => [
    ...new Set(keysOf(item).flatMap((key) => byKey.get(key) ?? [])),
  ];
  const add = (decided: DecidedItem): void => {
    for (const key of keysOf(decided.item)) {
      const known = byKey.get(key) ?? [];
      if (known.length < exactMax) known.push(decided);
      byKey.set(key, known);
    }
  };
  return { find, add };
}

const exactMax = 8;
