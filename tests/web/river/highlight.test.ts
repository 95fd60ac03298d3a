import fc from "fast-check";
import { expect, test } from "vitest";
import { parseQuery } from "../../../src/domain/parse-query.ts";
import { createHighlighter } from "../../../src/web/river/highlight.ts";
import { matchesQuery } from "../../../src/web/river/matches-query.ts";

const hits = (query: string, text: string) =>
  createHighlighter(parseQuery(query))
    .pieces(text)
    .filter(({ hit }) => hit)
    .map((piece) => piece.text);

test("words, phrases and beginnings of words are marked, case and accents aside; what is excluded is not", () => {
  expect(hits("zürich OR cafe", "Café in ZURICH, zurichsee")).toEqual(["Café", "ZURICH"]);
  expect(hits('"cease fire"', "A cease-fire: cease, fire")).toEqual(["cease-fire", "cease, fire"]);
  expect(hits("ferr* -boat", "Ferries and a ferry boat")).toEqual(["Ferries", "ferry"]);
  expect(hits("停火", "双方同意停火协议")).toEqual(["停火"]);
});

test("the part around the first hit is cut at words", () => {
  const text = `${"word ".repeat(100)}needle ${"more ".repeat(100)}`;
  const part = createHighlighter(parseQuery("needle")).around(text, 60);
  expect(part).toMatch(/^… word .*needle.* …$/);
  expect(part?.length).toBeLessThan(70);
  expect(createHighlighter(parseQuery("absent")).around(text, 60)).toBeNull();
});

test("pieces put together are the text, whatever the query", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("a", "a OR bcd*", '"a b" c', "not NOT x"),
      (text, query) => {
        const pieces = createHighlighter(parseQuery(query)).pieces(text);
        expect(pieces.map((piece) => piece.text).join("")).toBe(text);
      },
    ),
  );
});

test("matchesQuery() knows AND, OR, NOT, phrases and beginnings", () => {
  const text = "The ferry Northern Star ran aground near Port Ellery";
  expect(matchesQuery(parseQuery("ferry AND port"), text)).toBe(true);
  expect(matchesQuery(parseQuery("ferry -aground"), text)).toBe(false);
  expect(matchesQuery(parseQuery('"northern star" OR x'), text)).toBe(true);
  expect(matchesQuery(parseQuery('"star northern"'), text)).toBe(false);
  expect(matchesQuery(parseQuery("north*"), text)).toBe(true);
  expect(matchesQuery(parseQuery("north"), text)).toBe(false);
});
