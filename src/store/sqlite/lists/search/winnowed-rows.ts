import type { SearchQuery } from "../../../../domain/query/search-query.ts";
import type { Connection } from "../../connection.ts";
import { type AskedTokens, askedTokens } from "../postings/asked-tokens.ts";
import { countBits, hasBit, inBoth, membersOf } from "../postings/bits.ts";
import type { Bounds, Estimate, IndexBits } from "../postings/index-bits.ts";
import { conditionsOf } from "./index-cost.ts";
import { sortedRows } from "./merged-rows.ts";
import type { IndexRows, Step } from "./row-list.ts";
import { searchIdsMax, searchQuarterMs } from "./search-row.ts";
import type { TextTests } from "./text-tests.ts";

/** What `winnowedRows` works with. `every`: all rows of the index. */
interface Winnowing {
  readonly connection: Connection;
  readonly every: IndexRows;
  readonly index: IndexBits;
  readonly tests: TextTests;
  /** Whether all rows have marked tokens for their words in capitals. */
  readonly hasCased: boolean;
}

/** How many pages of the index are read in the time in which a text is read and tested. */
const pagesPerText = 3;
/** Up to this many candidates are looked up and sorted. Otherwise all rows are walked. */
const lookedUpMax = 4_096;
/**
 * When `has` is asked about single rows, the first rows, up to this many, are tested by their texts. After that, all
 * conditions are looked up to answer.
 */
const lonelyTestsMax = 512;

/**
 * The rows of the entries that fulfil a query, which asks only for texts. Its conditions are looked up in the pages of
 * the index, those first that leave the fewest entries for the pages that they take. The texts of the entries that are
 * left are tested. When these tests have taken as long as looking up the next condition would take, that condition is
 * looked up too. So a wrong choice costs at most twice the time.
 */
export function winnowedRows({ connection, every, index, tests, hasCased }: Winnowing, query: SearchQuery): IndexRows {
  const candidates = createCandidates(connection, index, sievesOf(query, index, hasCased));
  let lonelyTests = 0;

  function fulfils(row: number): boolean {
    const answer = candidates.decide(row);
    if (answer !== null) return answer;
    if (tests.known(row) === undefined) candidates.spend();
    return tests.passes(row);
  }

  function next(from: number, step: Step): number | null {
    candidates.begin();
    for (let row = from; ; row += step) {
      connection.limits.check();
      const found = candidates.rows(every).next(row, step);
      if (found === null || fulfils(found)) return found;
      row = found;
    }
  }

  function has(row: number): boolean {
    const told = tests.known(row);
    if (told !== undefined) return told;
    if (!every.has(row)) return false;
    lonelyTests += 1;
    if (lonelyTests === lonelyTestsMax) candidates.readAll();
    return fulfils(row);
  }

  return { next, has };
}

/** A condition that each entry must fulfil. */
interface Sieve {
  readonly asked: AskedTokens;
  readonly estimate: Estimate;
}

/** The conditions of a query; those that sort out the most entries for the pages that are read come first. */
function sievesOf(query: SearchQuery, index: IndexBits, hasCased: boolean): readonly Sieve[] {
  const { wanted, refused } = conditionsOf(query);
  const parts = wanted.length + refused.length === 0 ? [query] : wanted;
  const setting = { hasCased, looksBack: false };
  const asked = [
    ...parts.map((part) => askedTokens(part, setting)),
    ...refused.map((part): AskedTokens => ({ kind: "not", part: askedTokens(part, setting) })),
  ];
  const different = new Map(asked.map((one) => [JSON.stringify(one), one]));
  return [...different.values()]
    .map((one) => ({ asked: one, estimate: index.estimate(one) }))
    .sort((a, b) => costOf(a) - costOf(b));
}

/** What is read to sort out a certain share of the entries, whatever share the conditions before have left. */
function costOf({ estimate }: Sieve): number {
  return estimate.pages / -Math.log(Math.min(Math.max(estimate.all, 1e-9), 1 - 1e-9));
}

/** The entries that may fulfil all conditions, as far as these have been looked up. */
function createCandidates(connection: Connection, index: IndexBits, sieves: readonly Sieve[]) {
  const { span } = index;
  let waiting = sieves;
  let left: Bounds | null = null;
  let count = span.last - span.first + 1;
  let tested = 0;
  let rows: readonly number[] | null = null;
  let walked: IndexRows | null = null;

  function readNext(): void {
    const [sieve] = waiting;
    if (sieve === undefined) return;
    waiting = waiting.slice(1);
    tested = 0;
    const read = index.read(sieve.asked);
    left = left === null ? read : { all: inBoth(left.all, read.all), sure: inBoth(left.sure, read.sure) };
    count = countBits(left.all);
    walked = null;
  }

  function walk(every: IndexRows): IndexRows {
    if (left === null) return every;
    const { all } = left;
    const holds = (row: number) => hasBit(all, (row % searchIdsMax) - span.first);
    if (count > lookedUpMax) return among(connection, every, holds);
    rows = rows?.filter(holds) ?? rowsOf(connection, membersOf(all), span.first);
    return sortedRows(rows);
  }

  return {
    /** Looks up the conditions that are expected to sort out more entries than they have pages. */
    begin(): void {
      for (let [sieve] = waiting; sieve !== undefined; [sieve] = waiting) {
        const { pages, all } = sieve.estimate;
        if (pages > count * (1 - all)) break;
        readNext();
      }
    },
    readAll(): void {
      while (waiting.length > 0) readNext();
    },
    /** Counts a text that is tested. */
    spend(): void {
      tested += 1;
      const pages = waiting[0]?.estimate.pages ?? Number.POSITIVE_INFINITY;
      if (tested * pagesPerText >= pages && count * pagesPerText >= pages) readNext();
    },
    /** Whether the entry of a row fulfils the query; null when only its text can tell. */
    decide(row: number): boolean | null {
      if (left === null) return null;
      const at = (row % searchIdsMax) - span.first;
      if (!hasBit(left.all, at)) return false;
      return waiting.length === 0 && hasBit(left.sure, at) ? true : null;
    },
    /** The rows of these entries. */
    rows(every: IndexRows): IndexRows {
      walked ??= walk(every);
      return walked;
    },
  };
}

/** The rows of `every` that hold. */
function among({ limits }: Connection, every: IndexRows, holds: (row: number) => boolean): IndexRows {
  return {
    next(from, step) {
      let row = every.next(from, step);
      while (row !== null && !holds(row)) {
        limits.check();
        row = every.next(row + step, step);
      }
      return row;
    },
    has: (row) => holds(row) && every.has(row),
  };
}

/** The rows of entries in ascending order, given as numbers from `first` on. */
function rowsOf(connection: Connection, members: readonly number[], first: number): readonly number[] {
  connection.limits.check(members.length);
  connection.limits.hold(members.length);
  const read = connection.sql<number>(rowsSql).pluck();
  return read.all(JSON.stringify(members), first).sort((a, b) => a - b);
}

/** The row numbers of `searchRow`, if the index has these rows. Entries without a decision are in no list. */
const rowsSql = `SELECT d.id FROM json_each(?) j CROSS JOIN memberships m ON m.entry_id = j.value + CAST(? AS INTEGER)
  CROSS JOIN search_docsize d ON d.id = m.first_seen_at / ${searchQuarterMs} * ${searchIdsMax} + m.entry_id`;
