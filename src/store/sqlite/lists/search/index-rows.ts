import type { Connection } from "../../connection.ts";
import { checkedRows } from "./checked-rows.ts";
import type { IndexQuery } from "./index-query.ts";
import { createRowList, type IndexRows, type IndexTable, type Step } from "./row-list.ts";
import { stateRows } from "./state-rows.ts";
import { storyRows } from "./story-rows.ts";

/**
 * Finds the rows of index queries by merging ordered lists. Each list is read once, however many queries use it and
 * however often a row is requested. Use it for one reading of the store, because it does not notice later changes.
 */
export function createIndexReader(
  connection: Connection,
  index: IndexTable = "search",
): (query: IndexQuery) => IndexRows {
  const lists = new Map<string, IndexRows>();
  return rowsOf;

  /** Reading a text is expensive, so texts are tested last, when all other lists have the row. */
  function walkedAndTested(query: IndexQuery): readonly IndexRows[] {
    if (query.kind !== "checked") return [rowsOf(query)];
    const rows = rowsOf(query.index);
    return [rows, { ...checkedRows(connection, rows, query.query), isTest: true }];
  }

  function rowsOf(query: IndexQuery): IndexRows {
    switch (query.kind) {
      case "match": {
        const list = lists.get(query.match) ?? createRowList(connection, index, query);
        lists.set(query.match, list);
        return list;
      }
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

/**
 * Asks each list in turn for the position that the previous one has reached, until all agree on a row. Then asks the
 * lists that can only test rows.
 */
function allOf({ limits }: Connection, all: readonly IndexRows[]): IndexRows {
  const lists = all.filter(({ isTest }) => isTest !== true);
  const tests = all.filter(({ isTest }) => isTest === true);

  function common(row: number, step: Step): number | null {
    let place = row;
    let agreed = 0;
    for (let turn = 0; agreed < lists.length; turn += 1) {
      limits.check();
      const found = lists[turn % lists.length]?.next(place, step) ?? null;
      if (found === null) return null;
      agreed = found === place ? agreed + 1 : 1;
      place = found;
    }
    return place;
  }

  function next(row: number, step: Step): number | null {
    let place = common(row, step);
    while (place !== null && !tests.every((test) => test.has(place ?? 0))) place = common(place + step, step);
    return place;
  }

  return { next, has: (row) => lists.every((list) => list.has(row)) && tests.every((test) => test.has(row)) };
}

/** All numbers from one to another, even those without a row. Use it only together with lists of real rows. */
function rangeOf(from: number, to: number): IndexRows {
  return {
    next(row, step) {
      if (step === -1) return row < from ? null : Math.min(row, to);
      return row > to ? null : Math.max(row, from);
    },
    has: (row) => row >= from && row <= to,
  };
}

const nothing: IndexRows = { next: () => null, has: () => false };

/** The rows that are in at least one of the lists. */
export function anyOf(lists: readonly IndexRows[]): IndexRows {
  function next(row: number, step: Step): number | null {
    let nearest: number | null = null;
    for (const list of lists) {
      const found = list.next(row, step);
      if (found === row) return row;
      if (found !== null && (nearest === null || (found - nearest) * step < 0)) nearest = found;
    }
    return nearest;
  }
  return { next, has: (row) => lists.some((list) => list.has(row)) };
}

function without({ limits }: Connection, wanted: IndexRows, refused: IndexRows): IndexRows {
  function next(row: number, step: Step): number | null {
    let found = wanted.next(row, step);
    while (found !== null && refused.has(found)) {
      limits.check();
      found = wanted.next(found + step, step);
    }
    return found;
  }
  return { next, has: (row) => wanted.has(row) && !refused.has(row) };
}
