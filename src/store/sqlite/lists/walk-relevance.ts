import { termsOf } from "../../../domain/query/needles.ts";
import type { SearchQuery } from "../../../domain/query/search-query.ts";
import type { Instant } from "../../../domain/time.ts";
import { first, isAfter, type Listed } from "../../searching/listed.ts";
import type { Connection } from "../connection.ts";
import { candidates } from "./candidates.ts";
import { entryTester } from "./entry-tester.ts";
import { compileTerm, presentDialect } from "./search/compile-terms.ts";
import type { IndexQuery } from "./search/index-query.ts";
import { searchRow } from "./search/search-row.ts";
import type { Walk } from "./walk-arrival.ts";

/** At most this many of the newest matches are ranked. */
export const rankedMax = 10_000;
/** At most this many words of a query count for the rank. */
const rankedTermsMax = 32;
/** FTS5 ranks this many rows of a word at a time. Between two batches, the deadline is checked. */
const rowsPerLook = 20_000;
/** `Listed.at` holds the rank, in millionths, instead of a time. */
const rankUnits = 1_000_000;

interface Ranked extends Listed {
  readonly rank: number;
}

/**
 * The groups that match a query, best first. A group is ranked by its best entry: the one in which the wanted words are
 * most frequent for its length (BM25, computed by FTS5). A word in the title counts eight times. The rank of an entry
 * is the sum over the words, so each word is looked up separately. Equal ranks are sorted by id, newest first.
 */
export function walkRelevance(connection: Connection, walk: Walk, query: SearchQuery): readonly Listed[] {
  const { match, collapse } = walk;
  const passes = entryTester(connection, match.rest);
  const newest = new Map<number, { readonly id: number; readonly at: Instant }>();
  for (const entry of candidates(connection, { match, collapse, from: first.at, step: -1 })) {
    if (newest.size >= rankedMax) break;
    if (passes(entry)) newest.set(searchRow(entry.at, entry.entryId), { id: entry.id, at: entry.at });
  }
  const ranks = ranksOf(connection, query, [...newest.keys()]);
  const groups = new Map<number, Ranked>();
  for (const [row, { id, at }] of newest) {
    const rank = ranks.get(row) ?? 0;
    const known = groups.get(id);
    const best = Math.max(rank, known?.rank ?? 0);
    groups.set(id, {
      id,
      rank: best,
      at: Math.round(best * rankUnits),
      arrivedAt: Math.min(at, known?.arrivedAt ?? at),
    });
  }
  return [...groups.values()]
    .sort((a, b) => b.at - a.at || b.id - a.id)
    .filter((place) => isAfter(place, walk.after))
    .slice(0, walk.limit);
}

/** The ranks of some rows. Rows of an earlier build's index have rank 0. */
function ranksOf(connection: Connection, query: SearchQuery, rows: readonly number[]): ReadonlyMap<number, number> {
  const ranks = new Map(rows.map((row) => [row, 0]));
  const [oldest, latest] = [rows.reduce((a, b) => Math.min(a, b), first.at), rows.reduce((a, b) => Math.max(a, b), 0)];
  const read = connection.sql<{ row: number; rank: number }>(
    `SELECT rowid AS row, bm25(search, 8.0, 1.0, 2.0, 0.5, 0.0) AS rank FROM search
     WHERE search MATCH ? AND rowid BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER) ORDER BY rowid LIMIT ${rowsPerLook}`,
  );
  const looksBack = query.kind === "history";
  const terms = [...new Set(termsOf(query, true))].slice(0, rankedTermsMax);
  for (const match of new Set(terms.map((term) => matchOf(compileTerm(term, looksBack, presentDialect))))) {
    for (let from: number | null = match === null ? null : oldest; from !== null; ) {
      connection.limits.check(rowsPerLook);
      const page = read.all(match, from, latest);
      // FTS5 gives better rows smaller numbers.
      for (const { row, rank } of page) if (ranks.has(row)) ranks.set(row, (ranks.get(row) ?? 0) - rank);
      from = page.length < rowsPerLook ? null : (page.at(-1)?.row ?? 0) + 1;
    }
  }
  return ranks;
}

function matchOf(index: IndexQuery): string | null {
  switch (index.kind) {
    case "match":
      return index.match;
    case "checked":
      return matchOf(index.index);
    case "and":
    case "or":
    case "without":
    case "range":
    case "story":
    case "sources":
    case "state":
    case "every":
    case "scanned":
    case "winnowed":
    case "nothing":
      return null;
  }
}
