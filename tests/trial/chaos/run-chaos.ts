import { messageOf } from "../../../src/domain/errors.ts";
import { eventually } from "../../support/cli.ts";
import { randomOf } from "../../support/random-of.ts";
import { type ChaosWorld, openChaosWorld } from "./chaos-world.ts";
import type { Fault } from "./fault.ts";
import { allFaults } from "./faults/all-faults.ts";
import type { Invariant } from "./invariant.ts";
import { allInvariants } from "./invariants/all-invariants.ts";
import { nothingLost } from "./invariants/nothing-lost.ts";

/** What one fault did. */
export interface ChaosStep {
  readonly number: number;
  readonly fault: string;
  /** From the end of the fault until everything that was published meanwhile is there. */
  readonly healMs: number;
  readonly rssMb: number;
  /** A line each; empty where everything held. */
  readonly problems: readonly string[];
}

/** `goesOn` is asked before each step; `tell` hears a plain line for each. The same seed gives the same steps. */
export interface ChaosSettings {
  readonly seed: number;
  readonly goesOn: (steps: number) => boolean;
  readonly tell: (line: string) => void;
}

const lineMsMax = 45_000;
const healMsMax = 90_000;

export async function runChaos({ seed, goesOn, tell }: ChaosSettings): Promise<readonly ChaosStep[]> {
  const random = randomOf(seed);
  const world = await openChaosWorld(random);
  const steps: ChaosStep[] = [];
  try {
    const able = allFaults.filter((fault) => {
      const missing = fault.can(world);
      if (missing !== null) tell(`left out: ${fault.name} (${missing})`);
      return missing === null;
    });
    world.publish();
    let left: Fault[] = [];
    while (goesOn(steps.length)) {
      // Each fault comes once before one comes again, in an order that only the seed knows.
      if (left.length === 0) left = shuffled(able, random);
      const step = await takeStep(world, left.pop() as Fault, steps.length + 1);
      steps.push(step);
      tell(stepLine(step));
      for (const problem of step.problems) tell(`     ${problem}`);
    }
    return steps;
  } finally {
    await world.close();
  }
}

async function takeStep(world: ChaosWorld, fault: Fault, number: number): Promise<ChaosStep> {
  const problems: string[] = [];
  const attempt = async (what: string, act: () => Promise<unknown>): Promise<void> => {
    try {
      await act();
    } catch (thrown) {
      problems.push(`${what}: ${messageOf(thrown).slice(0, 600)}`);
    }
  };
  const told = world.service.log().length;
  world.publish();
  await attempt("while it was done", () => fault.do(world));
  await attempt("no line in the log", () => expectLine(world, fault.line, told));
  const during = allInvariants.filter(({ when }) => when === "during");
  if (!fault.stopsServing) problems.push(...(await checkAll(world, during)));
  world.publish();
  await attempt("while it was healed", () => fault.heal(world));
  const healedAt = performance.now();
  await attempt("after it was healed", () =>
    eventually(
      () => nothingLost.check(world),
      (lost) => lost.length === 0,
      healMsMax,
    ),
  );
  const healMs = performance.now() - healedAt;
  await attempt("no line in the log", async () => {
    const { healedLine } = fault;
    return expectLine(world, typeof healedLine === "function" ? healedLine(world) : healedLine, told);
  });
  problems.push(...(await checkAll(world, allInvariants)));
  return { number, fault: fault.name, healMs, rssMb: world.service.rssMb() ?? 0, problems: [...new Set(problems)] };
}

async function expectLine({ service }: ChaosWorld, line: RegExp | null, told: number): Promise<void> {
  if (line === null) return;
  const isTold = (log: string) => log.split("\n").some((one) => line.test(one));
  try {
    await eventually(async () => service.log().slice(told), isTold, lineMsMax);
  } catch (thrown) {
    throw new Error(`${line} was not logged: ${service.log().slice(told).slice(-300)}`, { cause: thrown });
  }
}

async function checkAll(world: ChaosWorld, invariants: readonly Invariant[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { name, check } of invariants) {
    try {
      found.push(...(await check(world)).map((fault) => `${name}: ${fault}`));
    } catch (thrown) {
      found.push(`${name}: cannot be checked: ${messageOf(thrown)}`);
    }
  }
  return found;
}

function shuffled<One>(all: readonly One[], random: () => number): One[] {
  return all
    .map((one) => [random(), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);
}

function stepLine({ number, fault, healMs, rssMb, problems }: ChaosStep): string {
  const held = problems.length === 0 ? "held" : `${problems.length} PROBLEMS`;
  return `${String(number).padStart(4)}  ${fault.padEnd(22)} caught up after ${(healMs / 1_000).toFixed(1).padStart(5)} s  ${rssMb.toFixed(0).padStart(4)} MB  ${held}`;
}
