import { expect } from "vitest";

/**
 * Expects that the cost of work grows no faster than its input. It compares the CPU time for twice the size with that
 * for the size, in one run. Linear work takes 2 times as long, quadratic work 4 times. Choose a `size` that takes some
 * milliseconds.
 */
export function expectLinear(work: (size: number) => unknown, size: number): void {
  // Both sizes run in turns, and the fastest run of each counts, because garbage collection or another process may
  // disturb a run.
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
/** Added to both times. Below this, the resolution of the clock and garbage collection matter more than the work. */
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
