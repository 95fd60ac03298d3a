import { accessSync, constants, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import SqliteDatabase, { type Database } from "better-sqlite3";
import { WireError } from "../../domain/errors.ts";
import { addReceiverShard } from "./receiver-shards.ts";
import { toWireError } from "./sqlite-error.ts";

/**
 * How long a connection waits for another connection's write before it fails with store-locked, unless configured
 * otherwise.
 */
const busyTimeoutMsUsual = 10_000;
/**
 * The page cache of a connection in KiB (SQLite takes a negative number as KiB). Over 120,000 entries, no connection
 * was measurably faster with twice as much, because the operating system caches the file's pages too. Over 40,000
 * entries, a connection that only reads was as fast with a quarter of the writer's cache. The writer needs more,
 * because it keeps changed pages in its cache until it commits.
 */
const cacheKib = { writing: 8 * 1024, reading: 2 * 1024 } as const;
/**
 * The write-ahead log is written into the file when it has this many pages (16 MB). This gives fewer, larger syncs than
 * the default of 1000.
 */
const walPagesMax = 4000;
/** A slow reader can make the log grow larger than this. The log is then cut back to this size. */
const walBytesMax = 64 * 1024 * 1024;

/**
 * Opens the file for reading and writing. Creates the file and its folder if missing. Errors: io-failed, store-corrupt,
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
    return { db: configured(db, cacheKib.writing, () => configureWriter(db)), unclean };
  });
}

/**
 * Whether there is a write-ahead log: either the last process did not close the store, or another process has it open
 * now.
 */
function hasLeftLog(file: string): boolean {
  return (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/**
 * Whether another connection has the store open. SQLite gives a connection exclusive use of the file only when no other
 * connection exists, reading or writing (sqlite.org/wal.html, section 6).
 */
export function isInUse(file: string): boolean {
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
  // With WAL, NORMAL can lose the last transactions in a power cut, but the file stays consistent. A killed process
  // loses nothing.
  db.pragma("synchronous = NORMAL");
  db.pragma("foreign_keys = ON");
  db.pragma(`wal_autocheckpoint = ${walPagesMax}`);
  db.pragma(`journal_size_limit = ${walBytesMax}`);
}

/** Opens the file for reading only. Errors: not-found, io-failed, store-corrupt, store-locked. */
export function openForReading(file: string): Database {
  if (!existsSync(file)) throw new WireError("not-found", `${file}: there is no store yet`);
  return opened(file, () => {
    const db = new SqliteDatabase(file, { readonly: true, fileMustExist: true, timeout: busyTimeoutMsUsual });
    return configured(db, cacheKib.reading, () => db.pragma("query_only = ON"));
  });
}

/** Throws conflict if the store is the target of a copy that is not finished. */
export function requireWholeCopy(db: Database): void {
  if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'store_copy'").get() === undefined) return;
  throw new WireError(
    "conflict",
    `${db.name} holds a part of another store: run wiredesk copy-store again to finish it`,
  );
}

/** Configures a connection. If that fails, the connection is closed, so that no broken handle remains. */
function configured(db: Database, kib: number, configure: () => void): Database {
  try {
    configure();
    db.pragma(`cache_size = -${kib}`);
    db.pragma("temp_store = MEMORY");
    addReceiverShard(db);
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
    const known = toWireError(thrown, file);
    if (!(known instanceof WireError) || known.code !== "io-failed" || !isOnReadOnlyDisk(file)) throw known;
    throw new WireError("io-failed", `${file}: the disk of the store is read-only; make it writable again`, {
      cause: thrown,
    });
  }
}

/**
 * SQLite does not say that a disk is read-only. It cannot make its lock file, and reports that it cannot open
 * the store.
 */
function isOnReadOnlyDisk(file: string): boolean {
  try {
    accessSync(dirname(file), constants.W_OK);
    return false;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === "EROFS";
  }
}

function makeFolder(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (thrown) {
    throw new WireError("io-failed", `${dirname(file)}: the folder of the store cannot be created`, { cause: thrown });
  }
}
