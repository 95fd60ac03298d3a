import { expect } from "vitest";

/**
 * Expects that work grows no faster than its input: CPU for twice the size is compared with CPU for the size, in one
 * run. Linear work doubles (2), quadratic work quadruples (4). `size` should be large enough for some milliseconds of
 * work.
 */
export function expectLinear(work: (size: number) => unknown, size: number): void {
  // Both are tried in turns and the cheapest of each counts: a collection of garbage or another process may disturb
  // one.
  let single = Number.POSITIVE_INFINITY;
  let double = Number.POSITIVE_INFINITY;
  for (let round = 0; round < roundsMax; round += 1) {
    single = Math.min(
      single,
      cpuMs(() => work(size)),
    );
    double = Math.min(
      double,
      cpuMs(() => work(2 * size)),
    );
    if (round > 0 && growth(single, double) < growthMax) break;
  }
  expect(growth(single, double)).toBeLessThan(growthMax);
}

const roundsMax = 8;
const growthMax = 3;
/** Added to both: below it, a clock's grain and a collection of garbage weigh more than the work. */
const noiseMs = 3;

function growth(single: number, double: number): number {
  return (double + noiseMs) / (single + noiseMs);
}

function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
