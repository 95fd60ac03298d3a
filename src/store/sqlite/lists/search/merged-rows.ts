import type { Connection } from "../../connection.ts";
import { countBelow, type IndexRows, type Step } from "./row-list.ts";

/**
 * The rows that are in all lists. Each list in turn moves on to the row that the list before it has reached, until all
 * lists agree on a row. Then the lists that can only test rows are asked.
 */
export function allOf({ limits }: Connection, all: readonly IndexRows[]): IndexRows {
  /**
   * Splits the lists into lists to walk and lists that only test single rows. It is called at every step, because a
   * list that only tests rows may later become a list to walk.
   */
  function parted(): { readonly lists: readonly IndexRows[]; readonly tests: readonly IndexRows[] } {
    const finding = all.filter(({ role }) => role === undefined);
    const walked = finding.length > 0 ? finding : all.slice(0, 1);
    const tests = all.filter((list) => list.role === "test" && !walked.includes(list));
    return { lists: [...walked, ...all.filter(({ role }) => role === "bounds")], tests };
  }

  function common(lists: readonly IndexRows[], row: number, step: Step): number | null {
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
    for (let from = row; ; ) {
      const { lists, tests } = parted();
      const place = common(lists, from, step);
      if (place === null || tests.every((test) => test.has(place))) return place;
      from = place + step;
    }
  }

  function has(row: number): boolean {
    const { lists, tests } = parted();
    return lists.every((list) => list.has(row)) && tests.every((test) => test.has(row));
  }

  return { next, has };
}

/**
 * All numbers between `from` and `to`, both included, even numbers without a row. Use it only together with lists of
 * real rows.
 */
export function rangeOf(from: number, to: number): IndexRows {
  return {
    next(row, step) {
      if (step === -1) return row < from ? null : Math.min(row, to);
      return row > to ? null : Math.max(row, from);
    },
    has: (row) => row >= from && row <= to,
    role: "bounds",
  };
}

/** A list without rows. */
export const nothing: IndexRows = { next: () => null, has: () => false };

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

/** The rows of `wanted` that are not in `refused`. */
export function without({ limits }: Connection, wanted: IndexRows, refused: IndexRows): IndexRows {
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

/** A list of these rows, which ascend. */
export function sortedRows(rows: readonly number[]): IndexRows {
  return {
    next: (row, step) => (step === 1 ? rows[countBelow(rows, row)] : rows[countBelow(rows, row + 1) - 1]) ?? null,
    has: (row) => rows[countBelow(rows, row)] === row,
  };
}
