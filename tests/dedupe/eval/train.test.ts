import { expect, test } from "vitest";
import type { EvalItem, ToItem } from "../../../src/dedupe/eval/eval-types.ts";
import { train } from "../../../src/dedupe/eval/train.ts";
import { makeItem } from "../make-item.ts";
import { tell } from "../streams.ts";

const toItem: ToItem = (raw, { id, sourceId, arrivedAt }) =>
  makeItem(id, { headline: raw.title, text: raw.summary, sourceId, arrivedAt, publishedAt: arrivedAt });

function evalItem(event: number, telling: "wire" | "cut" | "own"): EvalItem {
  const { headline, text } = tell({ event, telling, source: 1, minute: 0 }, 1);
  return {
    id: `${event}-${telling}`,
    title: headline,
    summary: text,
    source: telling,
    url: "",
    published: null,
    lang: "en",
    story: null,
  };
}

const events = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const items = events.flatMap((event) => [evalItem(event, "wire"), evalItem(event, "cut"), evalItem(event, "own")]);
const pairs = events.flatMap((event) => [
  { a: `${event}-wire`, b: `${event}-cut`, label: "duplicate" },
  { a: `${event}-wire`, b: `${event}-own`, label: "not_duplicate" },
]);

test("train() learns weights with the required signs, the same ones every time", () => {
  const [one, two] = [train([{ items, pairs }], toItem), train([{ items, pairs }], toItem)];
  expect(one).toEqual(two);
  expect(one).toMatchObject({ positives: 10, negatives: 10 });
  const weight = (name: string): number =>
    Number(new RegExp(`(-?[0-9.]+), // ${name}$`, "m").exec(one.copyWeights)?.[1]);
  expect(weight("shinglesMin")).toBeGreaterThan(0);
  expect(weight("titleMissing")).toBeLessThanOrEqual(0);
  expect(one.backgroundTerms).toContain("backgroundTerms");
});
