import fc from "fast-check";
import { expect, test } from "vitest";
import type { AlertRule } from "../../../src/domain/alerts/alert-rule.ts";
import { createRuleMatcher } from "../../../src/domain/alerts/rule-matcher.ts";
import { findTerms, matchesQuery } from "../../../src/domain/query/match-query.ts";
import { parseQuery } from "../../../src/domain/query/parse-query.ts";
import { noFacts } from "../../../src/domain/query/searched.ts";
import { createTermFinder } from "../../../src/domain/query/term-finder.ts";
import { emptyFilter } from "../../../src/domain/section.ts";

const words = [
  ...["bridge", "BRIDGE", "Bridges", "brig", "fell", "fall", "fallen", "air-strike", "airstrike", "air", "strike"],
  ...[
    "U.S.",
    "us",
    "O'Brien",
    "brien",
    "café",
    "cafe",
    "C++",
    "c",
    "9/11",
    "118,970",
    "118970",
    "a",
    "Müller",
    "mueller",
  ],
  ...[
    "停火協議",
    "停火",
    "火",
    "#flood",
    "flood",
    "AT&T",
    "Київ",
    "п'ять",
    "the",
    "of",
    "and",
    "naïve",
    "iPhone",
    "iphone",
  ],
];
const word = fc.constantFrom(...words);
const term = fc.oneof(
  word,
  word.map((one) => `=${one}`),
  word.filter((one) => /^[a-zé]+$/i.test(one)).map((one) => `${one.slice(0, 4)}*`),
  fc.tuple(word, word).map(([a, b]) => `"${a} ${b}"`),
  fc.tuple(word, word).map(([a, b]) => `"${a} ${b}"~3`),
  fc.tuple(word, word).map(([a, b]) => `"${a} ${b.slice(0, 2)}"*`),
  fc.tuple(word, word).map(([a, b]) => `${a} NEAR/2 ${b}`),
  word.map((one) => `title:${one}`),
  word.map((one) => `author:${one}`),
);
const query = fc.oneof(
  term,
  fc.tuple(term, term).map(([a, b]) => `${a} ${b}`),
  fc.tuple(term, term, term).map(([a, b, c]) => `(${a} OR ${b}) -${c}`),
  fc.tuple(term, term).map(([a, b]) => `${a} OR (${b} -lang:fr)`),
  term.map((one) => `-${one}`),
);
const text = fc.array(fc.oneof(word, fc.constantFrom(".", ",", "—", "\n", "’s")), { maxLength: 12 });

/** The queries of the list that can be read. */
function readable(queries: readonly string[]) {
  return queries.flatMap((one) => {
    try {
      return [parseQuery(one)];
    } catch {
      return [];
    }
  });
}

test("createRuleMatcher() finds the rules whose queries match, whatever it passes over", () => {
  let matched = 0;
  let passedOver = 0;
  const sample = fc.record({
    queries: fc.array(query, { minLength: 1, maxLength: 12 }),
    ...{ title: text, text, author: text, past: text, language: fc.constantFrom("en", "de", "zh", null) },
  });
  const property = fc.property(sample, ({ queries, language, ...given }) => {
    const parsed = readable(queries);
    const rules = parsed.map(
      (one, at): AlertRule => ({
        ...{ name: String(at), section: null, filters: [{ ...emptyFilter, query: one }], on: ["new"], atLeast: null },
        ...{ digest: null, quiet: null, backlog: false, privateSources: [], to: ["desk"] },
      }),
    );
    const line = (parts: readonly string[]) => parts.join(" ");
    const [title, body, author, past] = [given.title, given.text, given.author, given.past].map(line);
    const searched = { ...noFacts, title: title!, text: body!, author: author!, past: past!, language };
    const finder = createTermFinder(parsed);
    const found = findTerms(finder, searched, { left: Number.POSITIVE_INFINITY })!;
    const expected = parsed.flatMap((one, at) => (matchesQuery(one, finder, found) ? [String(at)] : []));
    const entry = { feedId: 1, house: "wire", isPrivate: false, searched };
    const matcher = createRuleMatcher(rules);
    const names = (found: readonly AlertRule[]) => found.map(({ name }) => name);
    expect(names(matcher.rulesFor(entry, []))).toEqual(expected);
    const words = matcher.wordsIn(searched);
    if (words !== null) expect(names(matcher.rulesFor(entry, [], words))).toEqual(expected);
    else {
      expect(expected).toEqual([]);
      passedOver += 1;
    }
    matched += expected.length;
  });
  fc.assert(property, { numRuns: 3000 });
  // Otherwise the test would compare nothing with nothing.
  expect([matched > 1000, passedOver > 100]).toEqual([true, true]);
});
