import type { Connection } from "../../connection.ts";
import { type IndexQuery, isPlain, joined, type QueryPart } from "./index-query.ts";
import { allOf } from "./merged-rows.ts";
import type { IndexRows, Step } from "./row-list.ts";
import { sampleMax, type TextTests } from "./text-tests.ts";

/** What `winnowedRows` works with. `every`: all rows of the index. `rowsOf`: opens the list of a part. */
interface Winnowing {
  readonly connection: Connection;
  readonly every: IndexRows;
  readonly tests: TextTests;
  readonly rowsOf: (query: IndexQuery) => IndexRows;
}

/** After this many texts that did not fulfil the query, the next part is looked up in the index as well. */
const failuresMax = 64;
/** At most this many words are looked up together, as one FTS5 expression. */
const joinedMax = 4;
/**
 * When `has` is asked about single rows, the first rows, up to this many, are tested by their texts. After that, all
 * lists are opened to answer.
 */
const lonelyTestsMax = 512;

/**
 * The rows that are in all of `wanted` and in none of `refused`. Opening every list is expensive, and the list of the
 * rarest part has few rows. So that list is walked, and each row is tested for the other parts by its text. When many
 * texts fail, or when so many were tested that a list would have been cheaper, the next list is opened: first the
 * wanted parts, rarest first, then the refused parts, most frequent first. The texts of the newest entries show how
 * frequent each part is.
 */
export function winnowedRows(
  { connection, every, tests, rowsOf }: Winnowing,
  { wanted, refused, testsMax }: Pick<Extract<IndexQuery, { kind: "winnowed" }>, "wanted" | "refused" | "testsMax">,
): IndexRows {
  let waiting: Sieve[] | null = null;
  let walked: readonly IndexRows[] = [];
  let refusing: readonly IndexRows[] = [];
  let failures = 0;
  let tested = 0;
  let lonelyTests = 0;
  const isLoose = wanted.some(({ index }) => index.kind === "checked");

  function start(): Sieve[] {
    readSample(every, tests);
    return [...sievesOf(wanted, tests), ...refusalsOf(refused, tests)];
  }

  /** Opens the next list. */
  function narrow(): void {
    waiting ??= start();
    const sieve = waiting.shift();
    failures = 0;
    tested = 0;
    if (sieve === undefined) return;
    if (sieve.refuses) refusing = [...refusing, rowsOf(sieve.index)];
    else walked = [...walked, rowsOf(sieve.index)];
  }

  function fulfils(row: number): boolean {
    if (refusing.some((list) => list.has(row))) return false;
    if (waiting?.length === 0 && !isLoose) return true;
    const holds = tests.passes(row);
    tested += 1;
    if (!holds) failures += 1;
    if (failures >= failuresMax || tested >= testsMax / (wanted.length + refused.length)) narrow();
    return holds;
  }

  function next(from: number, step: Step): number | null {
    if (waiting === null) narrow();
    for (let row = from; ; row += step) {
      connection.limits.check();
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
    while (waiting?.length !== 0) narrow();
    return walked.every((list) => list.has(row)) && fulfils(row);
  }

  return { next, has };
}

/** One list of the index. A matching row must be in it or, with `refuses`, must not be in it. */
interface Sieve {
  readonly index: IndexQuery;
  readonly refuses: boolean;
}

/** Tests the newest texts that were not tested yet, so that the shares of the parts are known. */
function readSample(every: IndexRows, tests: TextTests): void {
  let row = every.next(Number.MAX_SAFE_INTEGER, -1);
  for (let read = 0; row !== null && read < sampleMax && tests.sampled() < sampleMax; read += 1) {
    tests.passes(row);
    row = every.next(row - 1, -1);
  }
}

/**
 * The wanted parts, rarest first. Of equally rare parts, those that FTS5 answers row by row come first. Up to
 * `joinedMax` neighbouring parts of this kind are looked up together.
 */
function sievesOf(wanted: readonly QueryPart[], tests: TextTests): readonly Sieve[] {
  const parts = wanted
    // The index finds only candidates for such a part; the test of the whole text decides.
    .map(({ query, index }) => ({ query, index: index.kind === "checked" ? index.index : index }))
    .map((part) => ({ ...part, share: tests.shareOf(part.query) }))
    .sort((a, b) => a.share - b.share || costOf(a) - costOf(b));
  const sieves: Sieve[] = [];
  for (let at = 0; at < parts.length; ) {
    const rest = parts.slice(at, at + joinedMax).map(({ index }) => index);
    const last = rest.findIndex((index) => !isPlain(index));
    const together = last === -1 ? rest : rest.slice(0, Math.max(1, last));
    sieves.push({ index: joined("and", together), refuses: false });
    at += together.length;
  }
  return sieves;
}

function refusalsOf(refused: readonly QueryPart[], tests: TextTests): readonly Sieve[] {
  return refused
    .map((part) => ({ index: part.index, refuses: true, share: tests.shareOf(part.query) }))
    .sort((a, b) => b.share - a.share);
}

function costOf({ query, index }: QueryPart): number {
  if (!isPlain(index)) return 2;
  return query.kind === "term" ? 0 : 1;
}
