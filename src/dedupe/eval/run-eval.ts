import { basename } from "node:path";
import { performance } from "node:perf_hooks";
import type { EvalItem, EvalPair, EvalReport, ToItem } from "./eval-types.ts";
import { evaluate } from "./evaluate.ts";
import { readLines } from "./read-lines.ts";

/** Reads a data set (JSON lines, .gz or not) and its pairs, and evaluates them. Throws `WireError` io-failed, usage. */
export async function runEval(options: {
  readonly dataset: string;
  readonly pairs: string | null;
  readonly errors: number;
  readonly toItem: ToItem;
}): Promise<EvalReport> {
  const items = await readLines<EvalItem>(options.dataset);
  const pairs = options.pairs === null ? null : await readLines<EvalPair>(options.pairs);
  const clock = (): number => performance.now();
  return evaluate({
    dataset: basename(options.dataset),
    items,
    pairs,
    errors: options.errors,
    toItem: options.toItem,
    clock,
  });
}
