import { postgresBin } from "./postgres-bin.mjs";
import { makeDatabase } from "./postgres-server.ts";

/** A kind of store. */
export interface StoreKind {
  readonly name: string;
  /** The address of a new store; undefined: a file in the folder of the workspace. */
  makeStore(): Promise<string | undefined>;
}

export const sqlite: StoreKind = { name: "SQLite", makeStore: async () => undefined };
export const postgres: StoreKind = { name: "PostgreSQL", makeStore: makeDatabase };

/**
 * The kinds of store on which a test runs. Where PostgreSQL is not installed, its turn is left out, which
 * `install-tools.mjs` says; CI leaves out none.
 */
export const eachStore: readonly StoreKind[] = [
  sqlite,
  ...(postgresBin() === null && process.env.CI !== "true" ? [] : [postgres]),
];
