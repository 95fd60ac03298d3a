import { expect, test } from "vitest";
import type { Reason } from "../../src/domain/reason.ts";
import { tellReason, vetoWords } from "../../src/domain/reason-words.ts";

const noon = Date.UTC(2026, 5, 15, 12, 3);
const sources = ["", "Harbour Post", "Northern Wire", "Evening Mail"];

function words(reason: Partial<Reason>): string {
  const nameOf = (id: number) => ({ source: sources[id] ?? "", at: id === 3 ? null : noon });
  return tellReason({ code: "copy", score: 0.5, entries: [2], ...reason }, nameOf).text;
}

test("tellReason() says for each code what was compared, with what the texts share", () => {
  const named = ["Antelope Reef"];
  expect(words({ facts: { phrases: 0.92, run: 31, sameByline: true, words: named } })).toBe(
    "Same text as Northern Wire 12:03: 92 % of the shorter version word for word, 31 words in a row, the same byline; both name Antelope Reef.",
  );
  expect(words({ facts: { sameHeadline: true, sameMinute: true } })).toBe(
    "Same text as Northern Wire 12:03: the same headline, published in the same minute.",
  );
  expect(words({ code: "update", facts: { headline: 0.8 } })).toBe(
    "A newer version of Northern Wire 12:03: 80 % of the headline.",
  );
  expect(words({ code: "story", facts: { alike: 0.46, words: named } })).toBe(
    "Same event as Northern Wire 12:03: both mention Antelope Reef (match 46 %).",
  );
  expect(words({ code: "merge", facts: { story: 7, alike: 0.2 } })).toBe(
    "Joined with story 7: one report matches both it and Northern Wire 12:03 (match 20 %).",
  );
  expect(words({ code: "copy-merge", entries: [2, 1] })).toMatch(
    /^Northern Wire 12:03 and Harbour Post 12:03 carry the same text, because this entry contains both/,
  );
  expect(words({ code: "copy-merge", entries: [2, 1, 3] })).toMatch(/because Evening Mail contains both\.$/);
  expect(words({ code: "editor-apart", entries: [2, 1] })).toBe(
    "An editor set Northern Wire 12:03 and Harbour Post 12:03 apart.",
  );
  for (const [code, said] of Object.entries(vetoWords))
    expect(words({ code: `not-copy-${code}` })).toBe(`Not the same text as Northern Wire 12:03: ${said}.`);
});

test("tellReason() makes a sentence from reasons of an earlier build, for purged entries, and for codes of newer builds", () => {
  expect(words({})).toBe("Same text as Northern Wire 12:03.");
  expect(words({ code: "story" })).toBe("Same event as Northern Wire 12:03.");
  expect(words({ text: "As it was kept." })).toBe("As it was kept.");
  expect(words({ code: "same-orbit" })).toBe("same-orbit");
  const gone = tellReason({ code: "same-url", score: 1, entries: [9] }, () => null);
  expect(gone).toEqual({ code: "same-url", text: "Same page as an entry that is gone.", score: 1, with: 9 });
});
