import { existsSync, renameSync, rmSync } from "node:fs";
import SqliteDatabase from "better-sqlite3";
import { WireError } from "../../domain/errors.ts";
import type { Connection } from "./connection.ts";
import { toWireError } from "./sqlite-error.ts";

/** `Store.backup`: written beside the target and renamed, so that a broken backup never stands where a good one was. */
export async function backup(connection: Connection, file: string): Promise<void> {
  const part = `${file}.part`;
  if (existsSync(file)) throw new WireError("conflict", `${file} exists already; a backup does not overwrite`);
  try {
    await connection.db.backup(part);
    dropLeases(part);
    renameSync(part, file);
  } catch (thrown) {
    rmSync(part, { force: true });
    throw asIoFailure(thrown, file);
  }
}

/** What the process of now holds is nobody's where the backup is restored: no feed of it waits for a lease to end. */
function dropLeases(file: string): void {
  const copy = new SqliteDatabase(file);
  try {
    copy.exec(
      "UPDATE polls SET lease_owner = NULL, lease_until = NULL WHERE lease_owner IS NOT NULL; UPDATE desk SET owner = NULL, lease_until = NULL",
    );
  } finally {
    copy.close();
  }
}

/** better-sqlite3 refuses a missing folder with a TypeError, the file system fails with codes of its own. */
function asIoFailure(thrown: unknown, file: string): unknown {
  const known = toWireError(thrown, file);
  if (known instanceof WireError) return known;
  return new WireError("io-failed", `${file}: the backup cannot be written`, { cause: thrown });
}
