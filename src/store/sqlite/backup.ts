import { existsSync, renameSync, rmSync } from "node:fs";
import { WireError } from "../../domain/errors.ts";
import type { Connection } from "./connection.ts";
import { toWireError } from "./sqlite-error.ts";

/** `Store.backup`: written beside the target and renamed, so that a broken backup never stands where a good one was. */
export async function backup(connection: Connection, file: string): Promise<void> {
  const part = `${file}.part`;
  if (existsSync(file)) throw new WireError("conflict", `${file} exists already; a backup does not overwrite`);
  try {
    await connection.db.backup(part);
    renameSync(part, file);
  } catch (thrown) {
    rmSync(part, { force: true });
    throw asIoFailure(thrown, file);
  }
}

/** better-sqlite3 refuses a missing folder with a TypeError, the file system fails with codes of its own. */
function asIoFailure(thrown: unknown, file: string): unknown {
  const known = toWireError(thrown, file);
  if (known instanceof WireError) return known;
  return new WireError("io-failed", `${file}: the backup cannot be written`, { cause: thrown });
}
