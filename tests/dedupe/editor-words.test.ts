import { expect, test } from "vitest";
import { createEngine } from "../../src/dedupe/engine.ts";
import { createDeskDouble, emptyState, makeItem } from "./make-item.ts";
import { ownWords, printed, report, unrelated } from "./texts.ts";

test("applyRuling() apart splits a reprint off, gives it a lead, and keeps later carriers with the first", () => {
  const desk = createDeskDouble();
  const wire = desk.decide(makeItem(1, report));
  desk.decide(makeItem(2, printed));
  const regroup = desk.engine.applyRuling({ kind: "apart", level: "copy", entryA: 1, entryB: 2 });
  expect(regroup.entries.map((entry) => entry.entryId)).toEqual([2]);
  const [moved] = regroup.entries;
  expect(moved?.copyId).not.toBe(wire.copyId);
  expect(moved?.storyId).toBe(wire.storyId);
  expect(moved?.reasons[0]?.code).toBe("editor-apart");
  expect(regroup.leads).toContainEqual({ copyId: moved?.copyId, leadEntryId: 2 });
});

test("applyRuling() together merges two stories, and a word told again after a restart moves nothing", () => {
  const desk = createDeskDouble();
  desk.decide(makeItem(1, report));
  desk.decide(makeItem(2, unrelated));
  const word = { kind: "together", level: "story", entryA: 1, entryB: 2 } as const;
  const regroup = desk.engine.applyRuling(word);
  expect(regroup.entries.map(({ entryId }) => entryId)).toEqual([2]);
  expect(desk.engine.applyRuling(word)).toEqual({ entries: [], leads: [], pins: [] });
  expect(createEngine({ state: emptyState }).applyRuling(word)).toEqual({ entries: [], leads: [], pins: [] });
});

test("applyRuling() apart holds for a merge that a later entry would bring", () => {
  const desk = createDeskDouble();
  const wire = desk.decide(makeItem(1, report));
  const own = desk.decide(makeItem(2, ownWords));
  expect(own.storyId).toBe(wire.storyId);
  const [moved] = desk.engine.applyRuling({ kind: "apart", level: "story", entryA: 1, entryB: 2 }).entries;
  const both = desk.decide(makeItem(3, { headline: ownWords.headline, text: `${ownWords.text} ${report.text}` }));
  expect(both.storyMerges).toEqual([]);
  expect([wire.storyId, moved?.storyId]).toContain(both.storyId);
});

test("applyRuling() knows entries that the window has let go when it is told of them", () => {
  const { engine } = createDeskDouble();
  const known = [makeItem(1, report), makeItem(2, unrelated)].map((item, i) => ({
    item,
    membership: { copyId: 10 + i, storyId: 20 + i },
    leadEntryId: item.id,
  }));
  const regroup = engine.applyRuling({ kind: "together", level: "copy", entryA: 1, entryB: 2 }, known);
  expect(regroup.entries).toMatchObject([{ entryId: 2, copyId: 10, storyId: 20 }]);
});

test("applyRuling() passes a pin on", () => {
  const { engine } = createDeskDouble();
  expect(engine.applyRuling({ kind: "pin", storyId: 4, pinned: true }).pins).toEqual([{ storyId: 4, pinned: true }]);
});
