import { expect, test } from "vitest";
import { openSubscriberWorld } from "../upstream-hub/subscriber-world.ts";
import { openPollerWorld } from "./poller-world.ts";
import { addressCases } from "./publishers/address-cases.ts";
import { backoffCases } from "./publishers/backoff-cases.ts";
import { conditionalCases } from "./publishers/conditional-cases.ts";
import { gapCases } from "./publishers/gap-cases.ts";
import { hostCases } from "./publishers/host-cases.ts";
import { hubCases } from "./publishers/hub-cases.ts";
import { keyCases } from "./publishers/key-cases.ts";
import { moveCases } from "./publishers/move-cases.ts";
import { type CaseName, type PublisherCase, type Rule, rules } from "./publishers/publisher-case.ts";
import { recordPolls } from "./publishers/record-polls.ts";
import { scheduleCases } from "./publishers/schedule-cases.ts";

const cases: readonly PublisherCase[] = [
  ...conditionalCases,
  ...scheduleCases,
  ...backoffCases,
  ...moveCases,
  ...hostCases,
  ...addressCases,
  ...keyCases,
  ...gapCases,
];

const named = <Case extends CaseName>(all: readonly Case[]) => all.map((one) => [one.rule, one.name, one] as const);

test.each(named(cases))("%s: a publisher that %s", async (_rule, _name, one) => {
  const world = await openPollerWorld();
  try {
    await recordPolls(world, one);
  } finally {
    await world.close();
  }
});

test.each(named(hubCases))("%s: a hub that %s", async (_rule, _name, one) => {
  const world = await openSubscriberWorld();
  try {
    await one.prove(world);
  } finally {
    await world.close();
  }
});

test("every rule is tested on publishers that behave well and on publishers that do not", () => {
  const all: readonly CaseName[] = [...cases, ...hubCases];
  const tried = (rule: Rule, manners: CaseName["manners"]) =>
    all.some((one) => one.rule === rule && one.manners === manners);
  expect(rules.filter((rule) => !tried(rule, "good") || !tried(rule, "bad"))).toEqual([]);
  const behaviours = new Set(all.map(({ rule, name }) => `${rule}: ${name}`));
  expect(behaviours.size).toBe(all.length);
  expect(behaviours.size).toBeGreaterThanOrEqual(150);
});
