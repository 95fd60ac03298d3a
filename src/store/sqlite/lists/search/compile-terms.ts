import { casedTokensOf, manyCased } from "../../../../domain/analyse/cased.ts";
import { type Way, waysOf } from "../../../../domain/analyse/term-ways.ts";
import { WireError } from "../../../../domain/errors.ts";
import { formWays, needlesOf } from "../../../../domain/query/needles.ts";
import type { NearQuery, NearSide, SearchQuery, TermQuery } from "../../../../domain/query/search-query.ts";
import { foldPhraseBefore } from "./fold-before.ts";
import { type IndexQuery, joined } from "./index-query.ts";

/** How terms are written for one of the two full-text indexes: `search`, or the index of an earlier build. */
export interface IndexDialect {
  readonly waysOf: (text: string, prefix: boolean) => readonly Way[];
  readonly columns: ReadonlySet<string>;
  /** Whether the index has the tokens that `analyse()` makes, so that texts can be tested as well. */
  readonly isPresent: boolean;
  /**
   * The first row that has marked tokens of words in capitals (`cased.ts`); null: words in capitals are not looked up
   * by such tokens.
   */
  readonly casedFrom: number | null;
}

/** The dialect of the present index. */
export const presentDialect: IndexDialect = {
  waysOf,
  columns: new Set(["title", "body", "author", "past"]),
  isPresent: true,
  casedFrom: null,
};

/** The dialect of an earlier build's index. */
export const earlierDialect: IndexDialect = {
  waysOf: waysBefore,
  columns: new Set(["title", "body"]),
  isPresent: false,
  casedFrom: null,
};

function waysBefore(text: string, prefix: boolean): readonly Way[] {
  const phrase = text.replaceAll(/[^\p{L}\p{M}\p{N}\p{Co}]+/gu, " ").trim();
  if (!/[\p{L}\p{N}\p{Co}]/u.test(phrase)) return [];
  const folded = foldPhraseBefore(phrase, prefix);
  return [{ tokens: folded.text.split(/ +/), prefix: folded.prefix }];
}

/**
 * Compiles one term. Each token becomes an FTS5 string, in which only the quote is special; no token contains a quote.
 */
export function compileTerm(term: TermQuery, looksBack: boolean, dialect: IndexDialect): IndexQuery {
  const ways = dialect.waysOf(term.text, term.prefix);
  const [first] = ways;
  const columns = columnsOf(term, looksBack).filter((column) => dialect.columns.has(column));
  if (first === undefined || columns.length === 0) return { kind: "nothing" };
  const isExact = term.form === "exact";
  const phrases =
    term.slop === null
      ? (isExact ? [first] : ways).map(phraseOf)
      : [`NEAR(${first.tokens.map((token, at) => wordOf(token, first, at)).join(" ")}, ${term.slop})`];
  const own = `{${columns.join(" ")}} : ${phrases.length > 1 ? `(${phrases.join(" OR ")})` : phrases[0]}`;
  const forms = formMatches(term, columns, dialect);
  const match = forms.length === 0 ? own : `((${own}) OR ${forms.join(" OR ")})`;
  const index = { kind: "match", match, isPrefix: ways.some((way) => way.prefix) } as const;
  if (!isExact) return index;
  const asked: SearchQuery = looksBack ? { kind: "history", part: term } : term;
  return { kind: "checked", index: withCased(index, term, columns, dialect), query: asked };
}

/**
 * Looks up words in capitals by their marked tokens as well. Rows that do not have such tokens yet are found by their
 * ordinary tokens.
 */
