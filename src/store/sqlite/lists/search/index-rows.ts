import type { SearchQuery } from "../../../../domain/query/search-query.ts";
import type { Connection } from "../../connection.ts";
import type { IdSpan } from "../postings/bits.ts";
import { type IndexBits, openIndexBits } from "../postings/index-bits.ts";
import { casedFrom } from "./cased-rows.ts";
import { checkedRows } from "./checked-rows.ts";
import { every, type IndexQuery } from "./index-query.ts";
import { allOf, anyOf, nothing, rangeOf, without } from "./merged-rows.ts";
import { remembered } from "./remembered.ts";
import { createRowList, type IndexRows, type IndexTable, type RowQuery } from "./row-list.ts";
import { scannedRows } from "./scanned-rows.ts";
import { stateRows } from "./state-rows.ts";
import { storyRows } from "./story-rows.ts";
import { createTextTests, type TextTests } from "./text-tests.ts";
import { winnowedRows } from "./winnowed-rows.ts";

/**
 * Finds the rows of index queries by merging ordered lists. Each list is read once, however many queries use it and
 * however often a row is requested. Use a reader for one transaction only, because it does not notice later changes.
 * `rowsWanted`: about how many rows will be read at most.
 */
export function createIndexReader(
  connection: Connection,
  index: IndexTable = "search",
  rowsWanted = 0,
): (query: IndexQuery) => IndexRows {
  const rowsOf = remembered((query: IndexQuery) => open(query));
  const listOf = createLists(connection, index);
  /** A part of a query that is used several times shares the results of its text tests. */
  const textTests = remembered((query: SearchQuery): TextTests => createTextTests(connection, query));
  const count = connection.sql<number>(`SELECT count(*) FROM ${index}_docsize`).pluck();
  let bits: IndexBits | null | undefined;
  return rowsOf;

  /** Reading a text is expensive, so a text is tested last, once all other lists have its row. */
  function walkedAndTested(query: IndexQuery): readonly IndexRows[] {
    if (query.kind !== "checked") return [rowsOf(query)];
    const rows = rowsOf(query.index);
    return [rows, { ...checkedRows(connection, rows, query.query), role: "test" }];
  }

  function open(query: IndexQuery): IndexRows {
    switch (query.kind) {
      case "match":
      case "every":
        return listOf(query);
      case "scanned":
        // Testing so many texts would cost more than asking the index.
        if (query.testsMax < rowsWanted) return rowsOf(query.index);
        return scannedRows(listOf(every), textTests(query.query), () => rowsOf(query.index), query.testsMax);
      case "winnowed":
        if (bits === undefined) bits = openIndexBits(connection, readSpan(connection), count.get() ?? 0);
        if (bits === null) return rowsOf(query.index);
        return winnowedRows(
          {
            connection,
            every: listOf(every),
            index: bits,
            tests: textTests(query.query),
            hasCased: casedFrom(connection) === 0,
          },
          query.query,
        );
      case "and":
        return allOf(connection, query.parts.flatMap(walkedAndTested));
      case "or":
        return anyOf(query.parts.map(rowsOf));
      case "without":
        return without(connection, rowsOf(query.wanted), rowsOf(query.refused));
      case "range":
        return rangeOf(query.from, query.to);
      case "checked":
        return checkedRows(connection, rowsOf(query.index), query.query);
      case "story":
        return storyRows(connection, { rows: rowsOf(query.part), negated: query.negated });
      case "sources":
        return storyRows(connection, { sourcesMin: query.min });
      case "state":
        return stateRows(connection, query.state);
      case "nothing":
        return nothing;
    }
  }
}

/** Returns a function that opens the list of an expression. Equal expressions share a list. */
function createLists(connection: Connection, index: IndexTable): (query: RowQuery) => IndexRows {
  const lists = new Map<string | null, IndexRows>();
  return (query) => {
    const key = query.kind === "match" ? query.match : null;
    const list = lists.get(key) ?? createRowList(connection, index, query);
    lists.set(key, list);
    return list;
  };
}

/** The smallest and the largest id of the entries. */
function readSpan(connection: Connection): IdSpan {
  const [first, last] = ["min", "max"].map((of) =>
    connection.sql<number>(`SELECT ${of}(id) FROM entries`).pluck().get(),
  );
  return { first: first ?? 1, last: last ?? 1 };
}
