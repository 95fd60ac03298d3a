import { casedTokensOf, manyCased } from "../../../../domain/analyse/cased.ts";
import { type Way, waysOf } from "../../../../domain/analyse/term-ways.ts";
import { WireError } from "../../../../domain/errors.ts";
import { formWays, needlesOf } from "../../../../domain/query/needles.ts";
import type { NearQuery, NearSide, TermQuery } from "../../../../domain/query/search-query.ts";
import { allOf, anyOf, type Condition, lexemes, nothing, type WordsCondition } from "./condition.ts";
import { cutLexeme, lexemeCharsMax, marks, quoted } from "./lexemes.ts";

/** Where a term may stand: the mark of its lexemes, and the weight that tells title and text apart. */
interface Place {
  readonly field: "any" | "title" | "text" | "author" | "past";
  readonly mark: string;
  readonly weight: string;
}

const places: Readonly<Record<Place["field"], Place>> = {
  any: { field: "any", mark: marks.plain, weight: "" },
  title: { field: "title", mark: marks.plain, weight: "A" },
  text: { field: "text", mark: marks.plain, weight: "D" },
  author: { field: "author", mark: marks.author, weight: "" },
  past: { field: "past", mark: marks.past, weight: "" },
};

function placesOf({ field }: TermQuery, looksBack: boolean): readonly Place[] {
  if (field !== null) return [places[field]];
  return looksBack ? [places.any, places.past] : [places.any];
}

/** Translates one term. `looksBack`: whether the words of earlier states match as well. */
export function compileTerm(term: TermQuery, looksBack: boolean): Condition {
  const ways = waysOf(term.text, term.prefix);
  const [first] = ways;
  if (first === undefined) return nothing;
  const at = placesOf(term, looksBack);
  if (term.form === "exact") return exactWord(term, first, at);
  if (term.slop !== null) return anyOf(at.map((place) => wordsTogether(first, place, term.slop ?? 0)));
  const own = at.flatMap((place) => ways.map((way) => phrase(way, place)));
  return anyOf([...own, ...formsOf(term, at)]);
}

/** A condition for one of the phrases of a term, in any place where the term may stand. */
export function compilePhrase(term: TermQuery, way: Way, looksBack: boolean): Condition {
  return anyOf(placesOf(term, looksBack).map((place) => phrase(way, place)));
}

/**
 * A condition for a word in its exact spelling. Only the texts show case and accents, so they are read. Few texts with
 * "who" have "WHO". To read fewer texts, words in capitals are also looked up by the marked tokens that a text has for
 * them (`cased.ts`).
 */
function exactWord(term: TermQuery, way: Way, at: readonly Place[]): Condition {
  const tokens = term.prefix ? [] : casedTokensOf(needlesOf(term)[0]?.exact ?? "");
  return anyOf(
    at.map((place) => {
      const marked = tokens.map((token) => `(${quoted(place.mark + token)} | ${quoted(place.mark + manyCased)})`);
      return allOf([together([way], place), ...marked.map(lexemes)]);
    }),
  );
}

/** Conditions for the other forms of a word, each only in texts of its language. */
function formsOf({ forms = [] }: TermQuery, at: readonly Place[]): readonly Condition[] {
  const byLanguage = new Map<string, string[]>();
  for (const { form, language } of forms) byLanguage.set(language, [...(byLanguage.get(language) ?? []), form]);
  return [...byLanguage].flatMap(([language, list]) =>
    at.map((place) => {
      const words = list.map((form) => lexeme(form, false, place)).join(" | ");
      return lexemes(`((${words}) & ${quoted(`${marks.tag}l${language}`)})`);
    }),
  );
}

/** A condition for tokens that follow one another. */
function phrase(way: Way, place: Place): WordsCondition {
  const [exact, loose] = [phraseOf(way, place), looseOf([way], place)];
  if (isCut(way)) return { kind: "words", exact: loose, loose, certainty: "unsure" };
  return way.tokens.length === 1 ? lexemes(exact) : { kind: "words", exact, loose, certainty: "rough" };
}

function phraseOf(way: Way, place: Place): string {
  const written = way.tokens.map((token, at) => lexeme(token, isOpen(way, at), place));
  return written.length === 1 ? (written[0] ?? "") : `(${written.join(" <-> ")})`;
}

/** A tsquery for the same lexemes in any place. */
function looseOf(ways: readonly Way[], place: Place): string {
  const written = ways.flatMap((way) => way.tokens.map((token, at) => lexeme(token, isOpen(way, at), place)));
  return `(${[...new Set(written)].join(" & ")})`;
}

