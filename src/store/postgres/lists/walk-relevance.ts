import { analyse, tokensOf } from "../../../domain/analyse/analyse.ts";
import { primaryLanguage } from "../../../domain/forms/form.ts";
import type { SearchQuery } from "../../../domain/query/search-query.ts";
import type { Searched } from "../../../domain/query/searched.ts";
import { stepsPerText } from "../../../domain/read-limits.ts";
import { first, isAfter, type Listed } from "../../searching/listed.ts";
import type { Transaction } from "../transaction.ts";
import type { Candidate } from "./candidates.ts";
import { matches } from "./matches.ts";
import { type RankedColumn, type RankedPhrase, type RankedTerm, rankedTerms } from "./ranked-phrases.ts";
import { readSearched } from "./search/checked-entries.ts";
import { standNear } from "./stand-near.ts";
import type { Walk } from "./walk-arrival.ts";

/** At most this many of the newest matches are ranked, because ranking reads and analyses the text of each match. */
const rankedMax = 1_000;
const textsMax = 200;
/** `Listed.at` holds the rank, in millionths, instead of a time. */
const rankUnits = 1_000_000;
/** The constants of BM25 in FTS5, and the weights of the columns. */
const [k1, b] = [1.2, 0.75];
const weights: Readonly<Record<RankedColumn, number>> = { title: 8, text: 1, author: 2, past: 0.5 };

interface Ranked extends Listed {
  readonly rank: number;
}

/**
 * The groups that match a query, best first. A group is ranked by its best entry: the one in which the wanted words are
 * most frequent for its length (BM25, as FTS5 computes it). A word in the title counts eight times. Equal ranks are
 * sorted by id, newest first.
 */
export async function walkRelevance(tx: Transaction, walk: Walk, query: SearchQuery): Promise<readonly Listed[]> {
  const newest = await newestMatches(tx, walk);
  const ranks = await ranksOf(tx, walk, query, newest);
  const groups = new Map<number, Ranked>();
  for (const { id, entryId, at } of newest) {
    const known = groups.get(id);
    const best = Math.max(ranks.get(entryId) ?? 0, known?.rank ?? 0);
    const arrivedAt = Math.min(at, known?.arrivedAt ?? at);
    groups.set(id, { id, rank: best, at: Math.round(best * rankUnits), arrivedAt });
  }
  return [...groups.values()]
    .sort((one, other) => other.at - one.at || other.id - one.id)
    .filter((place) => isAfter(place, walk.after))
    .slice(0, walk.limit);
}

async function newestMatches(tx: Transaction, { match, collapse }: Walk): Promise<readonly Candidate[]> {
  const newest: Candidate[] = [];
  for await (const batch of matches(tx, match, {
    collapse,
    step: -1,
    start: first.at,
    wanted: rankedMax,
    isPlaced: false,
  })) {
    newest.push(...batch);
    if (newest.length >= rankedMax) break;
  }
  return newest.slice(0, rankedMax);
}

async function ranksOf(
  tx: Transaction,
  walk: Walk,
  query: SearchQuery,
  entries: readonly Candidate[],
): Promise<ReadonlyMap<number, number>> {
  const ranks = new Map<number, number>();
  if (entries.length === 0) return ranks;
  const terms = await rankedTerms(tx, walk.match, query);
  const looksBack = query.kind === "history";
  const total = await tx.get<{ rows: number; tokens: number }>(
    "SELECT count(*) AS rows, coalesce(sum(tokens), 0) AS tokens FROM search",
  );
  const average = Math.max((total?.tokens ?? 0) / Math.max(total?.rows ?? 0, 1), 1);
  for (let at = 0; at < entries.length; at += textsMax) {
    const ids = entries.slice(at, at + textsMax).map(({ entryId }) => entryId);
    tx.limits.check(stepsPerText * ids.length);
    const lengths = await readLengths(tx, ids);
    for (const [id, searched] of await readSearched(tx, ids, looksBack)) {
      const length = (lengths.get(id) ?? average) / average;
      ranks.set(id, rankOf(searched, terms, length, total?.rows ?? 0));
    }
  }
  return ranks;
}

async function readLengths(tx: Transaction, ids: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const rows = await tx.all<{ id: number; tokens: number }>(
    "SELECT entry_id AS id, tokens FROM search WHERE entry_id = ANY($1::bigint[])",
    [ids],
  );
  return new Map(rows.map(({ id, tokens }) => [id, tokens]));
}

/** `length`: the length of the entry as a share of the average length. `rows`: the number of all entries. */
function rankOf(searched: Searched, terms: readonly RankedTerm[], length: number, rows: number): number {
  const language = primaryLanguage(searched.language);
  const columns = (["title", "text", "author", "past"] as const).map((column) => {
    const text = searched[column];
    const tokens = text === "" ? [] : tokensOf(analyse(text, searched.language));
    return { column, tokens: tokens.map((token) => token.text) };
  });
  let rank = 0;
  for (const term of terms) {
    const phrases = term.phrases.filter(({ way }) => way.language === undefined || way.language === language);
    const frequencies = phrases.map(() => 0);
    for (const { column, tokens } of columns) {
      if (!term.columns.includes(column)) continue;
      for (const [at, places] of placesOf(tokens, phrases, term.slop).entries())
        frequencies[at] = (frequencies[at] ?? 0) + weights[column] * places.length;
    }
    for (const [at, phrase] of phrases.entries()) {
      const frequency = frequencies[at] ?? 0;
      const rarity = Math.log((rows - phrase.rows + 0.5) / (phrase.rows + 0.5));
      // A word that occurs in most entries has almost no weight, but never a negative one.
      const weight = rarity > 0 ? rarity : 1e-6;
      rank += (weight * (frequency * (k1 + 1))) / (frequency + k1 * (1 - b + b * length));
    }
  }
  return rank;
}

/** The places of each phrase that count for the rank. */
function placesOf(
  tokens: readonly string[],
  phrases: readonly RankedPhrase[],
  slop: number | null,
): readonly (readonly number[])[] {
  const places = phrases.map(({ way }) => tokens.flatMap((_, at) => (standsAt(tokens, at, way) ? [at] : [])));
  return slop === null ? places : standNear(places, slop);
}

function standsAt(tokens: readonly string[], at: number, { tokens: wanted, prefix }: RankedPhrase["way"]): boolean {
  return wanted.every((one, offset) => {
    const found = tokens[at + offset] ?? "";
    return prefix && offset === wanted.length - 1 ? found.startsWith(one) : found === one;
  });
}
