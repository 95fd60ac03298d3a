import { expect, test } from "vitest";
import { createDeskDouble, makeItem } from "./make-item.ts";
import { ownWords, printed, report, unrelated } from "./texts.ts";

const agency = { sourceId: 1, sourceName: "Reuters", sourceKind: "agency" as const, sourceRank: 1 };

test("revise() leaves an entry in its story when only its headline changes", () => {
  const desk = createDeskDouble();
  const wire = desk.decide(makeItem(1, { ...report, ...agency }));
  const own = desk.decide(makeItem(2, ownWords));
  const revised = desk.engine.revise(makeItem(2, { ...ownWords, headline: "What to watch in Asia this week" }), own);
  expect(revised.storyId).toBe(wire.storyId);
  expect(revised.copyId).toBe(own.copyId);
});

test("revise() takes a reprint out of the copy when its text becomes another, and leaves the agency's copy and lead as they were", () => {
  const desk = createDeskDouble();
  const wire = desk.decide(makeItem(1, { ...report, ...agency }));
  const reprint = desk.decide(makeItem(2, printed));
  expect(reprint.copyId).toBe(wire.copyId);
  const revised = desk.engine.revise(makeItem(2, { ...unrelated }), reprint);
  expect(revised).toMatchObject({ opensCopy: true, opensStory: true, leadEntryId: 2 });
  expect(revised.copyId).not.toBe(wire.copyId);
  const again = desk.decide(makeItem(3, { ...report, minute: 9 }));
  expect(again).toMatchObject({ copyId: wire.copyId, leadEntryId: 1 });
});

test("revise() never takes the lead away from its carriers", () => {
  const desk = createDeskDouble();
  const wire = desk.decide(makeItem(1, { ...report, ...agency }));
  desk.decide(makeItem(2, printed));
  expect(desk.engine.revise(makeItem(1, { ...unrelated, ...agency }), wire)).toMatchObject({
    copyId: wire.copyId,
    leadEntryId: 1,
  });
});

test("revise() joins a headline that has become the agency's text, and merges the story that it leaves empty", () => {
  const desk = createDeskDouble();
  const flash = desk.decide(makeItem(2, { headline: "Ship", text: "" }));
  const wire = desk.decide(makeItem(1, { ...report, ...agency }));
  expect(flash.storyId).not.toBe(wire.storyId);
  const revised = desk.engine.revise(makeItem(2, { headline: "Ship is back", text: report.text }), flash);
  expect(revised.copyId).toBe(wire.copyId);
  expect(revised.storyMerges.map(({ from, into }) => [from, into])).toEqual([[flash.storyId, wire.storyId]]);
});

test("revise() keeps the membership of an entry that the window has let go", () => {
  const desk = createDeskDouble();
  expect(desk.engine.revise(makeItem(5, unrelated), { copyId: 70, storyId: 80 })).toMatchObject({
    copyId: 70,
    storyId: 80,
    leadEntryId: 5,
  });
});
