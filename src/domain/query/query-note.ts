import { WireError } from "../errors.ts";

/**
 * A note to the author of a query on how the query was understood. `at`: the place of the character, counted from 1.
 */
export interface QueryNote {
  readonly at: number;
  readonly text: string;
}

/** Converts a place: `at` counts UTF-16 units from 0, but people count characters from 1. */
export function characterAt(text: string, at: number): number {
  return [...text.slice(0, at)].length + 1;
}

/** Throws WireError query-invalid with the place in its message. */
export function failAt(text: string, at: number, what: string): never {
  throw new WireError("query-invalid", `query, character ${characterAt(text, at)}: ${what}`);
}
