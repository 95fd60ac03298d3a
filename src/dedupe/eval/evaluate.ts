import type { DedupeSettings } from "../settings.ts";
import { bCubed } from "./b-cubed.ts";
import type { EvalItem, EvalPair, EvalReport, JudgedPair, ToItem } from "./eval-types.ts";
import { findMistakes } from "./find-mistakes.ts";
import { scoreJudged } from "./score-judged.ts";
import { answerPairs, scorePairs } from "./score-pairs.ts";
import { type Streamed, streamItems } from "./stream-items.ts";

/**
 * The input of an evaluation: items, optional labelled and judged pairs, and the number of mistakes to report. `clock`
 * returns milliseconds and is used only to measure speed.
 */
export interface EvalInput {
  readonly dataset: string;
  readonly items: readonly EvalItem[];
  readonly pairs: readonly EvalPair[] | null;
  readonly judged?: readonly JudgedPair[] | null;
  readonly errors: number;
  readonly toItem: ToItem;
  readonly clock: () => number;
  /** Settings to try in place of the engine's own. */
  readonly settings?: Partial<DedupeSettings>;
}

/** Streams a data set through the serving engine and scores its answers against the labels. */
export function evaluate(input: EvalInput): EvalReport {
  const { items } = input;
  const streamed = streamItems(items, input.toItem, input.clock, input.settings);
  const pairs = answerPairs(input.pairs ?? [], items, streamed.copies);
  const size = streamed.engine.size();
  return {
    dataset: input.dataset,
    items: items.length,
    copies: new Set(streamed.copies).size,
    stories: new Set(streamed.stories).size,
    joins: joinsOf(streamed),
    largestCopy: largest(streamed.copies),
    largestStory: largest(streamed.stories),
    pairs: scorePairs(pairs),
    judged: scoreJudged(input.judged ?? [], items, streamed),
    bCubed: bCubed(
      items.map((item) => item.story),
      streamed.stories,
    ),
    documentsPerSecond: Math.round(items.length / Math.max(0.001, streamed.engineMs / 1000)),
    bytesPerItem: Math.round(size.bytes / Math.max(1, size.items)),
    liveItems: size.items,
    mistakes: findMistakes(items, streamed, pairs, input.errors),
  };
}

function joinsOf(streamed: Streamed): Record<string, number> {
  const joins: Record<string, number> = {};
  for (const reasons of streamed.reasons) for (const { code } of reasons) joins[code] = (joins[code] ?? 0) + 1;
  if (streamed.merges > 0) joins["merged stories"] = streamed.merges;
  if (streamed.copyMerges > 0) joins["merged copies"] = streamed.copyMerges;
  return joins;
}

function largest(groups: readonly number[]): number {
  const sizes = new Map<number, number>();
  let most = 0;
  for (const group of groups) {
    const size = (sizes.get(group) ?? 0) + 1;
    sizes.set(group, size);
    most = Math.max(most, size);
  }
  return most;
}
