import { expect, test } from "vitest";
import { createDeskDouble, makeItem } from "./make-item.ts";
import { ownWords, report, unrelated } from "./texts.ts";

const page = { urlKey: "same.example/news/1" };

test("decide() makes one copy of one permalink in two feeds of a source, whatever their headlines and teasers", () => {
  const desk = createDeskDouble();
  const top = desk.decide(makeItem(1, { ...report, ...page, sourceId: 1, feedId: 1 }));
  const section = desk.decide(makeItem(2, { ...unrelated, ...page, sourceId: 1, feedId: 2 }));
  expect(section).toMatchObject({ copyId: top.copyId, opensCopy: false });
  expect(section.reasons[0]).toMatchObject({ code: "same-url", entries: [1] });
});

test("decide() lists another source's different text under the site that owns the page, and compares no text with it", () => {
  const desk = createDeskDouble();
  const own = desk.decide(makeItem(1, { ...report, ...page, ownPage: true }));
  const other = desk.decide(makeItem(2, { ...unrelated, ...page, sourceRank: 1, sourceKind: "agency" }));
  expect(other).toMatchObject({ copyId: own.copyId, leadEntryId: 1, standing: "listed" });
  const reprint = desk.decide(makeItem(3, { ...unrelated, minute: 4 }));
  expect(reprint.copyId).not.toBe(own.copyId);
});

test("decide() joins no different text to a page that neither source owns, whichever comes first", () => {
  for (const ownPage of [false, true]) {
    const desk = createDeskDouble();
    const first = desk.decide(makeItem(1, { ...unrelated, ...page }));
    const second = desk.decide(makeItem(2, { ...report, ...page, ownPage }));
    expect(second).toMatchObject({ opensCopy: true, leadEntryId: 2 });
    expect(second.copyId).not.toBe(first.copyId);
  }
});

test("decide() shows an aggregator's line alone until the page's own text comes, which then leads", () => {
  const desk = createDeskDouble();
  const line = { headline: report.headline, text: "Comments", sourceKind: "aggregator", sourceRank: 0 } as const;
  const first = desk.decide(makeItem(1, { ...line, ...page }));
  expect(first.leadEntryId).toBe(1);
  const second = desk.decide(makeItem(2, { ...report, ...page }));
  expect(second).toMatchObject({ copyId: first.copyId, leadEntryId: 2 });
  const third = desk.decide(makeItem(3, { ...line, ...page }));
  expect(third).toMatchObject({ copyId: first.copyId, leadEntryId: 2, standing: "listed" });
});

test("decide() trusts a permalink that the store knows from another feed of the source", () => {
  const { engine } = createDeskDouble();
  const item = makeItem(1, { ...report, ...page, sourceId: 1, minute: -43_200 });
  const stored = { item, membership: { copyId: 5, storyId: 6 }, leadEntryId: 1 };
  const later = makeItem(2, { ...unrelated, ...page, sourceId: 1, feedId: 2 });
  expect(engine.decide(later, [stored])).toMatchObject({ copyId: 5, storyId: 6 });
});

test("decide() trusts no page with different stories from one feed, but joins its similar entries", () => {
  const desk = createDeskDouble();
  const live = { ...page, sourceId: 1, feedId: 1, ownPage: true };
  const first = desk.decide(makeItem(1, { ...report, ...live }));
  const post = desk.decide(makeItem(2, { ...unrelated, ...live }));
  const other = desk.decide(
    makeItem(3, {
      headline: "Opera house to reopen with a new roof",
      text: "The hall was shut for six years of repairs.",
      ...page,
    }),
  );
  const alike = desk.decide(
    makeItem(4, { headline: "Survey ship returns to Antelope Reef", text: "", ...page, sourceId: 1, feedId: 2 }),
  );
  expect(new Set([first.copyId, post.copyId, other.copyId]).size).toBe(3);
  expect(alike.copyId).toBe(first.copyId);
});

test("decide() follows an editor's ruling before the permalink", () => {
  const desk = createDeskDouble();
  const first = desk.decide(makeItem(1, { ...report, ...page, sourceId: 1 }));
  desk.engine.applyRulings([{ kind: "apart", level: "copy", entryA: 1, entryB: 2 }]);
  expect(desk.decide(makeItem(2, { ...ownWords, ...page, sourceId: 1, feedId: 2 })).copyId).not.toBe(first.copyId);
});

test("decide() opens a copy for the next event that a feed tells of in the same words on a standing page", () => {
  const service = { headline: "Service restored on the harbour line", text: "Trams run again.", ...page };
  const own = { ...service, sourceId: 1, feedId: 1 };
  const later = (minute: number, change = {}) => {
    const { engine } = createDeskDouble();
    const item = makeItem(1, { ...own, minute: 0 });
    const stored = { item, membership: { copyId: 5, storyId: 6 }, leadEntryId: 1 };
    return engine.decide(makeItem(2, { ...own, minute, ...change }), [stored]).copyId;
  };
  expect(later(4 * 24 * 60)).not.toBe(5);
  expect(later(60)).toBe(5);
  expect(later(4 * 24 * 60, { headline: "Service restored on the harbour line after repairs" })).toBe(5);
  expect(later(4 * 24 * 60, { feedId: 2 })).toBe(5);
});
