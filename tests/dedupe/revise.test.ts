import { expect, test } from "vitest";
import { createDeskDouble, makeItem } from "./make-item.ts";
import { ownWords, printed, report, twoSentences, unrelated } from "./texts.ts";

const agency = { sourceId: 1, sourceName: "Reuters", sourceKind: "agency" as const, sourceRank: 1 };

test("revise() leaves an entry in its story when only its headline changes", () => {
  const desk = createDeskDouble();
  const wire = desk.decide(makeItem(1, { ...report, ...agency }));
  const own = desk.decide(makeItem(2, ownWords));
  const revised = desk.engine.revise(makeItem(2, { ...ownWords, headline: "What to watch in Asia this week" }), own);
  expect(revised.storyId).toBe(wire.storyId);
  expect(revised.copyId).toBe(own.copyId);
});

test("revise() removes a reprint from the copy when its text becomes another, and does not change the agency's copy and lead", () => {
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

test("revise() removes a lead from the copy when its text becomes another story, and the carriers keep the copy with a new lead", () => {
  const desk = createDeskDouble();
  const wire = desk.decide(makeItem(1, { ...report, ...agency }));
  const late = desk.decide(makeItem(3, { ...report, minute: 3 }));
  const early = desk.decide(makeItem(2, { ...printed, minute: 2, credit: "Reuters" }));
  expect([late.copyId, early.copyId]).toEqual([wire.copyId, wire.copyId]);
  const revised = desk.engine.revise(makeItem(1, { ...unrelated, ...agency }), wire);
  expect(revised).toMatchObject({ opensCopy: true, opensStory: true, leadEntryId: 1 });
  expect(revised.leftCopy).toEqual({ copyId: wire.copyId, leadEntryId: 2 });
  expect(desk.decide(makeItem(4, { ...report, minute: 9 }))).toMatchObject({ copyId: wire.copyId, leadEntryId: 2 });
});

test("revise() separates two short headlines when the page of the lead has moved on", () => {
  const desk = createDeskDouble();
  const storm = {
    headline: "Storm warning",
    text: "Gusts of up to 140 km/h are expected on the west coast from tonight, forecasters say.",
  };
  const goal = {
    headline: "Goalkeeper transfers to Lisbon",
    text: "The keeper signs for three years; the clubs agreed on a fee of nine million.",
  };
  const lead = desk.decide(makeItem(1, { ...storm, urlKey: "x.example/live/today" }));
  const carrier = desk.decide(makeItem(2, storm));
  expect(carrier.copyId).toBe(lead.copyId);
  const revised = desk.engine.revise(makeItem(1, { ...goal, urlKey: "x.example/live/today" }), lead);
  expect(revised.copyId).not.toBe(lead.copyId);
  expect(revised.leftCopy).toEqual({ copyId: lead.copyId, leadEntryId: 2 });
});

test("revise() moves the entries of both feeds of a page, one after the other, and another outlet's story stays", () => {
  for (const order of [
    [1, 2],
    [2, 1],
  ]) {
    const desk = createDeskDouble();
    const page = { sourceId: 1, urlKey: "x.example/live/today" };
    const first = desk.decide(makeItem(1, { ...report, ...page, feedId: 1 }));
    const verdicts = [first, desk.decide(makeItem(2, { ...report, ...page, feedId: 2 }))];
    const other = desk.decide(makeItem(3, { ...report, minute: 3 }));
    expect(new Set([...verdicts, other].map((verdict) => verdict.copyId)).size).toBe(1);
    const moved = order.map((id) => {
      const item = makeItem(id, { ...unrelated, ...page, feedId: id });
      return desk.engine.revise(item, verdicts[id - 1] as (typeof verdicts)[number]);
    });
    expect(moved.map((verdict) => verdict.copyId)).not.toContain(first.copyId);
    expect(moved[1]?.copyId).toBe(moved[0]?.copyId);
    expect(moved[1]?.leftCopy).toEqual({ copyId: first.copyId, leadEntryId: 3 });
  }
});

test("revise() keeps a lead in its copy when it becomes longer, corrected or updated", () => {
  const cue = { kind: "update", number: 1, raw: "UPDATE 1-" } as const;
  const versions = [
    {
      headline: report.headline,
      text: `Adds quotes. Nobody was hurt, the coast guard added. ${report.text} More boats are on their way.`,
    },
    { headline: `${report.headline}, envoy recalled`, text: report.text, cue },
    { headline: "Manila lodges new protest as survey ship returns", text: report.text.slice(0, 300) },
  ];
  for (const version of versions) {
    const desk = createDeskDouble();
    const wire = desk.decide(makeItem(1, { ...report, ...agency }));
    desk.decide(makeItem(2, printed));
    const revised = desk.engine.revise(makeItem(1, { ...version, ...agency }), wire);
    expect(revised).toMatchObject({ copyId: wire.copyId, leadEntryId: 1 });
    expect(revised.leftCopy).toBeUndefined();
  }
});

test("revise() moves an outlet's headline to the agency's item when it becomes the agency's text; the item does not change", () => {
  const desk = createDeskDouble();
  const flash = desk.decide(makeItem(2, { headline: "Ship", text: "" }));
  const wire = desk.decide(makeItem(1, { ...report, ...agency }));
  expect(flash.storyId).not.toBe(wire.storyId);
  const revised = desk.engine.revise(makeItem(2, { headline: "Ship is back", text: report.text }), flash);
  expect(revised).toMatchObject({ copyId: wire.copyId, leadEntryId: 1 });
  expect(revised.copyMerges).toMatchObject([{ from: flash.copyId, into: wire.copyId }]);
});

test("revise() keeps the item of an agency's flash when it becomes a text that others printed before", () => {
  const desk = createDeskDouble();
  const flash = desk.decide(makeItem(1, { headline: "Ship", text: "", ...agency }));
  const print = desk.decide(makeItem(2, printed));
  const revised = desk.engine.revise(makeItem(1, { ...report, ...agency }), flash);
  expect(revised).toMatchObject({ copyId: flash.copyId, leadEntryId: 1 });
  expect(revised.copyMerges).toMatchObject([{ from: print.copyId, into: flash.copyId }]);
});

test("revise() keeps the membership of an entry that has left the window", () => {
  const desk = createDeskDouble();
  expect(desk.engine.revise(makeItem(5, unrelated), { copyId: 70, storyId: 80 })).toMatchObject({
    copyId: 70,
    storyId: 80,
    leadEntryId: 5,
  });
});

test("revise() passes the lead on when its source changes a headline or text that an equal also carries", () => {
  const [first = "", second = ""] = twoSentences.split(". ");
  const renamed = { headline: `${report.headline.slice(0, 40)}: watches for half of the price` };
  const kept = { headline: report.headline.replace("lodges", "files") };
  for (const [change, lead] of [
    [renamed, 2],
    [{ text: `${first}. Buy one watch and get a second one for half of the price, in every shop of the city.` }, 2],
    [{ ...kept, text: `${twoSentences} More follows.` }, 1],
    [{ ...kept, text: `${first}. ${second.replace("air", "sky")}` }, 1],
  ] as const) {
    const desk = createDeskDouble();
    const own = { headline: report.headline, text: twoSentences };
    const before = desk.decide(makeItem(1, own));
    const beside = desk.decide(makeItem(2, own));
    expect(beside).toMatchObject({ copyId: before.copyId, leadEntryId: 1 });
    const verdict = desk.engine.revise(makeItem(1, { ...own, ...change }), before);
    expect(verdict.leftCopy?.leadEntryId ?? verdict.leadEntryId).toBe(lead);
  }
});

test("decide() shows the text of an agency's reprint and lists bare headlines beside it, whichever comes first", () => {
  const desk = createDeskDouble();
  const own = { headline: report.headline, credit: "Reuters" };
  const bare = desk.decide(makeItem(1, own));
  const text = desk.decide(makeItem(2, { ...own, text: twoSentences }));
  expect(text).toMatchObject({ copyId: bare.copyId, leadEntryId: 2, standings: [{ entryId: 1, standing: "listed" }] });
  const later = desk.decide(makeItem(3, own));
  expect(later).toMatchObject({ copyId: bare.copyId, leadEntryId: 2, standing: "listed" });
});
