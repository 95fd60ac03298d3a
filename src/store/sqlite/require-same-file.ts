import { closeSync, openSync, readSync, statSync } from "node:fs";
import SqliteDatabase from "better-sqlite3";
import { WireError } from "../../domain/errors.ts";

/**
 * Returns a check that the path still leads to the file that was opened. SQLite continues to use a deleted file, and
 * everything written to a deleted file is lost when the process ends. The check takes two microseconds, so it can be
 * made before every transaction; do not call it inside a transaction. The check throws WireError store-lost when the
 * file is gone, and passes again when the same file is back. It throws store-replaced when another file has taken the
 * file's place, or when the file was cut short. A file that VACUUM made shorter passes: VACUUM, in any process, raises
 * the number that `readSchemaVersion` reads (https://www.sqlite.org/pragma.html#pragma_schema_version).
 */
export function requireSameFile(file: string, readSchemaVersion: () => number): () => void {
  const opened = statSync(file, { throwIfNoEntry: false });
  let seen: { readonly bytes: number; readonly version: number } | null = null;
  return () => {
    const present = statSync(file, { throwIfNoEntry: false });
    if (present === undefined)
      throw new WireError("store-lost", `${file}: the store was deleted or moved while in use`);
    if (opened !== undefined && (present.ino !== opened.ino || present.dev !== opened.dev)) throw replaced(file);
    if (present.size === seen?.bytes) return;
    if (seen !== null && present.size < seen.bytes && !isVacuumed(file, readSchemaVersion, seen.version))
      throw replaced(file);
    seen = { bytes: present.size, version: readSchemaVersion() };
  };
}

/** Whether the schema version was raised, both in the file's header and in SQLite's answer. */
function isVacuumed(file: string, readSchemaVersion: () => number, before: number): boolean {
  try {
    const version = readSchemaVersion();
    return version > before && versionIn(file) === version;
  } catch (thrown) {
    // So much of the file was cut off that SQLite cannot read it.
    if (thrown instanceof SqliteDatabase.SqliteError) return false;
    throw thrown;
  }
}

/** The schema version in the file's header (https://www.sqlite.org/fileformat2.html#schema_cookie); null: no header. */
function versionIn(file: string): number | null {
  const descriptor = openSync(file, "r");
  try {
    const header = Buffer.alloc(100);
    return readSync(descriptor, header, 0, header.length, 0) < header.length ? null : header.readUInt32BE(40);
  } finally {
    closeSync(descriptor);
  }
}

function replaced(file: string): WireError {
  return new WireError("store-replaced", `${file}: the store was replaced by another file while in use`);
}
