import type { IndexRows, Step } from "./row-list.ts";
import type { TextTests } from "./text-tests.ts";

/** How many texts are tested without a hit before the index is asked, and how many more tests each hit allows. */
const testsMin = 48;
const testsPerHit = 12;

/**
 * The rows that fulfil a query whose index lists are expensive: queries with many terms, or with prefixes (word*). For
 * a prefix, FTS5 reads the lists of all words with that beginning. When such a query is broad, some of the newest
 * entries are enough to fill a page. So the texts of the newest entries are tested first, one by one. The index is used
 * instead when hits become rare, because its lists are then short. It is also used once `testsMax` texts were tested,
 * because the caller then wants many rows. `every`: all rows of the index. `rows`: opens the index lists.
 */
export function scannedRows(every: IndexRows, tests: TextTests, rows: () => IndexRows, testsMax: number): IndexRows {
  let tested = 0;
  let passed = 0;

  function mayTest(): boolean {
    return tested < testsMax && tested < testsMin + testsPerHit * passed;
  }

  function passes(row: number): boolean {
    const told = tests.known(row);
    if (told !== undefined) return told;
    const holds = tests.passes(row);
    tested += 1;
    if (holds) passed += 1;
    return holds;
  }

  function next(from: number, step: Step): number | null {
    let row: number | null = from;
    while (mayTest()) {
      row = every.next(row, step);
      if (row === null || passes(row)) return row;
      row += step;
    }
    return rows().next(row, step);
  }

  function has(row: number): boolean {
    const told = tests.known(row);
    if (told !== undefined || !mayTest()) return told ?? rows().has(row);
    return every.has(row) && passes(row);
  }

  return {
    next,
    has,
    get role() {
      return mayTest() ? "test" : undefined;
    },
  };
}
