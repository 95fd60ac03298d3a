import { WireError } from "../errors.ts";

/** What a reader of a query should know of how it was understood; `at`: the character, counted from 1. */
export interface QueryNote {
  readonly at: number;
  readonly text: string;
}

/** `at` counts UTF-16 units from 0, people count characters from 1. */
export function characterAt(text: string, at: number): number {
  return [...text.slice(0, at)].length + 1;
}

/** Throws WireError query-invalid that names the place. */
export function failAt(text: string, at: number, what: string): never {
  throw new WireError("query-invalid", `query, character ${characterAt(text, at)}: ${what}`);
}
