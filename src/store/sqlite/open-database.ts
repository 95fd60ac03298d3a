import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import SqliteDatabase, { type Database } from "better-sqlite3";
import { WireError } from "../../domain/errors.ts";
import { toWireError } from "./sqlite-error.ts";

/** How long a connection waits for another's write before it says store-locked, unless told otherwise. */
const busyTimeoutMsUsual = 10_000;
/**
 * Pages that a connection keeps in memory, in KiB (negative: SQLite's way of saying KiB instead of pages). A service
 * has three connections; with twice as much none was measurably quicker over 120,000 entries, as the system keeps the
 * file's pages too.
 */
const cacheKib = 32 * 1024;
/**
 * The write-ahead log is brought into the file at this many pages (16 MB): fewer, larger syncs than the default of
 * 1000.
 */
const walPagesMax = 4000;
/** A log that grew larger (behind a long reader) is cut back to this. */
const walBytesMax = 64 * 1024 * 1024;

/**
 * The file for reading and writing; made, with its folder, when missing. Errors: io-failed, store-corrupt,
 * store-locked.
 */
export function openForWriting(
  file: string,
  busyTimeoutMs: number = busyTimeoutMsUsual,
): { readonly db: Database; readonly unclean: boolean } {
  makeFolder(file);
  return opened(file, () => {
    const unclean = hasLeftLog(file) && !isInUse(file);
    const db = new SqliteDatabase(file, { timeout: busyTimeoutMs });
    return { db: configured(db, () => configureWriter(db)), unclean };
  });
}

/** A log that was left behind: the last process did not close, or another has the store open now. */
function hasLeftLog(file: string): boolean {
  return (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/**
 * Whether another connection has the store open. SQLite lets a connection have a file for itself alone only where there
 * is no other, reading or writing (sqlite.org/wal.html, section 6).
 */
function isInUse(file: string): boolean {
  const probe = new SqliteDatabase(file, { timeout: 0 });
  try {
    probe.pragma("locking_mode = EXCLUSIVE");
    probe.prepare("SELECT 1 FROM sqlite_schema").get();
    return false;
  } catch (thrown) {
    const known = toWireError(thrown, file);
    if (known instanceof WireError && known.code === "store-locked") return true;
    throw thrown;
  } finally {
    probe.close();
  }
}

function configureWriter(db: Database): void {
  db.pragma("journal_mode = WAL");
  // With WAL, NORMAL can lose the last transactions to a power cut, never consistency; a killed process loses nothing.
  db.pragma("synchronous = NORMAL");
  db.pragma("foreign_keys = ON");
  db.pragma(`wal_autocheckpoint = ${walPagesMax}`);
  db.pragma(`journal_size_limit = ${walBytesMax}`);
}

/** The file for reading alone. Errors: not-found, io-failed, store-corrupt, store-locked. */
export function openForReading(file: string): Database {
  if (!existsSync(file)) throw new WireError("not-found", `${file}: there is no store yet`);
  return opened(file, () => {
    const db = new SqliteDatabase(file, { readonly: true, fileMustExist: true, timeout: busyTimeoutMsUsual });
    return configured(db, () => db.pragma("query_only = ON"));
  });
}

/** Closes the database again when its first words fail, so that no broken handle stays. */
function configured(db: Database, configure: () => void): Database {
  try {
    configure();
    db.pragma(`cache_size = -${cacheKib}`);
    db.pragma("temp_store = MEMORY");
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

function opened<Opened>(file: string, open: () => Opened): Opened {
  try {
    return open();
  } catch (thrown) {
    throw toWireError(thrown, file);
  }
}

function makeFolder(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (thrown) {
    throw new WireError("io-failed", `${dirname(file)}: the folder of the store cannot be made`, { cause: thrown });
  }
}
