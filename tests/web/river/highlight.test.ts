import fc from "fast-check";
import { expect, test } from "vitest";
import { termsOf } from "../../../src/domain/query/needles.ts";
import { parseQuery } from "../../../src/domain/query/parse-query.ts";
import { createTermFinder } from "../../../src/domain/query/term-finder.ts";
import { createHighlighter } from "../../../src/web/river/highlight.ts";
import { createRowMarks } from "../../../src/web/river/row-marks.ts";
import { storedEntry, wireItem } from "../../support/wire-items.ts";

function highlighter(text: string, left = 1_000_000) {
  const query = parseQuery(text);
  const finder = createTermFinder([query]);
  const needles = new Set(termsOf(query, true).flatMap((term) => finder.needlesOf(term)));
  return createHighlighter(finder, needles, null, { left });
}

const hits = (query: string, text: string) =>
  highlighter(query)
    .pieces(text)
    .filter(({ hit }) => hit)
    .map((piece) => piece.text);

test("words, phrases and prefixes are marked, without regard to case and accents; excluded terms are not", () => {
  expect(hits("zürich OR cafe", "Café in ZURICH, zurichsee")).toEqual(["Café", "ZURICH"]);
  expect(hits('"cease fire"', "A cease-fire: cease, fire")).toEqual(["cease-fire", "cease, fire"]);
  expect(hits("ferr* -boat", "Ferries and a ferry boat")).toEqual(["Ferries", "ferry"]);
  expect(hits("停火", "双方同意停火协议")).toEqual(["停火"]);
});

test("the excerpt around the first match is cut between words", () => {
  const text = `${"word ".repeat(100)}needle ${"more ".repeat(100)}`;
  const part = highlighter("needle").around(text, 60);
  expect(part).toMatch(/^… word .*needle.* …$/);
  expect(part?.length).toBeLessThan(70);
  expect(highlighter("absent").around(text, 60)).toBeNull();
});

test("the joined pieces are the text, whatever the query", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("a", "a OR bcd*", '"a b" c', "not NOT x"),
      (text, query) => {
        const pieces = highlighter(query).pieces(text);
        expect(pieces.map((piece) => piece.text).join("")).toBe(text);
      },
    ),
  );
});

function watched(text: string, ...queries: string[]): readonly string[] {
  const watches = queries.map((query) => ({ text: query, query: parseQuery(query) }));
  return createRowMarks(null, watches).read(wireItem({ lead: storedEntry({ title: "", text }) })).watched;
}

test("watch terms support AND, OR, NOT, phrases and prefixes", () => {
  const text = "The ferry Northern Star ran aground near Port Ellery";
  const fulfilled = [
    "ferry AND port",
    '"northern star" OR x',
    "north*",
    '"star ra"*',
    "ferry -boat",
    "-(boat OR quay)",
  ];
  const others = ["ferry -aground", '"star northern"', "north", '"ran ag"', "ferry boat", "NOT (ferry OR boat)"];
  expect(watched(text, ...fulfilled, ...others)).toEqual(fulfilled);
  expect(watched("双方同意停火协议", "停火", "火停", "协议 同意")).toEqual(["停火", "协议 同意"]);
});

test("many terms together find what each finds alone", () => {
  const word = fc.constantFrom("ab", "abc", "abcd", "abce", "é", "E", "the", "停火");
  const term = fc.oneof(
    word,
    fc.tuple(word, word).map(([a, b]) => `"${a} ${b}"`),
    fc.tuple(word, word).map(([a, b]) => `"${a} ${b}"*`),
    fc.constantFrom("abc*", "abcd*", "the*", "停*"),
  );
  fc.assert(
    fc.property(fc.array(term, { minLength: 1, maxLength: 8 }), fc.array(word), (terms, words) => {
      const text = words.join(" ");
      const alone = terms.filter((one) => watched(text, one).length === 1);
      expect(watched(text, ...terms)).toEqual(alone);
      const naive = terms.filter((one) =>
        ` ${fold(text)} `.includes(` ${fold(one.replace(/[*"]/g, ""))}${one.endsWith("*") ? "" : " "}`),
      );
      expect(alone).toEqual(naive);
    }),
  );
});

function fold(text: string): string {
  return text.replaceAll("é", "e").replaceAll("E", "e").replaceAll("停火", "停 火");
}

test("a page of long texts is searched from the top until its budget is used, and each page has a new budget", () => {
  const text = "ferry ".repeat(3_000);
  const items = Array.from({ length: 150 }, (_, id) => wireItem({ id, lead: storedEntry({ title: "", text }) }));
  const page = () => {
    const marks = createRowMarks(null, [{ text: "ferry", query: parseQuery("ferry") }]);
    return items.map((item) => marks.read(item).watched.length);
  };
  const first = page();
  const count = first.filter((found) => found === 1).length;
  expect(count).toBeGreaterThan(25);
  expect(count).toBeLessThan(100);
  expect(first).toEqual([...Array(count).fill(1), ...Array(150 - count).fill(0)]);
  expect(page()).toEqual(first);
});