/** A condition for phrases that must stand in one text, in an order or distance that only the text can show. */
function together(ways: readonly Way[], place: Place): WordsCondition {
  const loose = looseOf(ways, place);
  return { kind: "words", exact: loose, loose, certainty: "unsure" };
}

function isOpen(way: Way, at: number): boolean {
  return way.prefix && at === way.tokens.length - 1;
}

function isCut({ tokens }: Way): boolean {
  return tokens.some(({ length }) => length > lexemeCharsMax);
}

function lexeme(token: string, isPrefix: boolean, { mark, weight }: Place): string {
  const flags = `${isPrefix ? "*" : ""}${weight}`;
  return `${quoted(mark + cutLexeme(token))}${flags === "" ? "" : `:${flags}`}`;
}

/** A condition for "…"~3: the words near one another, in any order. */
function wordsTogether(way: Way, place: Place, slop: number): WordsCondition {
  const words = way.tokens.map((token, at): Way => ({ tokens: [token], prefix: isOpen(way, at) }));
  const [one, other] = words;
  if (one === undefined || other === undefined) return phrase(way, place);
  return words.length === 2 ? near(one, other, place, { distance: slop, isOrdered: false }) : together(words, place);
}

/** At most this many steps of distance are written as a tsquery. For more, the texts are read. */
const stepsMax = 400;

/**
 * A condition for two phrases near each other. PostgreSQL measures from the last word of one phrase to the first word
 * of the other.
 */
function near(
  left: Way,
  right: Way,
  place: Place,
  { distance, isOrdered }: { readonly distance: number; readonly isOrdered: boolean },
): WordsCondition {
  const longest = Math.max(left.tokens.length, right.tokens.length);
  const overlaps = !isOrdered && (longest > 2 || left.tokens.length + right.tokens.length > 3);
  if (distance + 2 > stepsMax || overlaps || isCut(left) || isCut(right)) return together([left, right], place);
  const [a, b] = [phraseOf(left, place), phraseOf(right, place)];
  const steps = Array.from({ length: distance + 1 }, (_, at) => at + 1);
  const forward = (isOrdered ? steps : [0, ...steps]).map((step) => `(${a} <${step}> ${b})`);
  const back = isOrdered ? [] : steps.map((step) => `(${b} <${step}> ${a})`);
  const exact = `(${[...forward, ...back].join(" | ")})`;
  return { kind: "words", exact, loose: looseOf([left, right], place), certainty: "rough" };
}

const nearPairsMax = 1_000;

interface NearTerm {
  readonly way: Way;
  readonly places: readonly Place[];
}

/**
 * Translates NEAR, with one condition for each pair of alternatives. Error: query-invalid, when there are too many
 * pairs.
 */
export function compileNear(query: NearQuery, looksBack: boolean): Condition {
  const rights = termsOf(query.right, looksBack);
  const pairs: Condition[] = [];
  const lefts = termsOf(query.left, looksBack);
  const isLarge = lefts.length * rights.length * (query.distance + 2) > stepsMax;
  for (const left of lefts) {
    for (const right of rights) {
      const language = left.way.language ?? right.way.language;
      if (language !== (right.way.language ?? language)) continue;
      for (const place of sharedPlaces(left.places, right.places)) {
        const found = isLarge ? together([left.way, right.way], place) : near(left.way, right.way, place, query);
        const tag = quoted(`${marks.tag}l${language ?? ""}`);
        pairs.push(language === undefined ? found : allOf([found, lexemes(tag)]));
      }
    }
    if (pairs.length > nearPairsMax)
      throw new WireError("query-invalid", `query: one NEAR combines more than ${nearPairsMax} pairs of alternatives`);
  }
  return anyOf(pairs);
}

/**
 * The places that both sides have. If one side may stand anywhere and the other only in the title or only in the text,
 * the narrower place counts.
 */
function sharedPlaces(left: readonly Place[], right: readonly Place[]): readonly Place[] {
  const bound = (place: Place) => place.field === "title" || place.field === "text";
  return left.flatMap((one) =>
    right.flatMap((other) => {
      if (one.field === other.field) return [one];
      if (one.field === "any" && bound(other)) return [other];
      return other.field === "any" && bound(one) ? [one] : [];
    }),
  );
}

function termsOf(side: NearSide, looksBack: boolean): readonly NearTerm[] {
  if (side.kind === "or") return side.parts.flatMap((part) => termsOf(part, looksBack));
  return [...waysOf(side.text, side.prefix), ...formWays(side)].map((way) => ({
    way,
    places: placesOf(side, looksBack),
  }));
}
