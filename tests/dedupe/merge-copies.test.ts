import { expect, test } from "vitest";
import { createEngine } from "../../src/dedupe/engine.ts";
import type { DecidedItem } from "../../src/domain/desk-store.ts";
import { createDeskDouble, emptyState, keepVerdict, makeItem } from "./make-item.ts";
import { report, unrelated } from "./texts.ts";

const agency = { sourceId: 1, sourceName: "Reuters", sourceKind: "agency" as const, sourceRank: 1 };
const [opening = ""] = report.text.split(". ");

/**
 * Reprints of one agency: an entry with the report's first sentence and its own headline; an entry with the agency's
 * headline, slightly changed, and no text; and an entry that connects the two.
 */
const credit = "Reuters";
const brief = { credit, headline: "South China Sea: survey ship is back off disputed lagoon", text: `${opening}.` };
const bare = { credit, headline: "Survey ship comes back to Antelope Reef, Manila files protest", text: "" };
const proof = { credit, headline: bare.headline, text: `${opening}. The ambassador was summoned.` };

test("decide() merges two copies when an entry has the headline of one and the text of the other, in either order", () => {
  for (const [first, second] of [
    [brief, bare],
    [bare, brief],
  ]) {
    const desk = createDeskDouble();
    const older = desk.decide(makeItem(2, first));
    const newer = desk.decide(makeItem(3, second));
    expect(newer.copyId).not.toBe(older.copyId);
    const verdict = desk.decide(makeItem(4, proof));
    expect(verdict).toMatchObject({ copyId: older.copyId, leadEntryId: 2, opensCopy: false });
    expect(verdict.copyMerges).toMatchObject([{ from: newer.copyId, into: older.copyId }]);
    expect(verdict.copyMerges?.[0]?.reasons[0]).toMatchObject({
      code: "copy-merge",
      entries: [2, 3, 4],
    });
    expect(new Set(desk.decided().map(({ membership }) => membership.copyId)).size).toBe(1);
    expect(new Set(desk.decided().map(({ membership }) => membership.storyId)).size).toBe(1);
  }
});

test("decide() gives the remaining copy to the agency when its text was in the other copy", () => {
  const desk = createDeskDouble();
  const older = desk.decide(makeItem(2, bare));
  desk.decide(makeItem(1, { ...brief, ...agency, minute: 3 }));
  expect(desk.decide(makeItem(4, proof))).toMatchObject({ copyId: older.copyId, leadEntryId: 1 });
});

test("decide() does not merge copies because of a digest, two pages of one outlet, or texts that an editor separated", () => {
  const digest = createDeskDouble();
  digest.decide(makeItem(2, { ...brief, text: report.text }));
  digest.decide(makeItem(3, unrelated));
  const both = makeItem(4, { headline: "Five things to know this Tuesday", text: `${report.text} ${unrelated.text}` });
  expect(digest.decide(both).copyMerges).toBeUndefined();

  const pages = createDeskDouble();
  pages.decide(makeItem(2, { ...brief, sourceId: 7 }));
  pages.decide(makeItem(3, { ...bare, sourceId: 7 }));
  expect(pages.decide(makeItem(4, proof)).copyMerges).toBeUndefined();

  for (const level of ["copy", "story"] as const) {
    const edited = createDeskDouble();
    edited.decide(makeItem(2, brief));
    edited.decide(makeItem(3, bare));
    edited.engine.applyRulings([{ kind: "apart", level, entryA: 2, entryB: 3 }]);
    expect(edited.decide(makeItem(4, proof)).copyMerges).toBeUndefined();
  }
});

test("revise() merges two copies when an entry's new text is that of the other copy", () => {
  const desk = createDeskDouble();
  const older = desk.decide(makeItem(2, brief));
  const newer = desk.decide(makeItem(3, bare));
  const carrier = desk.decide(makeItem(4, { ...bare, text: "" }));
  expect(carrier.copyId).toBe(newer.copyId);
  const revised = desk.engine.revise(makeItem(4, proof), carrier);
  expect(revised.copyId).toBe(older.copyId);
  expect(revised.copyMerges).toMatchObject([{ from: newer.copyId, into: older.copyId }]);
});

test("decide() continues after a restart as if the desk had never stopped, and knows ids from before the merge", () => {
  const engine = createEngine({ state: emptyState });
  const kept = new Map<number, DecidedItem>();
  for (const item of [makeItem(2, brief), makeItem(3, bare)]) keepVerdict(kept, item, engine.decide(item, []));
  const stale = kept.get(3) as DecidedItem;
  keepVerdict(kept, makeItem(4, proof), engine.decide(makeItem(4, proof), []));
  const again = createEngine({ state: engine.state() });
  for (const decided of kept.values()) again.remember(decided);
  const next = makeItem(5, { headline: "Ship is back", text: proof.text });
  expect(again.decide(next, [])).toEqual(engine.decide(next, []));
  const long = makeItem(9, { ...bare, minute: -9000, urlKey: "x.example/9", sourceId: 9 });
  const late = makeItem(6, { headline: "A ship", text: "", urlKey: "x.example/9", sourceId: 9 });
  const told = { item: long, membership: stale.membership, leadEntryId: 9 };
  expect(engine.decide(late, [told]).copyId).toBe(kept.get(4)?.membership.copyId);
  expect(engine.revise(long, stale.membership).leftCopy?.copyId).toBe(kept.get(4)?.membership.copyId);
});
