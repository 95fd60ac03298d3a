import type { Connection } from "../../connection.ts";
import type { IndexQuery } from "./index-query.ts";
import { allOf } from "./merged-rows.ts";
import type { IndexRows, Step } from "./row-list.ts";
import { packed, type Sieve, sievesOf, takeSieves, testsFor, type WinnowedParts } from "./sieves.ts";
import { sampleMax, type TextTests } from "./text-tests.ts";

/** What `winnowedRows` works with. `every`: all rows of the index. `rowsOf`: opens the list of a part. */
interface Winnowing {
  readonly connection: Connection;
  readonly every: IndexRows;
  /** The number of rows of the index. */
  readonly countRows: () => number;
  readonly tests: TextTests;
  readonly rowsOf: (query: IndexQuery) => IndexRows;
}

/** This many more texts than expected may fail before more lists are opened. */
const failuresMin = 64;
/** When more texts fail than expected, this many times as many are expected from then on. */
const underestimate = 4;
/**
 * When `has` is asked about single rows, the first rows, up to this many, are tested by their texts. After that, all
 * lists are opened to answer.
 */
const lonelyTestsMax = 512;

/**
 * The rows that are in all of `wanted` and in none of `refused`. FTS5 combines the lists of some parts, so that few
 * rows come out of it, and each of these is tested for the other parts by its text. When more texts fail than expected,
 * or when so many were tested that the lists would have been cheaper, more lists are opened.
 */
export function winnowedRows(winnowing: Winnowing, parts: WinnowedParts): IndexRows {
  const { connection, every, tests } = winnowing;
  const lists = createLists(winnowing, parts);
  let failures = 0;
  let tested = 0;
  let lonelyTests = 0;

  function fulfils(row: number): boolean {
    if (lists.refuse(row)) return false;
    if (lists.decide()) return true;
    const holds = tests.passes(row);
    tested += 1;
    if (!holds) failures += 1;
    if (tested >= lists.worthTests()) {
      lists.double();
      tested = 0;
    } else if (failures >= failuresMin + lists.expected()) {
      lists.expectMore();
      failures = 0;
    }
    return holds;
  }

  function next(from: number, step: Step): number | null {
    lists.begin();
    for (let row = from; ; row += step) {
      connection.limits.check();
      const walked = lists.walked();
      const found = (walked.length === 0 ? every : allOf(connection, walked)).next(row, step);
      if (found === null || fulfils(found)) return found;
      row = found;
    }
  }

  function has(row: number): boolean {
    const told = tests.known(row);
    if (told !== undefined) return told;
    if (!every.has(row)) return false;
    lonelyTests += 1;
    if (lonelyTests <= lonelyTestsMax) return tests.passes(row);
    lists.openAll();
    return lists.walked().every((list) => list.has(row)) && fulfils(row);
  }

  return { next, has };
}

/**
 * The lists of `winnowedRows`. The texts of the newest entries show how frequent each part is, and so which lists sort
 * out the most rows (`sievesOf`), and how many lists are cheaper than the texts that they spare (`takeSieves`).
 */
function createLists({ every, countRows, tests, rowsOf }: Winnowing, parts: WinnowedParts) {
  const isLoose = parts.wanted.some((part) => part.index.kind === "checked");
  let waiting: readonly Sieve[] | null = null;
  let opened: readonly Sieve[] = [];
  let walked: readonly IndexRows[] = [];
  let refusing: readonly IndexRows[] = [];
  let all = 0;
  /** How many rows the opened lists leave, by the sample. */
  let left = 0;

  function start(): readonly Sieve[] {
    readSample(every, tests);
    all = countRows();
    left = all;
    return sievesOf(parts, tests);
  }

  /** Opens the lists that are worth it, and at least this many. */
  function narrow(least: number): void {
    waiting ??= start();
    const taken = takeSieves(waiting, { all, left, least, opened });
    if (taken.length === 0) return;
    waiting = waiting.slice(taken.length);
    opened = [...opened, ...taken];
    for (const { passes } of taken) left *= passes;
    const packs = packed(opened, all);
    walked = packs.filter(({ refuses }) => !refuses).map(({ index }) => rowsOf(index));
    refusing = packs.filter(({ refuses }) => refuses).map(({ index }) => rowsOf(index));
  }

  const more = () => Math.max(1, opened.length);
  return {
    walked: () => walked,
    refuse: (row: number) => refusing.some((list) => list.has(row)),
    /** Whether the lists alone decide which rows match. */
    decide: () => waiting?.length === 0 && !isLoose,
    expected: () => left,
    begin: () => (waiting === null ? narrow(1) : undefined),
    /** How many texts can be tested in the time in which `double` reads its lists. */
    worthTests: () => testsFor([...opened, ...(waiting ?? []).slice(0, more())], all),
    double: () => narrow(more()),
    expectMore() {
      left *= underestimate;
      narrow(0);
    },
    openAll: () => narrow(Number.POSITIVE_INFINITY),
  };
}

/** Tests the newest texts that were not tested yet, so that the shares of the parts are known. */
function readSample(every: IndexRows, tests: TextTests): void {
  let row = every.next(Number.MAX_SAFE_INTEGER, -1);
  for (let read = 0; row !== null && read < sampleMax && tests.sampled() < sampleMax; read += 1) {
    tests.passes(row);
    row = every.next(row - 1, -1);
  }
}
