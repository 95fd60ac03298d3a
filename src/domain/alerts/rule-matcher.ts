import { sourceKey } from "../copies/houses.ts";
import type { WordForm } from "../forms/form.ts";
import { formWordsOf, withForms } from "../forms/with-forms.ts";
import { asksStory } from "../query/asks-story.ts";
import { createWantedFinder, type FoundTexts } from "../query/find-wanted.ts";
import { hasHistory } from "../query/has-history.ts";
import { type Found, matchesQuery } from "../query/match-query.ts";
import type { Needle } from "../query/needles.ts";
import type { SearchQuery, StoryQuery } from "../query/search-query.ts";
import { noFacts, type Searched, type SearchedTexts } from "../query/searched.ts";
import { createTermFinder, type TermFinder } from "../query/term-finder.ts";
import { wordsOnly } from "../query/words-only.ts";
import type { AlertRule } from "./alert-rule.ts";
import { factsTest } from "./passes-facts.ts";
import { requiredTerms } from "./required-terms.ts";

/** An entry with the parts that rules test. */
export interface TestedEntry {
  readonly feedId: number;
  /** The house of its source (`houseOf`). */
  readonly house: string;
  readonly isPrivate: boolean;
  readonly searched: Searched;
}

/**
 * Finds the rules that an entry fulfils. It searches the texts once for the words of all rules. Then it tests only the
 * rules that need one of the words found, and the rules that need no word.
 */
export interface RuleMatcher {
  /** All rules that are matched. */
  readonly rules: readonly AlertRule[];
  /** Whether any rule looks at earlier states of entries. */
  readonly asksPast: boolean;
  /** Whether any rule looks at the other entries of a story. */
  readonly asksStory: boolean;
  /**
   * The words of rules that these texts contain. null: no rule can accept an entry with these texts, whatever its other
   * facts are.
   */
  wordsIn(texts: SearchedTexts): WordsFound | null;
  /**
   * The rules that the entry fulfils. `story`: the entries of its story; only needed when `asksStory`. `words`: the
   * result of `wordsIn` for the entry's texts, if known.
   */
  rulesFor(entry: TestedEntry, story: readonly TestedEntry[], words?: WordsFound | null): readonly AlertRule[];
}

/** The words of rules in the texts of an entry, and the rules that these words fulfil. */
export interface WordsFound {
  readonly found: FoundTexts;
  readonly likely: readonly Compiled[];
}

interface Compiled {
  readonly rule: AlertRule;
  /** The rule's place among all rules. */
  readonly at: number;
  readonly passes: (entry: TestedEntry) => boolean;
  readonly queries: readonly SearchQuery[];
  /** The queries, reduced to their conditions on words (`wordsOnly`). */
  readonly wordQueries: readonly SearchQuery[];
  readonly asksStory: boolean;
}

/** The queries of the rules must already contain the other forms of their words (`rulesWithForms`). */
export function createRuleMatcher(rules: readonly AlertRule[]): RuleMatcher {
  const compiled = rules.map(compile);
  const queries = compiled.flatMap((one) => one.queries);
  const finder = createTermFinder(queries);
  const find = createWantedFinder(finder, queries);
  const index = indexByTerms(compiled, finder);
  const wordsIn = (texts: SearchedTexts): WordsFound | null => {
    const found = find(texts);
    const likely = likelyRules(index, found).filter(({ wordQueries }) =>
      wordQueries.every((query) => matchesQuery(query, finder, { searched: noSearched, columns: found })),
    );
    return likely.length === 0 ? null : { found, likely };
  };
  return {
    rules,
    asksPast: queries.some(hasHistory),
    asksStory: queries.some(asksStory),
    wordsIn,
    rulesFor(entry, story, words = wordsIn(entry.searched)) {
      if (words === null) return [];
      const holds = (one: Compiled) =>
        one.queries.every((query) => {
          const seen = one.asksStory ? ofStory(one.rule, story, { finder, find }) : entry.searched.ofStory;
          const searched = { ...entry.searched, ofStory: seen };
          return matchesQuery(query, finder, { searched, columns: words.found });
        });
      return words.likely.filter((one) => one.passes(entry) && holds(one)).map(({ rule }) => rule);
    },
  };
}

