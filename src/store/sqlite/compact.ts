import type { Database } from "better-sqlite3";
import type { Compaction } from "../../domain/store.ts";
import { toWireError } from "./sqlite-error.ts";

/**
 * Unless a person asks, the file is rewritten only when at least this share of its pages is free. New entries soon fill
 * a smaller share, so rewriting the file would gain nothing.
 */
const freeShareMin = 0.25;
const freeBytesMin = 8 * 2 ** 20;
/** Rewriting a larger file would keep polls and the desk waiting for more than a few seconds. */
const unaskedBytesMax = 512 * 2 ** 20;

/**
 * `Store.compact`. `asked`: a person asked for it, so the file is rewritten whatever its size, and however little space
 * this frees. Rewriting reads the whole store and needs as much free disk space as the store takes.
 */
export async function compact(db: Database, asked: boolean): Promise<Compaction> {
  const pageBytes = Number(db.pragma("page_size", { simple: true }));
  const before = Number(db.pragma("page_count", { simple: true })) * pageBytes;
  const free = Number(db.pragma("freelist_count", { simple: true })) * pageBytes;
  const pays = free >= freeBytesMin && free >= freeShareMin * before;
  if (!asked && !pays) return { kind: "needless", bytes: before, freeBytes: free };
  if (!asked && before > unaskedBytesMax) return { kind: "too-large", bytes: before, freeBytes: free };
  try {
    // Let SQLite build the new file on disk. In memory, it would take as many bytes as the store has.
    db.pragma("temp_store = FILE");
    db.exec("VACUUM");
    db.pragma("wal_checkpoint(TRUNCATE)");
  } catch (thrown) {
    throw toWireError(thrown, db.name);
  } finally {
    db.pragma("temp_store = MEMORY");
  }
  return { kind: "done", bytes: Number(db.pragma("page_count", { simple: true })) * pageBytes, freeBytes: free };
}
