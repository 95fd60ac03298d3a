import { expect, test } from "vitest";
import { createDeskDouble, makeItem } from "./make-item.ts";
import { ownWords, report, unrelated } from "./texts.ts";

const page = { urlKey: "same.example/news/1" };

test("decide() takes one permalink in two feeds for one copy with two carriers, whatever their headlines and teasers", () => {
  for (const sourceId of [1, 2]) {
    const desk = createDeskDouble();
    const top = desk.decide(makeItem(1, { ...report, ...page, sourceId: 1, feedId: 1 }));
    const section = desk.decide(makeItem(2, { ...unrelated, ...page, sourceId, feedId: 2 }));
    expect(section).toMatchObject({ copyId: top.copyId, opensCopy: false });
    expect(section.reasons[0]).toMatchObject({ code: "same-url", entries: [1] });
  }
});

test("decide() trusts a permalink that the store remembers from another feed", () => {
  const { engine } = createDeskDouble();
  const item = makeItem(1, { ...report, ...page, minute: -43_200 });
  const stored = { item, membership: { copyId: 5, storyId: 6 }, leadEntryId: 1 };
  expect(engine.decide(makeItem(2, { ...unrelated, ...page }), [stored])).toMatchObject({ copyId: 5, storyId: 6 });
});

test("decide() trusts no page under which one feed told different stories, but takes alike entries of it for one", () => {
  const desk = createDeskDouble();
  const live = { ...page, sourceId: 1, feedId: 1 };
  const first = desk.decide(makeItem(1, { ...report, ...live }));
  const post = desk.decide(makeItem(2, { ...unrelated, ...live }));
  const other = desk.decide(
    makeItem(3, {
      headline: "Opera house to reopen with a new roof",
      text: "The hall was shut for six years of repairs.",
      ...page,
    }),
  );
  const alike = desk.decide(makeItem(4, { headline: "Survey ship returns to Antelope Reef", text: "", ...page }));
  expect(new Set([first.copyId, post.copyId, other.copyId]).size).toBe(3);
  expect(alike.copyId).toBe(first.copyId);
});

test("decide() goes by an editor's word before the permalink", () => {
  const desk = createDeskDouble();
  const first = desk.decide(makeItem(1, { ...report, ...page }));
  desk.engine.applyRulings([{ kind: "apart", level: "copy", entryA: 1, entryB: 2 }]);
  expect(desk.decide(makeItem(2, { ...ownWords, ...page })).copyId).not.toBe(first.copyId);
});