const noSearched: Searched = { ...noFacts, title: "", text: "", author: "", past: "", language: null };

function compile(rule: AlertRule, at: number): Compiled {
  const tests = rule.filters.map(factsTest);
  const queries = rule.filters.flatMap(({ query }) => query ?? []);
  return {
    rule,
    at,
    passes: (entry) =>
      maySee(rule, { isPrivate: entry.isPrivate, sourceName: entry.searched.sourceName }) &&
      tests.every((test) => test({ ...entry.searched, feedId: entry.feedId })),
    queries,
    wordQueries: queries.map((query) => wordsOnly(query)),
    asksStory: queries.some(asksStory),
  };
}

/** Whether a rule may report entries of a source. */
export function maySee(
  { privateSources }: Pick<AlertRule, "privateSources">,
  { isPrivate, sourceName }: { readonly isPrivate: boolean; readonly sourceName: string },
): boolean {
  return !isPrivate || privateSources.some((name) => sourceKey(name) === sourceKey(sourceName));
}

/**
 * Rules by needle. Each text that fulfils a rule contains one of the rule's needles. `without`: rules without needles,
 * which are tested on every text.
 */
interface RuleIndex {
  readonly byNeedle: ReadonlyMap<Needle, readonly Compiled[]>;
  readonly without: readonly Compiled[];
}

function indexByTerms(compiled: readonly Compiled[], finder: TermFinder): RuleIndex {
  const byNeedle = new Map<Needle, Compiled[]>();
  const without: Compiled[] = [];
  for (const one of compiled) {
    const required = one.queries.map(requiredTerms).find((terms) => terms !== null) ?? null;
    if (required === null) without.push(one);
    for (const term of required ?? []) {
      // All needles of a term must be found, so the first is enough.
      const needle = finder.needlesOf(term)[0];
      if (needle !== undefined) byNeedle.set(needle, [...(byNeedle.get(needle) ?? []), one]);
    }
  }
  return { byNeedle, without };
}

/** The rules whose needles were found, in the order of all rules. */
function likelyRules({ byNeedle, without }: RuleIndex, found: FoundTexts): readonly Compiled[] {
  let likely: Set<Compiled> | null = null;
  for (const hits of found.values())
    for (const needle of hits.keys())
      for (const one of byNeedle.get(needle) ?? []) {
        likely ??= new Set(without);
        likely.add(one);
      }
  return likely === null ? without : [...likely].sort((a, b) => a.at - b.at);
}

/** Makes the function that tests conditions on a story. It looks only at the entries that the rule may see. */
function ofStory(
  rule: AlertRule,
  story: readonly TestedEntry[],
  { finder, find }: { readonly finder: TermFinder; readonly find: (texts: SearchedTexts) => FoundTexts },
): (asked: StoryQuery) => boolean {
  return (asked) => {
    const seen = story.filter((one) => maySee(rule, { ...one.searched, isPrivate: one.isPrivate }));
    if (asked.kind === "sources") return new Set(seen.map(({ house }) => house)).size >= asked.min;
    return seen.some(({ searched }) => {
      const found: Found = { searched, columns: find(searched) };
      return matchesQuery(asked.part, finder, found);
    });
  };
}

/** The words of rules that are searched in all their forms. */
export function ruleWords(rules: readonly AlertRule[]): readonly string[] {
  return [...new Set(queriesOf(rules).flatMap((query) => formWordsOf([query])))];
}

/**
 * Adds to the rules the other forms of their words, so that a rule finds what a search finds. `known`: the forms of the
 * words that `ruleWords` returns.
 */
export function rulesWithForms(rules: readonly AlertRule[], known: readonly WordForm[]): readonly AlertRule[] {
  return rules.map((rule) => ({
    ...rule,
    filters: rule.filters.map((filter) => {
      if (filter.query === null) return filter;
      const own = new Set(formWordsOf([filter.query]));
      return {
        ...filter,
        query: withForms(
          filter.query,
          known.filter(({ of }) => own.has(of)),
        ),
      };
    }),
  }));
}

function queriesOf(rules: readonly AlertRule[]) {
  return rules.flatMap(({ filters }) => filters.flatMap(({ query }) => query ?? []));
}
