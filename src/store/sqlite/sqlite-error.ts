import { WireError, type WireErrorCode } from "../../domain/errors.ts";

/**
 * Turns an expected failure of SQLite into a `WireError` with its cause. Any other thrown value (a bug, a WireError) is
 * returned unchanged.
 */
export function toWireError(thrown: unknown, file: string): unknown {
  if (!(thrown instanceof Error) || thrown instanceof WireError) return thrown;
  const sqliteCode: unknown = "code" in thrown ? thrown.code : null;
  if (typeof sqliteCode !== "string") return thrown;
  const known = meanings.find(([prefix]) => sqliteCode.startsWith(prefix));
  if (known === undefined) return thrown;
  return new WireError(known[1], `${file}: ${known[2]}`, { cause: thrown });
}

/**
 * The meanings of SQLite's result codes, by the beginning of the code, so that extended codes match too:
 * https://sqlite.org/rescode.html
 */
const meanings: readonly (readonly [string, WireErrorCode, string])[] = [
  ["SQLITE_BUSY", "store-locked", "the store is locked by another process"],
  ["SQLITE_LOCKED", "store-locked", "the store is locked by another connection"],
  [
    "SQLITE_CORRUPT",
    "store-corrupt",
    "the store is damaged; restore a backup, or save what can be read with: sqlite3 FILE .recover",
  ],
  ["SQLITE_NOTADB", "store-corrupt", "this is not a wiredesk store"],
  ["SQLITE_READONLY", "io-failed", "the store, or its folder, cannot be written"],
  [
    "SQLITE_CANTOPEN",
    "io-failed",
    "the store cannot be opened; let the user that runs wiredesk read and write it and its folder",
  ],
  ["SQLITE_PERM", "io-failed", "no permission"],
  ["SQLITE_AUTH", "io-failed", "no permission"],
  ["SQLITE_FULL", "io-failed", "the disk is full"],
  ["SQLITE_IOERR", "io-failed", "the disk failed"],
];
