import { beginsUnspaced } from "../analyse/char-kinds.ts";
import type { Way } from "../analyse/term-ways.ts";
import type { Token } from "../analyse/token.ts";
import { exactForm, type Needle, needlesOf, termsOf } from "./needles.ts";
import type { SearchQuery, TermQuery } from "./search-query.ts";

/** How many comparisons are still allowed. When `left` is 0 or less, the hits may be incomplete. */
export interface Budget {
  left: number;
}

/** `language`: the first part of the language tag, or null. */
export interface AnalysedText {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** The place of each token among all tokens of the text. Absent: these are all tokens. */
  readonly places?: readonly number[];
  readonly language: string | null;
}

/** `at`: the place among all tokens of a text at which a needle begins. `length`: how many tokens it covers. */
export interface Hit {
  readonly needle: Needle;
  readonly at: number;
  readonly length: number;
}

/** Looks for the terms of any number of queries in one pass. */
export interface TermFinder {
  /** The needles of a term that is part of these queries. Equal needles are the same object. */
  needlesOf(term: TermQuery): readonly Needle[];
  /** All needles of these queries. */
  readonly needles: readonly Needle[];
  /** The hits that begin with the token at `at`. */
  find(text: AnalysedText, at: number, budget: Budget): readonly Hit[];
}

export function createTermFinder(queries: readonly SearchQuery[]): TermFinder {
  const known = new Map<string, Needle>();
  const byTerm = new Map<TermQuery, readonly Needle[]>();
  for (const term of queries.flatMap((query) => termsOf(query))) byTerm.set(term, needlesOf(term).map(keep));
  const { byFirst, byBeginning, lengths } = indexOf([...known.values()]);

  function keep(needle: Needle): Needle {
    const key = JSON.stringify(needle);
    const same = known.get(key) ?? needle;
    known.set(key, same);
    return same;
  }

  return {
    needles: [...known.values()],
    needlesOf: (term) => byTerm.get(term) ?? [],
    find(text, at, budget) {
      const first = text.tokens[at]?.text ?? "";
      budget.left -= 1;
      let found = hitsOf(byFirst.get(first), text, at, budget);
      for (const length of lengths) {
        const more = hitsOf(byBeginning.get(first.slice(0, length)), text, at, budget);
        if (more.length > 0) found = [...found, ...more];
      }
      return found;
    },
  };
}

interface NeedleWay extends Way {
  readonly needle: Needle;
}

/** This many characters are enough to tell most word beginnings apart. */
const beginningCharsMax = 3;

/**
 * Indexes each way under its first token. A way that is only the beginning of a word is indexed under the first
 * characters of that beginning, three at most.
 */
function indexOf(needles: readonly Needle[]) {
  const byFirst = new Map<string, NeedleWay[]>();
  const byBeginning = new Map<string, NeedleWay[]>();
  for (const needle of needles) {
    for (const way of needle.ways) {
      const first = way.tokens[0] ?? "";
      const isBeginning = way.prefix && way.tokens.length === 1;
      const [map, key] = isBeginning ? [byBeginning, first.slice(0, beginningCharsMax)] : [byFirst, first];
      const ways = map.get(key);
      if (ways === undefined) map.set(key, [{ needle, ...way }]);
      else ways.push({ needle, ...way });
    }
  }
  return { byFirst, byBeginning, lengths: [...new Set([...byBeginning.keys()].map(({ length }) => length))] };
}

function hitsOf(
  ways: readonly NeedleWay[] | undefined,
  { text, tokens, places, language }: AnalysedText,
  at: number,
  budget: Budget,
): readonly Hit[] {
  if (ways === undefined) return nothing;
  budget.left -= ways.length;
  const hits: Hit[] = [];
  for (const way of ways) {
    if (way.language !== undefined && way.language !== language) continue;
    if (!standsAt(tokens, places, at, way)) continue;
    const hit = { needle: way.needle, at, length: way.tokens.length };
    if (way.needle.exact !== null && exactForm(spanOf(text, tokens, hit)) !== way.needle.exact) continue;
    hits.push(places === undefined ? hit : { ...hit, at: places[at] ?? at });
  }
  return hits;
}

const nothing: readonly Hit[] = [];

function standsAt(tokens: readonly Token[], places: AnalysedText["places"], at: number, way: NeedleWay): boolean {
  return way.tokens.every((wanted, offset) => {
    if (places !== undefined && places[at + offset] !== (places[at] ?? 0) + offset) return false;
    const found = tokens[at + offset]?.text;
    const open = way.prefix && offset === way.tokens.length - 1;
    return found !== undefined && (open ? found.startsWith(wanted) : found === wanted);
  });
}

/** The part of the text that a hit covers. */
export function rangeOf(
  text: string,
  tokens: readonly Token[],
  hit: Hit,
): { readonly start: number; readonly end: number } {
  const [first, last] = [tokens[hit.at], tokens[hit.at + hit.length - 1]];
  if (first === undefined || last === undefined) return { start: 0, end: 0 };
  const way = hit.needle.ways.find(
    ({ tokens: own }) => own.length === hit.length && last.text.startsWith(own.at(-1) ?? "\0"),
  );
  // In scripts without spaces, a token is usually two characters. If a single character was searched, it matches the
  // first of the two, and the hit ends after that character.
  const isHalf = way?.prefix === true && beginsUnspaced(last.text) && [...(way.tokens.at(-1) ?? "")].length === 1;
  const half = last.start + ((text.codePointAt(last.start) ?? 0) > 0xffff ? 2 : 1);
  return { start: first.start, end: isHalf ? Math.max(half, first.start + 1) : last.end };
}

function spanOf(text: string, tokens: readonly Token[], hit: Hit): string {
  const { start, end } = rangeOf(text, tokens, hit);
  return text.slice(start, end);
}
