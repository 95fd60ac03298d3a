import { expect, test } from "vitest";
import { groupMoves } from "../../../src/ingest/desk/group-moves.ts";
import type { Move } from "../../../src/ingest/desk/recluster.ts";

function move(entryId: number, copies: readonly [number, number], code: string | null): Move {
  const reasons = code === null ? [] : [{ code, score: 1, entries: [1] }];
  const [from, to] = copies;
  const stories = { from: { copyId: from, storyId: 1 }, to: { copyId: to, storyId: 2 } };
  return { entryId, title: `Entry ${entryId}`, sourceName: "Gazette", ...stories, reasons };
}

test("groupMoves() counts the changes by kind and reason, the largest group first", () => {
  const moves = [
    move(1, [5, 6], "not-copy-background"),
    move(2, [7, 7], "story"),
    move(3, [8, 8], "story"),
    move(4, [9, 9], null),
    move(5, [1, 2], "copy"),
  ];
  const told = groupMoves(moves).map((group) => `${group.moves.length} ${group.what}`);
  expect(told).toEqual([
    "2 story: it joins another story, which it resembles more",
    "1 copy: it carries the text of another entry",
    "1 copy: it stays apart: they share a sentence, but the headlines report different news",
    "1 story: it becomes a story of its own",
  ]);
});
