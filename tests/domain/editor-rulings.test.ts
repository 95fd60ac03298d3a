import { describe, expect, test } from "vitest";
import { carriersOf, editorRulings, rulingsMax } from "../../src/domain/rulings/editor-rulings.ts";
import type { StoryDetail } from "../../src/domain/section.ts";
import type { EditorRuling, RecordedRuling } from "../../src/domain/verdict.ts";

/** A story as a list of its copies: the entries of each, lead first. */
function storyOf(id: number, copies: readonly (readonly number[])[], pinned = false): StoryDetail {
  const entries = copies.flatMap((copy) => copy.map((entryId) => ({ id: entryId, copyId: copy[0] })));
  return { id, pinned, copies: copies.map(([lead]) => ({ lead: { id: lead } })), entries } as unknown as StoryDetail;
}

const recorded = (rulings: readonly EditorRuling[]): readonly RecordedRuling[] =>
  rulings.map((ruling) => ({ ruling, by: "ana", at: 1, carriedOut: true }));

describe("editorRulings()", () => {
  const story = storyOf(1, [[11, 12], [21]]);

  test("a split keeps each entry taken out apart from each that stays, and those taken out together", () => {
    expect(editorRulings({ kind: "split", level: "story", story, entryIds: [12, 21], ruled: [] })).toEqual([
      { kind: "apart", level: "story", entryA: 11, entryB: 12 },
      { kind: "apart", level: "story", entryA: 11, entryB: 21 },
      { kind: "together", level: "story", entryA: 12, entryB: 21 },
    ]);
  });

  test("a split that was carried out before needs no ruling, until somebody new stands in the story", () => {
    const split = { kind: "split", level: "story", story, entryIds: [12, 21] } as const;
    const ruled = recorded(editorRulings({ ...split, ruled: [] }));
    const left = storyOf(1, [[11]]);
    expect(editorRulings({ ...split, story: left, ruled })).toEqual([]);
    expect(editorRulings({ ...split, story: storyOf(1, [[11, 13]]), ruled })).toHaveLength(5);
    const merged = editorRulings({ kind: "merge", stories: [left, storyOf(2, [[12, 21]])] });
    const back = [...ruled, ...recorded(merged)];
    expect(() => editorRulings({ ...split, story: left, ruled: back })).toThrow(/no entry 12, 21/);
    const copies = { kind: "split", level: "copy", story: storyOf(1, [[11], [12], [21]]), entryIds: [12] } as const;
    expect(editorRulings({ ...copies, ruled: [] })).toHaveLength(2);
    expect(editorRulings({ ...copies, ruled: recorded(editorRulings({ ...copies, ruled: [] })) })).toEqual([]);
  });

  test("a text is taken out with all its carriers", () => {
    const rulings = editorRulings({ kind: "split", level: "story", story, entryIds: carriersOf(story, 12), ruled: [] });
    expect(rulings.filter(({ kind }) => kind === "apart")).toHaveLength(2);
    expect(() => carriersOf(story, 99)).toThrow(expect.objectContaining({ code: "not-found" }));
  });

  test("a merge connects every entry to the lead of the first story, whichever entry is the oldest", () => {
    const first = storyOf(1, [[12, 11]]);
    expect(editorRulings({ kind: "merge", stories: [first, storyOf(2, [[21], [31]])] })).toEqual(
      [11, 21, 31].map((entryB) => ({ kind: "together", level: "story", entryA: 12, entryB })),
    );
  });

  test("no ruling is made when nothing would change", () => {
    expect(editorRulings({ kind: "merge", stories: [story, story] })).toEqual([]);
    expect(editorRulings({ kind: "pin", story: storyOf(1, [[1]], true), pinned: true })).toEqual([]);
    expect(editorRulings({ kind: "pin", story, pinned: true })).toEqual([{ kind: "pin", storyId: 1, pinned: true }]);
  });

  test("refuses entries of other stories, an emptied story, a merge of one story, and more than fits one transaction", () => {
    const split = (entryIds: readonly number[]) => () =>
      editorRulings({ kind: "split", level: "copy", story, entryIds, ruled: [] });
    expect(split([11, 99])).toThrow(expect.objectContaining({ code: "not-found" }));
    expect(split([11, 12, 21])).toThrow(/leave at least one/);
    expect(split([])).toThrow(expect.objectContaining({ code: "usage" }));
    expect(() => editorRulings({ kind: "merge", stories: [story] })).toThrow(/two or more/);
    const ids = Array.from({ length: 200 }, (_, at) => at + 1);
    const large = {
      kind: "split",
      level: "story",
      story: storyOf(1, [ids]),
      entryIds: ids.slice(0, 60),
      ruled: [],
    } as const;
    expect(() => editorRulings(large)).toThrow(new RegExp(`the limit is ${rulingsMax}`));
  });
});
