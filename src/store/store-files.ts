import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import SqliteDatabase, { type Database } from "better-sqlite3";
import { WireError } from "../domain/errors.ts";
import type { RestoredStore, StoreFiles, StoreInspection } from "../domain/files/store-files.ts";
import { readSchemaVersion } from "./migrate.ts";
import { migrations } from "./migrations/sqlite/migrations.ts";
import { isPostgres, storeFile } from "./open-store.ts";
import { checkIntegrity } from "./sqlite/check-integrity.ts";
import { isInUse, openForReading } from "./sqlite/open-database.ts";
import { toWireError } from "./sqlite/sqlite-error.ts";

/** `StoreFiles` for both kinds of store. */
export const storeFiles: StoreFiles = {
  databaseVersion,
  isOnServer: isPostgres,
  inspectDatabase: async (store) => (await import("./postgres/inspect-database.ts")).inspectDatabase(store),
  fileOf: storeFile,
  inspect,
  restore,
};

function databaseVersion(): string {
  const db = new SqliteDatabase(":memory:");
  try {
    return String(db.prepare("SELECT sqlite_version()").pluck().get());
  } finally {
    db.close();
  }
}

function inspect(file: string, whole: boolean): StoreInspection {
  const db = openForReading(file);
  try {
    const schema = readSchemaVersion(db);
    if (schema === 0) throw new WireError("store-corrupt", `${file} is empty, so it is not a wiredesk store`);
    if (whole) requireWhole(db);
    else checkIntegrity(db, true);
    const { feeds, entries } = db.prepare<[], { feeds: number; entries: number }>(counts).get() ?? noCounts;
    return { bytes: statSync(file).size, schema, presentSchema: migrations.length, feeds, entries };
  } catch (thrown) {
    throw toWireError(thrown, file);
  } finally {
    db.close();
  }
}

/** These tables and columns are in every schema. */
const counts =
  "SELECT (SELECT count(*) FROM feeds WHERE state <> 'removed') AS feeds, (SELECT count(*) FROM entries) AS entries";
const noCounts = { feeds: 0, entries: 0 };

/**
 * Throws store-corrupt for a damaged file. Reads every page and every index, so it takes longer than the check at each
 * start.
 */
function requireWhole(db: Database): void {
  const verdict = db.pragma("integrity_check(1)", { simple: true });
  if (verdict !== "ok") throw new WireError("store-corrupt", `${db.name}: the file is damaged (${String(verdict)})`);
}

async function restore(backup: string, store: string, now: number): Promise<RestoredStore> {
  const file = storeFile(store);
  if (!existsSync(backup)) throw new WireError("not-found", `${backup}: there is no such file`);
  if (isSameFile(backup, file)) throw new WireError("conflict", `${backup} is the store itself; name a backup`);
  mkdirSync(dirname(file), { recursive: true });
  const copy = `${file}.restoring`;
  removeWithLog(copy);
  try {
    await copyBackup(backup, copy);
    const inspection = inspectCopy(copy, backup);
    requireUnused(file);
    const keptAs = keepAside(file, now);
    renameSync(copy, file);
    return { ...inspection, file, keptAs };
  } finally {
    removeWithLog(copy);
  }
}

/**
 * Checks the copy, not the backup, because the backup may be in a folder where SQLite must not write even its lock
 * files.
 */
function inspectCopy(copy: string, backup: string): StoreInspection {
  try {
    return inspect(copy, true);
  } catch (thrown) {
    if (!(thrown instanceof WireError)) throw thrown;
    throw new WireError(thrown.code, thrown.message.replaceAll(copy, backup), { cause: thrown.cause });
  }
}

function isSameFile(one: string, other: string): boolean {
  const [first, second] = [one, other].map((file) => statSync(file, { throwIfNoEntry: false }));
  return first !== undefined && first.ino === second?.ino && first.dev === second.dev;
}

/**
 * If a log lies beside the file, the store was not closed. SQLite then makes the copy, so that it includes what is
 * still in the log.
 */
async function copyBackup(from: string, to: string): Promise<void> {
  if ((statSync(`${from}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0) return copyFileSync(from, to);
  const db = openForReading(from);
  try {
    await db.backup(to);
  } finally {
    db.close();
  }
}

function removeWithLog(file: string): void {
  for (const suffix of ["", ...logSuffixes]) rmSync(`${file}${suffix}`, { force: true });
}

/** SQLite cannot tell whether a damaged file is in use. Such a file is renamed and kept like any other store. */
function requireUnused(file: string): void {
  if (!existsSync(file)) return;
  let inUse = false;
  try {
    // When nobody else has the store open, this also writes the rest of its log into the file.
    inUse = isInUse(file);
  } catch (thrown) {
    const known = toWireError(thrown, file);
    if (!(known instanceof WireError) || known.code !== "store-corrupt") throw thrown;
  }
  if (inUse)
    throw new WireError(
      "conflict",
      `${file}: the store is in use; stop the service and other commands, then try again`,
    );
}

/** Renames the store with its log, if one is left. A new file must never lie beside the log of an old one. */
function keepAside(file: string, now: number): string | null {
  if (!existsSync(file)) {
    for (const suffix of logSuffixes) rmSync(`${file}${suffix}`, { force: true });
    return null;
  }
  const keptAs = freeName(`${file}.before-${new Date(now).toISOString().replace(/[-:]|\.\d+/g, "")}`);
  renameSync(file, keptAs);
  for (const suffix of logSuffixes)
    if (existsSync(`${file}${suffix}`)) renameSync(`${file}${suffix}`, `${keptAs}${suffix}`);
  return keptAs;
}

function freeName(name: string): string {
  let free = name;
  for (let at = 2; existsSync(free); at++) free = `${name}-${at}`;
  return free;
}

const logSuffixes = ["-wal", "-shm"];
