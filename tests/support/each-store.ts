import { postgresBin } from "./postgres-bin.mjs";
import { makeDatabase } from "./postgres-server.ts";

/** A kind of store, with what a configuration says of a new one. */
interface StoreKind {
  readonly name: string;
  /** Empty: a file in the folder of the workspace. */
  configure(): Promise<{ readonly store?: string }>;
}

const postgres: StoreKind = { name: "PostgreSQL", configure: async () => ({ store: await makeDatabase() }) };

/**
 * The kinds of store on which a test runs. Where PostgreSQL is not installed, its turn is left out, which
 * `install-tools.mjs` says; CI leaves out none.
 */
export const eachStore: readonly StoreKind[] = [
  { name: "SQLite", configure: async () => ({}) },
  ...(postgresBin() === null && process.env.CI !== "true" ? [] : [postgres]),
];
