import { sourceKey } from "../copies/houses.ts";
import type { WordForm } from "../forms/form.ts";
import { formWordsOf, withForms } from "../forms/with-forms.ts";
import { asksStory } from "../query/asks-story.ts";
import { hasHistory } from "../query/has-history.ts";
import { type Found, findTerms, matchesQuery } from "../query/match-query.ts";
import { mayMatch } from "../query/may-match.ts";
import { createNeedleSieve, type SearchedTexts } from "../query/needle-sieve.ts";
import type { Needle } from "../query/needles.ts";
import type { SearchQuery, StoryQuery } from "../query/search-query.ts";
import type { Searched } from "../query/searched.ts";
import { createTermFinder, type TermFinder } from "../query/term-finder.ts";
import type { AlertRule } from "./alert-rule.ts";
import { factsTest } from "./passes-facts.ts";
import { requiredTerms } from "./required-terms.ts";

/** An entry with the parts that rules test. */
export interface TestedEntry {
  readonly feedId: number;
  /** `houseOf` its source. */
  readonly house: string;
  readonly isPrivate: boolean;
  readonly searched: Searched;
}

/**
 * Finds the rules that an entry fulfils. First, it only looks for the words of the rules in the text. Most texts lack
 * the words that any rule needs, so they are not analysed, which would take longer.
 */
export interface RuleMatcher {
  /** All rules that are matched. */
  readonly rules: readonly AlertRule[];
  /** Whether any rule looks at earlier states of entries. */
  readonly asksPast: boolean;
  /** Whether any rule looks at the other entries of a story. */
  readonly asksStory: boolean;
  /** The words of rules in these texts; null when no rule can hold for them, whatever else is true of the entry. */
  wordsIn(texts: SearchedTexts): WordsFound | null;
  /** `story`: the entries of its story; only needed when `asksStory`. `words`: those of `wordsIn`, if known. */
  rulesFor(entry: TestedEntry, story: readonly TestedEntry[], words?: WordsFound): readonly AlertRule[];
}

/** What `NeedleSieve` found. */
export type WordsFound = ReadonlySet<Needle>;

interface Compiled {
  readonly rule: AlertRule;
  readonly passes: (entry: TestedEntry) => boolean;
  readonly queries: readonly SearchQuery[];
  readonly asksStory: boolean;
}

/** The queries of the rules must have the forms of their words already (`rulesWithForms`). */
export function createRuleMatcher(rules: readonly AlertRule[]): RuleMatcher {
  const compiled = rules.map(compile);
  const queries = compiled.flatMap((one) => one.queries);
  const finder = createTermFinder(queries);
  const index = indexByTerms(compiled, finder);
  const sieve = createNeedleSieve(finder.needles);
  const mayHold = ({ queries: own }: Compiled, standing: ReadonlySet<Needle>) =>
    own.every((query) => mayMatch(query, finder.needlesOf, standing));
  const likelyRules = (standing: WordsFound): ReadonlySet<Compiled> =>
    new Set([...index.without, ...[...standing].flatMap((needle) => index.byNeedle.get(needle) ?? [])]);
  return {
    rules,
    asksPast: queries.some(hasHistory),
    asksStory: queries.some(asksStory),
    wordsIn(texts) {
      const standing = sieve.needlesIn(texts);
      return [...likelyRules(standing)].some((one) => mayHold(one, standing)) ? standing : null;
    },
    rulesFor(entry, story, words = sieve.needlesIn(entry.searched)) {
      const likely = new Set([...likelyRules(words)].filter((one) => one.passes(entry) && mayHold(one, words)));
      if (likely.size === 0) return [];
      let found: Found | null = null;
      const holds = (one: Compiled) =>
        one.queries.every((query) => {
          found ??= textFound(finder, entry.searched);
          return matchesQuery(query, finder, seenBy(one, found, finder, story));
        });
      return compiled.filter((one) => likely.has(one) && holds(one)).map(ruleOf);
    },
  };
}

const ruleOf = ({ rule }: Compiled) => rule;

function compile(rule: AlertRule): Compiled {
  const tests = rule.filters.map(factsTest);
  const queries = rule.filters.flatMap(({ query }) => query ?? []);
  return {
    rule,
    passes: (entry) =>
      maySee(rule, { isPrivate: entry.isPrivate, sourceName: entry.searched.sourceName }) &&
      tests.every((test) => test({ ...entry.searched, feedId: entry.feedId })),
    queries,
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
 * Rules by needle: a text that matches a rule contains one of its needles. `without`: rules without needles, which are
 * tested on every text.
 */
function indexByTerms(compiled: readonly Compiled[], finder: TermFinder) {
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

function textFound(finder: TermFinder, searched: Searched): Found {
  const found = findTerms(finder, searched, { left: Number.POSITIVE_INFINITY });
  if (found === null) throw new Error("a search without a limit reached its limit");
  return found;
}

/** The hits of an entry. Conditions on its story are tested on the entries that the rule may see. */
function seenBy(
  { rule, asksStory: asks }: Compiled,
  found: Found,
  finder: TermFinder,
  story: readonly TestedEntry[],
): Found {
  if (!asks) return found;
  const ofStory = (asked: StoryQuery): boolean => {
    const seen = story.filter((one) => maySee(rule, { ...one.searched, isPrivate: one.isPrivate }));
    if (asked.kind === "sources") return new Set(seen.map(({ house }) => house)).size >= asked.min;
    return seen.some(({ searched }) => matchesQuery(asked.part, finder, textFound(finder, searched)));
  };
  return { ...found, searched: { ...found.searched, ofStory } };
}

/** The words of rules that are searched in all their forms. */
export function ruleWords(rules: readonly AlertRule[]): readonly string[] {
  return [...new Set(queriesOf(rules).flatMap((query) => formWordsOf([query])))];
}

/** Rules with the other forms of their words, so that a rule finds what a search finds. `known`: of `ruleWords`. */
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
