import fc from "fast-check";
import { expect, test } from "vitest";
import type { AlertRule } from "../../../src/domain/alerts/alert-rule.ts";
import { factsTest } from "../../../src/domain/alerts/passes-facts.ts";
import { createRuleMatcher, type TestedEntry } from "../../../src/domain/alerts/rule-matcher.ts";
import type { SourceKind } from "../../../src/domain/feed.ts";
import { findTerms, matchesQuery } from "../../../src/domain/query/match-query.ts";
import { parseQuery } from "../../../src/domain/query/parse-query.ts";
import type { SearchQuery, StoryQuery } from "../../../src/domain/query/search-query.ts";
import { noFacts } from "../../../src/domain/query/searched.ts";
import { createTermFinder } from "../../../src/domain/query/term-finder.ts";
import { emptyFilter, type SectionFilter } from "../../../src/domain/section.ts";

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
const fact = fc.constantFrom("lang:de", "source:wire", "kind:agency", "urgency:3", "category:flood", "-lang:en");
const ofStory = fc.oneof(
  fc.constantFrom("sources>=2", "-sources>=2"),
  term.map((one) => `any(${one})`),
);
const query = fc.oneof(
  term,
  fc.tuple(term, term).map(([a, b]) => `${a} ${b}`),
  fc.tuple(term, term, term).map(([a, b, c]) => `(${a} OR ${b}) -${c}`),
  fc.tuple(term, term).map(([a, b]) => `${a} OR (${b} -lang:fr)`),
  term.map((one) => `-${one}`),
  fc.tuple(term, fact).map(([a, b]) => `${a} ${b}`),
  fc.tuple(term, fact, term).map(([a, b, c]) => `${a} -(${b} ${c})`),
  fc.tuple(term, fact).map(([a, b]) => `-(${a} OR ${b})`),
  fc.tuple(term, ofStory).map(([a, b]) => `${a} ${b}`),
  fc.tuple(term, ofStory).map(([a, b]) => `${a} OR -(${b} ${a})`),
  fc.tuple(term, term).map(([a, b]) => `in:history(${a}) -${b}`),
);
const line = fc
  .array(fc.oneof(word, fc.constantFrom(".", ",", "—", "\n", "’s", "quite", "other", "words")), { maxLength: 12 })
  .map((parts) => parts.join(" "));

const filter = fc.record({
  sources: fc.constantFrom<string[][]>([], [], ["WIRE"]),
  kinds: fc.constantFrom<SourceKind[][]>([], [], ["agency"]),
  languages: fc.constantFrom<string[][]>([], [], ["de", "zh"]),
  urgencyMax: fc.constantFrom(null, null, 3),
  query,
});
const ruleShape = fc.record({
  filters: fc.array(filter, { minLength: 1, maxLength: 2 }),
  privateSources: fc.constantFrom<string[][]>([], ["Wire"]),
});
const tested = fc
  .record({
    ...{ title: line, text: line, author: line, past: line, language: fc.constantFrom("en", "de", "zh", null) },
    ...{ sourceName: fc.constantFrom("Wire", "Daily"), sourceKind: fc.constantFrom<SourceKind[]>("agency", "outlet") },
    ...{ categories: fc.constantFrom([], ["Flood"]), urgency: fc.constantFrom(2, 4) },
    ...{ house: fc.constantFrom("a", "b", "c"), isPrivate: fc.boolean() },
  })
  .map(({ house, isPrivate, ...searched }): TestedEntry => {
    return { feedId: 1, house, isPrivate, searched: { ...noFacts, ...searched } };
  });

/** The rules of the shapes whose queries can be read. */
function rulesOf(shapes: readonly (typeof ruleShape extends fc.Arbitrary<infer Shape> ? Shape : never)[]): AlertRule[] {
  return shapes.flatMap(({ filters, privateSources }, at) => {
    try {
      const read = filters.map((one): SectionFilter => ({ ...emptyFilter, ...one, query: parseQuery(one.query) }));
      return [
        {
          ...{ name: String(at), section: null, filters: read, on: ["new"], atLeast: null, digest: null, quiet: null },
          ...{ backlog: false, privateSources, to: ["desk"] },
        } satisfies AlertRule,
      ];
    } catch {
      return [];
    }
  });
}

/** Tests one rule on an entry, and passes over nothing. */
function holdsPlainly(rule: AlertRule, entry: TestedEntry, story: readonly TestedEntry[]): boolean {
  const sees = ({ isPrivate, searched }: TestedEntry) =>
    !isPrivate || rule.privateSources.includes(searched.sourceName);
  const seen = story.filter(sees);
  const isFound = (asked: SearchQuery, { searched }: TestedEntry): boolean => {
    const finder = createTermFinder([asked]);
    const ofStory = (one: StoryQuery) =>
      one.kind === "sources"
        ? new Set(seen.map(({ house }) => house)).size >= one.min
        : seen.some((other) => isFound(one.part, other));
    const found = findTerms(finder, { ...searched, ofStory }, { left: Number.POSITIVE_INFINITY });
    return found !== null && matchesQuery(asked, finder, found);
  };
  return (
    sees(entry) &&
    rule.filters.every(
      (one) => factsTest(one)({ ...entry.searched, feedId: 1 }) && (one.query === null || isFound(one.query, entry)),
    )
  );
}

test("createRuleMatcher() finds the rules that hold, whatever it passes over", () => {
  let matched = 0;
  let passedOver = 0;
  const sample = fc.record({
    shapes: fc.array(ruleShape, { minLength: 1, maxLength: 12 }),
    entry: tested,
    others: fc.array(tested, { maxLength: 2 }),
  });
  const property = fc.property(sample, ({ shapes, entry, others }) => {
    const rules = rulesOf(shapes);
    const story = [entry, ...others];
    const expected = rules.filter((rule) => holdsPlainly(rule, entry, story)).map(({ name }) => name);
    const matcher = createRuleMatcher(rules);
    const names = (found: readonly AlertRule[]) => found.map(({ name }) => name);
    expect(names(matcher.rulesFor(entry, story))).toEqual(expected);
    const words = matcher.wordsIn(entry.searched);
    expect(names(matcher.rulesFor(entry, story, words))).toEqual(expected);
    if (words === null) passedOver += 1;
    matched += expected.length;
  });
  fc.assert(property, { numRuns: 3000 });
  // Otherwise the test would compare nothing with nothing.
  expect([matched > 500, passedOver > 100]).toEqual([true, true]);
});
