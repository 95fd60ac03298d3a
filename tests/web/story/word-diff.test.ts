import fc from "fast-check";
import { expect, test } from "vitest";
import { shortened, wordDiff } from "../../../src/web/story/word-diff.ts";

test("a changed word is shown as removed and added; the rest is unchanged", () => {
  expect(wordDiff("The board voted six to three.", "The board voted five to three.")).toEqual([
    { kind: "same", text: "The board voted " },
    { kind: "taken", text: "six" },
    { kind: "added", text: "five" },
    { kind: "same", text: " to three." },
  ]);
});

test("where most words changed, the old text and the new one are shown whole", () => {
  const parts = wordDiff("Prime Minister Jacinda resigns today", "Air New Zealand cuts flights over fuel");
  expect(parts).toEqual([
    { kind: "taken", text: "Prime Minister Jacinda resigns today" },
    { kind: "added", text: "Air New Zealand cuts flights over fuel" },
  ]);
});

test("changes that one short word parts are one change", () => {
  const text = "The board of the central bank of Lundmark voted";
  expect(wordDiff(`${text} six to three.`, `${text} five to four.`)).toEqual([
    { kind: "same", text: `${text} ` },
    { kind: "taken", text: "six to three" },
    { kind: "added", text: "five to four" },
    { kind: "same", text: "." },
  ]);
});

test("texts that are too long to compare are shown whole, without delay", () => {
  const [before, after] = ["a ".repeat(60_000), "b ".repeat(60_000)];
  expect(wordDiff(before, after).map(({ kind }) => kind)).toEqual(["taken", "added"]);
});

test("long unchanged passages are shortened in the middle", () => {
  const long = "same words again ".repeat(60);
  const parts = shortened(wordDiff(`${long}old ${long}`, `${long}new ${long}`));
  expect(parts.map(({ kind }) => kind)).toEqual(["same", "taken", "added", "same"]);
  expect(parts.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(300);
});

test("the unchanged and removed parts make the old text; the unchanged and added parts make the new one", () => {
  const text = fc
    .array(fc.constantFrom("one", "two", "three", "港口", "关闭", ".", "\n\n"), { maxLength: 30 })
    .map((words) => words.join(" "));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = wordDiff(before, after);
      const of = (left: "taken" | "added") =>
        parts
          .filter(({ kind }) => kind !== left)
          .map((part) => part.text)
          .join("");
      expect(of("added")).toBe(before);
      expect(of("taken")).toBe(after);
    }),
  );
});
