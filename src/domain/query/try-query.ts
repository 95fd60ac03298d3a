import type { Page, PageQuery } from "../section.ts";
import { dayMs, type Instant } from "../time.ts";
import { type Hits, type HitsQuery, hitPartsMax, hitsMax } from "./hits.ts";
import { monitorFault } from "./monitor-fault.ts";
import { termsOf } from "./needles.ts";
import { printQuery } from "./print-query.ts";

/** The items that a query would have reported as a monitor in the last `trialDays`. */
export interface QueryTrial {
  /** Why the query is too broad for a monitor; null when the query is narrow enough. */
  readonly refused: string | null;
  /** How many items began to match, at most `firedMax`. */
  readonly fired: number;
  /** `fired` for each day, with one decimal. */
  readonly perDay: number;
  readonly hits: Hits;
  /** The term that finds the most entries by itself; null without terms. */
  readonly loudest: { readonly term: string; readonly entries: number } | null;
  /** How many different terms of the query can make an entry match (terms under NOT cannot). */
  readonly terms: number;
  /** The newest items that began to match. They may be older than `trialDays`. */
  readonly newest: Page;
}

export const trialDays = 7;
const newestMax = 20;

/**
 * Tries a query before it is saved as a monitor. `page`: the list that is tried; its `sort`, `limit` and `after` are
 * ignored.
 */
export async function tryQuery(
  read: { hits(query: HitsQuery): Promise<Hits>; page(query: PageQuery): Promise<Page> },
  page: PageQuery,
  now: Instant,
): Promise<QueryTrial> {
  const { filter, collapse } = page;
  const search = filter.query;
  const terms = search === null ? [] : [...new Map(termsOf(search, true).map((term) => [printQuery(term), term]))];
  const parts = terms.slice(0, hitPartsMax).map(([, term]) => term);
  const hits = await read.hits({ filter, collapse, since: now - trialDays * dayMs, limit: hitsMax, parts });
  const newest = await read.page({ ...page, sort: "matched", limit: newestMax, after: null });
  const fired = hits.fired ?? 0;
  const loudest = hits.parts.reduce((a, entries, at) => (entries > (hits.parts[a] ?? 0) ? at : a), 0);
  const term = terms[loudest]?.[0];
  return {
    refused: search === null ? null : monitorFault(search),
    fired,
    perDay: Math.round((fired / trialDays) * 10) / 10,
    hits,
    loudest: term === undefined ? null : { term, entries: hits.parts[loudest] ?? 0 },
    terms: terms.length,
    newest,
  };
}
