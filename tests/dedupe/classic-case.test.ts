import { expect, test } from "vitest";
import { reasonWords } from "../../src/domain/reason-words.ts";
import { createDeskDouble, makeItem, noon } from "./make-item.ts";
import { languages, ownWords, printed, report, twoSentences, unrelated } from "./texts.ts";

const agency = { sourceId: 1, sourceName: "Reuters", sourceKind: "agency" as const, sourceRank: 1 };
const reuters = () => ({ source: "Reuters", at: noon });

test("decide() makes one copy with three carriers from an agency's report, its reprint with additions, and its first two sentences", () => {
  const desk = createDeskDouble();
  desk.decide(makeItem(9, { ...unrelated, minute: -3 }));
  const wire = desk.decide(makeItem(1, { ...report, ...agency, minute: 0 }));
  const reprint = desk.decide(makeItem(2, { ...printed, minute: 40 }));
  const brief = desk.decide(makeItem(3, { headline: "Ship back at reef", text: twoSentences, minute: 65 }));
  expect([reprint.copyId, brief.copyId]).toEqual([wire.copyId, wire.copyId]);
  expect([wire.opensCopy, reprint.opensCopy, brief.opensCopy]).toEqual([true, false, false]);
  expect(brief.leadEntryId).toBe(1);
  const [reason] = reprint.reasons;
  expect(reason).toMatchObject({ code: "copy", entries: [1] });
  const text = reason === undefined ? "" : reasonWords(reason, reuters);
  expect(text).toMatch(
    /^Same text as Reuters 12:03: (?:\d+ % of the shorter version )?word for word, \d+ words in a row/,
  );
  expect(text).toMatch(/Antelope Reef|Blue Heron 8|Paracels|Masinloc/);
});

test("decide() puts an outlet's own report of the event into the story, never into the copy", () => {
  const desk = createDeskDouble();
  const wire = desk.decide(makeItem(1, { ...report, ...agency }));
  const own = desk.decide(makeItem(2, ownWords));
  expect(own.copyId).not.toBe(wire.copyId);
  expect(own.storyId).toBe(wire.storyId);
  const reason = own.reasons.at(-1);
  const text = reason === undefined ? "" : reasonWords(reason, reuters);
  expect(text).toMatch(/^Same event as Reuters 12:03: both mention .*(Antelope|Heron)/);
  expect(desk.decide(makeItem(3, unrelated)).storyId).not.toBe(wire.storyId);
});

test("decide() makes the agency the lead when its own text comes after the reprint, and keeps it", () => {
  const desk = createDeskDouble();
  expect(desk.decide(makeItem(2, { ...printed, credit: "Reuters" })).leadEntryId).toBe(2);
  expect(desk.decide(makeItem(1, { ...report, ...agency, minute: 30 })).leadEntryId).toBe(1);
  expect(desk.decide(makeItem(3, { headline: "Ship back at reef", text: twoSentences, minute: 31 })).leadEntryId).toBe(
    1,
  );
});

test.each(languages)(
  "decide() tells copy from another event in $language",
  ({ language, report: [headline, text], reprint, other }) => {
    const desk = createDeskDouble();
    const wire = desk.decide(makeItem(1, { headline, text, language }));
    const cut = `${[...text].slice(0, Math.floor([...text].length * 0.8)).join("")}…`;
    const copy = desk.decide(makeItem(2, { headline: reprint, text: cut, language }));
    const event = desk.decide(makeItem(3, { headline: other[0], text: other[1], language }));
    expect(copy.copyId).toBe(wire.copyId);
    expect(event.storyId).not.toBe(wire.storyId);
  },
);
