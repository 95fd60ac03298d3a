import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { WireError } from "../../domain/errors.ts";
import type { EvalItem, EvalPair, EvalReport, JudgedPair, ToItem } from "./eval-types.ts";
import { evaluate } from "./evaluate.ts";

/**
 * Reads a data set (JSON lines, .gz or not) and its pairs, and evaluates them. Throws `WireError` io-failed or usage.
 */
export async function runEval(options: {
  readonly dataset: string;
  readonly pairs: string | null;
  readonly judged?: string | null;
  readonly errors: number;
  readonly toItem: ToItem;
}): Promise<EvalReport> {
  const items = await readLines<EvalItem>(options.dataset);
  const pairs = options.pairs === null ? null : await readLines<EvalPair>(options.pairs);
  const judged = options.judged == null ? null : await readLines<JudgedPair>(options.judged);
  const clock = (): number => performance.now();
  return evaluate({
    dataset: basename(options.dataset),
    items,
    pairs,
    judged,
    errors: options.errors,
    toItem: options.toItem,
    clock,
  });
}

/**
 * Reads the records of a JSON-lines file; a name that ends in .gz means gzip. Throws `WireError` io-failed, or usage
 * that names the line that is not JSON.
 */
async function readLines<T>(file: string): Promise<readonly T[]> {
  const records: T[] = [];
  const raw = createReadStream(file);
  const input = file.endsWith(".gz") ? raw.pipe(createGunzip()) : raw;
  const failed = new Promise<never>((_, reject) => {
    for (const stream of [raw, input])
      stream.once("error", (cause: unknown) => reject(new WireError("io-failed", `cannot read ${file}`, { cause })));
  });
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  const read = async (): Promise<readonly T[]> => {
    let number = 0;
    for await (const line of lines) {
      number += 1;
      if (line.trim() !== "") records.push(parseLine<T>(line, file, number));
    }
    return records;
  };
  return await Promise.race([read(), failed]);
}

function parseLine<T>(line: string, file: string, number: number): T {
  try {
    return JSON.parse(line) as T;
  } catch (cause) {
    throw new WireError("usage", `${file}:${number}: not a line of JSON`, { cause });
  }
}
