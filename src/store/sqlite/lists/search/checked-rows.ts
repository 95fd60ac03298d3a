import { holdsFact } from "../../../../domain/query/holds-fact.ts";
import { needlesOf } from "../../../../domain/query/needles.ts";
import type { SearchQuery } from "../../../../domain/query/search-query.ts";
import type { Searched } from "../../../../domain/query/searched.ts";
import { stepsPerText } from "../../../../domain/read-limits.ts";
import { type SearchedRow, searchedColumns, searchedOf } from "../../../searching/searched-row.ts";
import type { Connection } from "../../connection.ts";
import { readPast } from "../../entries/past-text.ts";
import type { IndexRows, Step } from "./row-list.ts";
import { searchIdsMax } from "./search-row.ts";
import { createTextTests } from "./text-tests.ts";

/**
 * Those of the `rows` whose entries fulfil the query. Reads the entries, to test the conditions that the index cannot
 * decide.
 */
export function checkedRows(connection: Connection, rows: IndexRows, query: SearchQuery): IndexRows {
  const { limits } = connection;
  const known = new Map<number, boolean>();

  function passes(row: number): boolean {
    const told = known.get(row);
    if (told !== undefined) return told;
    const holds = fulfils(row);
    known.set(row, holds);
    return holds;
  }

  const mayFulfil = exactTester(connection, query);

  const tests = query.kind === "fact" ? null : createTextTests(connection, query);

  function fulfils(row: number): boolean {
    limits.check(stepsPerLookup);
    if (!mayFulfil(row % searchIdsMax)) return false;
    if (query.kind !== "fact") return tests?.passes(row) === true;
    limits.check(stepsPerText);
    const searched = readSearched(connection, row % searchIdsMax, false);
    return searched !== null && holdsFact(query, searched);
  }

  function next(from: number, step: Step): number | null {
    let row = rows.next(from, step);
    while (row !== null && !passes(row)) row = rows.next(row + step, step);
    return row;
  }

  return { next, has: (row) => rows.has(row) && passes(row) };
}

/** Looking up one row costs as much as this many steps of a walk. */
const stepsPerLookup = 4;

/**
 * Returns a quick test for an exact word in ASCII, to be made before the text is analysed. The index ignores case, and
 * few of the texts that it finds for "WHO" have this word in capitals. A text still needs the analysis if exact
 * comparison removes or composes some of its characters.
 */
function exactTester(connection: Connection, query: SearchQuery): (entryId: number) => boolean {
  if (query.kind !== "term" || query.form !== "exact" || query.field === "author") return () => true;
  const exact = needlesOf(query)[0]?.exact ?? "";
  if (!/^[!-~]+$/.test(exact)) return () => true;
  const read = connection.sql<{ title: string; text: string }>("SELECT title, text FROM entries WHERE id = ?");
  return (entryId) => {
    const row = read.get(entryId);
    if (row === undefined) return false;
    const { title, text } = row;
    return title.includes(exact) || text.includes(exact) || mayChange.test(title) || mayChange.test(text);
  };
}

/** The Kelvin sign and others that NFC turns into ASCII characters, and characters that exact comparison removes. */
const mayChange = /[\p{Default_Ignorable_Code_Point}\u212a\u037e\u1fef]/u;

/**
 * The parts of an entry that a query tests; null when there is no such entry. `looksBack`: also read its earlier
 * states.
 */
export function readSearched(connection: Connection, entryId: number, looksBack: boolean): Searched | null {
  const row = connection
    .sql<SearchedRow>(
      `SELECT ${searchedColumns}
       FROM entries e CROSS JOIN feeds f ON f.id = e.feed_id CROSS JOIN sources s ON s.id = f.source_id
       LEFT JOIN memberships m ON m.entry_id = e.id LEFT JOIN copies c ON c.id = m.copy_id WHERE e.id = ?`,
    )
    .get(entryId);
  return row === undefined ? null : searchedOf(row, looksBack ? readPast(connection, entryId, row) : "");
}
