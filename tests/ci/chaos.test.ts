import { expect, test } from "vitest";
import { type ChaosStep, runChaos } from "../trial/chaos/run-chaos.ts";

/** Longer by hand: npm run trial -- chaos --minutes 10 --seed 7 */
const seed = Number(process.env.WIREDESK_CHAOS_SEED ?? 1);
const minutes = Number(process.env.WIREDESK_CHAOS_MINUTES ?? 0);
const stepsMin = 5;

test(
  "nothing is lost, doubled, withdrawn by others or given away on a bad day",
  async () => {
    const end = performance.now() + minutes * 60_000;
    const steps = await runChaos({
      seed,
      goesOn: (done) => done < stepsMin || performance.now() < end,
      tell: (line) => process.stderr.write(`${line}\n`),
    });
    if (minutes > 0) process.stderr.write(`${tableOf(steps)}\n`);
    expect(
      steps.flatMap(({ number, fault, problems }) => problems.map((problem) => `${number} ${fault}: ${problem}`)),
    ).toEqual([]);
  },
  300_000 + minutes * 120_000,
);

/** What came how often, and how long the service needed to catch up. */
function tableOf(steps: readonly ChaosStep[]): string {
  const names = [...new Set(steps.map(({ fault }) => fault))].sort();
  const rows = names.map((name) => {
    const own = steps.filter(({ fault }) => fault === name);
    const slowest = Math.max(...own.map(({ healMs }) => healMs)) / 1_000;
    const faulty = own.filter(({ problems }) => problems.length > 0).length;
    return `${name.padEnd(22)} ${String(own.length).padStart(5)} ${slowest.toFixed(1).padStart(10)} ${String(faulty).padStart(9)}`;
  });
  return [`${"fault".padEnd(22)} times  slowest s  problems`, ...rows].join("\n");
}
