import { comparePair } from "../copy/compare-pair.ts";
import { createFeatures, type PairFeatures } from "../copy/pair-features.ts";
import { decideItem } from "../decide-item.ts";
import { createDesk } from "../engine-memory.ts";
import type { LiveItem } from "../live-item.ts";
import { defaultSettings } from "../settings.ts";
import { prepareItem } from "../text/prepare-item.ts";
import { arrivals } from "./arrivals.ts";
import type { EvalItem, EvalPair, ToItem } from "./eval-types.ts";

/** A set with labelled pairs. */
export interface LabelledSet {
  readonly items: readonly EvalItem[];
  readonly pairs: readonly EvalPair[];
}

/**
 * The comparison of each labelled pair as the engine makes it when the later item arrives, with the term frequencies of
 * that time. "derived" pairs are left out.
 */
export function labelledFeatures(
  set: LabelledSet,
  toItem: ToItem,
): readonly { readonly features: PairFeatures; readonly pair: EvalPair; readonly a: LiveItem; readonly b: LiveItem }[] {
  const desk = createDesk({ nextCopyId: 1, nextStoryId: 1, statistics: null }, defaultSettings);
  const wanted = pairsByItem(set.pairs.filter((pair) => pair.label !== "derived"));
  const seen = new Map<string, LiveItem>();
  const found: { features: PairFeatures; pair: EvalPair; a: LiveItem; b: LiveItem }[] = [];
  const sources = new Map<string, number>();
  for (const { at, place } of arrivals(set.items)) {
    const one = set.items[place] as EvalItem;
    const sourceId = sources.get(one.source) ?? sources.size + 1;
    sources.set(one.source, sourceId);
    const verdict = decideItem(
      desk,
      toItem(one, { id: place + 1, sourceId: one.source === "" ? -place : sourceId, arrivedAt: at }),
      [],
    );
    const live = desk.groups.items.get(verdict.entryId) as LiveItem;
    seen.set(one.id, live);
    const prepared = prepareItem(live, desk.statistics, desk.settings, desk.scratch.prepared);
    for (const pair of wanted.get(one.id) ?? []) {
      const other = seen.get(pair.a === one.id ? pair.b : pair.a);
      if (other !== undefined)
        found.push({
          pair,
          a: live,
          b: other,
          features: comparePair(prepared, other, desk.statistics, createFeatures()),
        });
    }
  }
  return found;
}

function pairsByItem(pairs: readonly EvalPair[]): ReadonlyMap<string, readonly EvalPair[]> {
  const byItem = new Map<string, EvalPair[]>();
  for (const pair of pairs) {
    for (const id of [pair.a, pair.b]) byItem.set(id, [...(byItem.get(id) ?? []), pair]);
  }
  return byItem;
}
