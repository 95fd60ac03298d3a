import { expect, test } from "vitest";
import type { DedupeItem } from "../../src/domain/verdict.ts";
import { createDeskDouble, makeItem, noon } from "./make-item.ts";
import { report } from "./texts.ts";

const appeal = (who: string, where: string): string =>
  `Police are appealing for witnesses after a ${who}, was hurt in a collision in ${where} last night. Anyone who saw what happened is asked to call.`;

const bulletin = {
  headline: "News bulletin",
  text: "The latest national and international news, read by our newsroom every hour on the hour.",
  textKey: "bulletin",
  sourceId: 1,
};

function copiesOf(items: readonly DedupeItem[]): { readonly copies: number; readonly codes: readonly string[] } {
  const desk = createDeskDouble();
  const verdicts = items.map((item) => desk.decide(item));
  return {
    copies: new Set(verdicts.map((verdict) => verdict.copyId)).size,
    codes: verdicts.flatMap((verdict) => verdict.reasons.map((reason) => reason.code)),
  };
}

test("decide() keeps two reports from one template apart, and says why", () => {
  const headline = "Police appeal for witnesses";
  const { copies, codes } = copiesOf([
    makeItem(1, { headline, text: appeal("man, 34", "Harbour"), sourceId: 1, minute: 0 }),
    makeItem(2, { headline, text: appeal("woman, 51", "Oldtown"), sourceId: 1, minute: 0 }),
  ]);
  expect(copies).toBe(2);
  expect(codes).toContain("not-copy-own-template");
});

test.each([
  ["fetched together", [0, 0, 0, 0]],
  ["fetched every hour", [0, 60, 120, 180]],
])("decide() keeps the bulletins of four hours apart when %s", (_how, minutes) => {
  const items = minutes.map((minute, at) =>
    makeItem(at + 1, { ...bulletin, minute, publishedAt: noon + at * 3_600_000 }),
  );
  expect(copiesOf(items).copies).toBe(4);
  expect(copiesOf(items.map((item) => ({ ...item, urlKey: null }))).copies).toBe(4);
});

test("decide() does not let a reprint of one bulletin attract the next one into its copy", () => {
  const items = [
    makeItem(1, { ...bulletin, minute: 0 }),
    makeItem(2, { ...bulletin, sourceId: 2, minute: 10 }),
    makeItem(3, { ...bulletin, minute: 60 }),
  ];
  expect(copiesOf(items).copies).toBe(2);
});

test("decide() still joins a long text that an outlet prints on two pages, and a short one that moved to another address", () => {
  const long = [1, 2].map((id) => makeItem(id, { ...report, textKey: "long", sourceId: 1, minute: 0 }));
  expect(copiesOf(long).copies).toBe(1);
  const short = {
    headline: "Survey ship returns to Antelope Reef as Manila lodges protest",
    text: bulletin.text,
    sourceId: 1,
  };
  const moved = [1, 2].map((id) => makeItem(id, { ...short, minute: id * 6, publishedAt: noon }));
  expect(copiesOf(moved).copies).toBe(1);
});
