import { describe, expect, test } from "vitest";
import type { DedupeItem } from "../../src/domain/verdict.ts";
import { createDeskDouble, makeItem } from "./make-item.ts";
import { ownWords, printed, report } from "./texts.ts";

const agency = { sourceId: 1, sourceName: "Reuters", sourceKind: "agency" as const, sourceRank: 1 };
const cue = { kind: "withdrawn", number: null, raw: "WITHDRAWN: " } as const;
const notice = {
  headline: report.headline,
  text: "The report is withdrawn. Please do not use it. Its source was not genuine.",
  cue,
};

/** A desk where the agency's report is entry 1 and its reprint entry 2. */
function reprinted(reprint: Partial<DedupeItem> = {}) {
  const desk = createDeskDouble();
  const wire = desk.decide(makeItem(1, { ...report, ...agency }));
  const print = desk.decide(makeItem(2, { ...printed, ...reprint }));
  expect(print.copyId).toBe(wire.copyId);
  return { desk, wire, print };
}

describe("the agency that owns the text", () => {
  test("withdraws the copy by a revision, and by an entry of its own under the headline", () => {
    const { desk, wire } = reprinted();
    const revised = desk.engine.revise(makeItem(1, { ...notice, ...agency }), wire);
    expect(revised).toMatchObject({ copyId: wire.copyId, leadEntryId: 1, standing: "notice", withdrawnBy: 1 });
    const other = reprinted();
    const own = other.desk.decide(makeItem(3, { ...notice, ...agency, minute: 9 }));
    expect(own).toMatchObject({ copyId: other.wire.copyId, leadEntryId: 3, standing: "notice", withdrawnBy: 3 });
    expect(own.reasons[0]).toMatchObject({ code: "withdraws", entries: [1] });
  });

  test("does so also when only the credits of all carriers show that it owns the text", () => {
    const desk = createDeskDouble();
    const print = desk.decide(makeItem(2, { ...printed, credit: "Reuters", headline: report.headline }));
    const own = desk.decide(makeItem(1, { ...notice, ...agency, minute: 9 }));
    expect(own).toMatchObject({ copyId: print.copyId, leadEntryId: 1, withdrawnBy: 1 });
  });

  test("restores it by a revision, and others carry it again as before", () => {
    const { desk, wire } = reprinted();
    const withdrawn = desk.engine.revise(makeItem(1, { ...notice, ...agency }), wire);
    const back = desk.engine.revise(makeItem(1, { ...report, ...agency }), withdrawn);
    expect(back).toMatchObject({ copyId: wire.copyId, leadEntryId: 1 });
    expect([back.standing, back.withdrawnBy]).toEqual([undefined, undefined]);
  });

  test("after the withdrawal a late reprint is listed and does not lead, and a corrected version is separate news", () => {
    const { desk, wire } = reprinted();
    desk.decide(makeItem(3, { ...notice, ...agency, minute: 9 }));
    const late = desk.decide(makeItem(4, { ...printed, minute: 10, sourceRank: 0 }));
    expect(late).toMatchObject({ copyId: wire.copyId, leadEntryId: 3, withdrawnBy: 3 });
    const corrected = { kind: "correction", number: null, raw: "CORRECTED-" } as const;
    const version = { ...ownWords, headline: report.headline, cue: corrected };
    expect(desk.decide(makeItem(5, { ...version, ...agency, minute: 12 })).copyId).not.toBe(wire.copyId);
  });
});

describe("a reprinter", () => {
  test("strikes only its own line, by a revision and by a separate entry", () => {
    const { desk, wire, print } = reprinted();
    const struck = desk.engine.revise(makeItem(2, { ...printed, cue }), print);
    expect(struck).toMatchObject({ copyId: wire.copyId, leadEntryId: 1, standing: "struck" });
    expect(struck.withdrawnBy).toBeUndefined();
    const other = reprinted({ sourceId: 2 });
    const item = { ...notice, headline: printed.headline, sourceId: 2, minute: 9 };
    const own = other.desk.decide(makeItem(3, item));
    expect(own).toMatchObject({ copyId: other.wire.copyId, leadEntryId: 1, standing: "notice" });
    expect(own.standings).toEqual([{ entryId: 2, standing: "struck" }]);
    expect(own.withdrawnBy).toBeUndefined();
  });

  test("that came first at equal rank passes the lead on when it withdraws, and when it becomes another text", () => {
    for (const later of [
      { ...report, cue },
      { headline: report.headline, text: "Buy this watch now." },
    ]) {
      const desk = createDeskDouble();
      const first = desk.decide(makeItem(1, report));
      const second = desk.decide(makeItem(2, report));
      expect(second).toMatchObject({ copyId: first.copyId, leadEntryId: 1 });
      const revised = desk.engine.revise(makeItem(1, later), first);
      const left = revised.copyId === first.copyId ? revised : revised.leftCopy;
      expect(left).toMatchObject({ copyId: first.copyId, leadEntryId: 2 });
      expect(revised.withdrawnBy).toBeUndefined();
    }
  });
});

describe("a source that neither wrote nor carries the text", () => {
  test("withdraws nothing with the headline, the page or the credit of another, and the desk is told", () => {
    for (const urlKey of ["x.example/own", "reuters.example/1"]) {
      const desk = createDeskDouble();
      const wire = desk.decide(makeItem(1, { ...report, ...agency, urlKey: "reuters.example/1", ownPage: true }));
      const item = makeItem(2, { ...notice, text: report.text, urlKey, credit: "Reuters", sourceRank: 0 });
      const foreign = desk.decide(item);
      expect(foreign).toMatchObject({ opensCopy: true, leadEntryId: 2, standing: "notice" });
      expect(foreign.reasons[0]).toMatchObject({ code: "withdraws-nothing", entries: [1] });
      expect(foreign.withdrawnBy).toBeUndefined();
      expect(desk.decide(makeItem(3, { ...report, minute: 5 }))).toMatchObject({ copyId: wire.copyId, leadEntryId: 1 });
    }
  });

  test("does not displace a text that it printed and withdrew before", () => {
    const desk = createDeskDouble();
    const early = desk.decide(makeItem(2, report));
    desk.engine.revise(makeItem(2, { ...notice }), early);
    desk.decide(makeItem(4, { ...notice, text: report.text, sourceId: 9, minute: 3 }));
    const wire = desk.decide(makeItem(1, { ...report, ...agency, minute: 5 }));
    expect(wire).toMatchObject({ opensCopy: true, leadEntryId: 1 });
    expect(wire.withdrawnBy).toBeUndefined();
  });
});