function withCased(
  index: Extract<IndexQuery, { kind: "match" }>,
  term: TermQuery,
  columns: readonly string[],
  { casedFrom }: IndexDialect,
): IndexQuery {
  const exact = needlesOf(term)[0]?.exact ?? "";
  const tokens = casedFrom === null || term.prefix ? [] : casedTokensOf(exact);
  if (casedFrom === null || tokens.length === 0) return index;
  const marked = tokens.map((token) => `({${columns.join(" ")}} : ("${token}" OR "${manyCased}"))`);
  const cased: IndexQuery = { ...index, match: `((${index.match}) AND ${marked.join(" AND ")})` };
  if (casedFrom === 0) return cased;
  return joined("or", [cased, joined("and", [index, { kind: "range", from: 0, to: casedFrom - 1 }])]);
}

/**
 * Matches for the other forms of a word, each only in texts of its language. In the index of an earlier build, other
 * forms are not looked up.
 */
function formMatches({ forms = [] }: TermQuery, columns: readonly string[], dialect: IndexDialect): readonly string[] {
  if (!dialect.isPresent) return [];
  const byLanguage = new Map<string, string[]>();
  for (const { form, language } of forms) byLanguage.set(language, [...(byLanguage.get(language) ?? []), `"${form}"`]);
  return [...byLanguage].map(
    ([language, list]) => `(({${columns.join(" ")}} : (${list.join(" OR ")})) AND (tags : l${language}))`,
  );
}

function columnsOf({ field }: TermQuery, looksBack: boolean): readonly string[] {
  if (field !== null) return [field === "text" ? "body" : field];
  return looksBack ? ["title", "body", "past"] : ["title", "body"];
}

function phraseOf({ tokens, prefix }: Way): string {
  return `"${tokens.join(" ")}"${prefix ? " *" : ""}`;
}

function wordOf(token: string, way: Way, at: number): string {
  return phraseOf({ tokens: [token], prefix: way.prefix && at === way.tokens.length - 1 });
}

/** FTS5's NEAR accepts only phrases, so each pair of alternatives is one NEAR. Order is checked later, in the texts. */
export function compileNear(query: NearQuery, looksBack: boolean, dialect: IndexDialect): IndexQuery {
  const matches: string[] = [];
  let isPrefix = false;
  const rights = phrasesOf(query.right, looksBack, dialect);
  for (const left of phrasesOf(query.left, looksBack, dialect)) {
    for (const right of rights) {
      const columns = left.columns.filter((column) => right.columns.includes(column) && dialect.columns.has(column));
      if (columns.length === 0) continue;
      const language = left.language ?? right.language;
      if (language !== (right.language ?? language)) continue;
      const match = `{${columns.join(" ")}} : NEAR(${left.phrase} ${right.phrase}, ${query.distance})`;
      matches.push(language === undefined ? match : `((${match}) AND (tags : l${language}))`);
      isPrefix ||= left.isPrefix || right.isPrefix;
    }
    if (matches.length > nearPairsMax)
      throw new WireError("query-invalid", `query: one NEAR combines more than ${nearPairsMax} pairs of alternatives`);
  }
  if (matches.length === 0) return { kind: "nothing" };
  const match = matches.length > 1 ? `(${matches.join(" OR ")})` : (matches[0] ?? "");
  const index: IndexQuery = { kind: "match", match, isPrefix };
  const checked = looksBack ? ({ kind: "history", part: query } as const) : query;
  return query.isOrdered ? { kind: "checked", index, query: checked } : index;
}

const nearPairsMax = 1_000;

interface NearPhrase {
  readonly phrase: string;
  readonly columns: readonly string[];
  readonly isPrefix: boolean;
  readonly language: string | undefined;
}

function phrasesOf(side: NearSide, looksBack: boolean, dialect: IndexDialect): readonly NearPhrase[] {
  if (side.kind === "or") return side.parts.flatMap((part) => phrasesOf(part, looksBack, dialect));
  const forms = dialect.isPresent ? formWays(side) : [];
  return [...dialect.waysOf(side.text, side.prefix), ...forms].map((way) => {
    const { prefix, language } = way;
    return { phrase: phraseOf(way), columns: columnsOf(side, looksBack), isPrefix: prefix, language };
  });
}
