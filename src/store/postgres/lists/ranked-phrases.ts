import { type Way, waysOf } from "../../../domain/analyse/term-ways.ts";
import { formWays, termsOf } from "../../../domain/query/needles.ts";
import type { SearchQuery, TermQuery, TextField } from "../../../domain/query/search-query.ts";
import type { Transaction } from "../transaction.ts";
import type { SomeMatch } from "./filter-match.ts";
import { compilePhrase } from "./search/compile-terms.ts";
import { createParams, sqlOf } from "./search/render.ts";

/** A part of an entry whose words count for the rank. */
export type RankedColumn = TextField | "past";

/** A term by which entries are ranked. */
export interface RankedTerm {
  readonly columns: readonly RankedColumn[];
  /**
   * For "…"~3, the number 3: the phrases count only where all of them stand this near to one another. null: each phrase
   * counts by itself.
   */
  readonly slop: number | null;
  readonly phrases: readonly RankedPhrase[];
}

/** One phrase of a ranked term. */
export interface RankedPhrase {
  readonly way: Way;
  /** How many entries have the phrase. */
  readonly rows: number;
}

/** At most this many words of a query count for the rank. */
const rankedTermsMax = 32;

/** The terms of a query by which entries are ranked: those that make an entry match. */
export async function rankedTerms(
  tx: Transaction,
  match: SomeMatch,
  query: SearchQuery,
): Promise<readonly RankedTerm[]> {
  const looksBack = query.kind === "history";
  const terms = [...new Set(termsOf(query, true))].slice(0, rankedTermsMax);
  const distinct = new Map<string, { readonly term: TermQuery; readonly ways: readonly Way[] }>();
  for (const term of terms) {
    const ways = phrasesOf(term);
    distinct.set(JSON.stringify([ways, term.field, term.slop]), { term, ways });
  }
  const ranked: RankedTerm[] = [];
  for (const { term, ways } of distinct.values()) {
    const phrases: RankedPhrase[] = [];
    for (const way of ways) phrases.push({ way, rows: await countRows(tx, match, term, way, looksBack) });
    ranked.push({ columns: columnsOf(term, looksBack), slop: term.slop, phrases });
  }
  return ranked;
}

/** Splits a term into phrases as the SQLite store does for FTS5: the words of "…"~3 are single phrases. */
function phrasesOf(term: TermQuery): readonly Way[] {
  const ways = waysOf(term.text, term.prefix);
  const [base] = ways;
  if (base === undefined) return [];
  if (term.form === "exact") return [base];
  if (term.slop === null) return [...ways, ...formWays(term)];
  return base.tokens.map((token, at) => ({ tokens: [token], prefix: base.prefix && at === base.tokens.length - 1 }));
}

function columnsOf({ field }: TermQuery, looksBack: boolean): readonly RankedColumn[] {
  if (field !== null) return [field];
  return looksBack ? ["title", "text", "past"] : ["title", "text"];
}

async function countRows(
  tx: Transaction,
  match: SomeMatch,
  term: TermQuery,
  way: Way,
  looksBack: boolean,
): Promise<number> {
  const params = createParams();
  const how = { params, hidden: match.search.hidden, m: "m", s: "s", may: true };
  const condition = sqlOf(compilePhrase(term, way, looksBack), how);
  const row = await tx.get<{ rows: number }>(
    `SELECT count(*) AS rows FROM search s WHERE ${condition}`,
    params.values,
    {
      prepare: false,
    },
  );
  return row?.rows ?? 0;
}
