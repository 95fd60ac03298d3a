import { statSync } from "node:fs";
import type { Database } from "better-sqlite3";
import { WireError } from "../../domain/errors.ts";

/**
 * The tables of a store up to this size are checked each time the store is opened. For 3,000 entries, the check takes a
 * hundredth of a second.
 */
const checkedTablesBytesMax = 64 * 1024 * 1024;
/**
 * After a crash, a store up to this size is checked as a whole. PRAGMA quick_check reads every page. Reading a gigabyte
 * takes about a second if it is in memory, and far longer from a disk.
 */
const checkedAfterCrashBytesMax = 512 * 1024 * 1024;

/**
 * Throws store-corrupt for a damaged file, before anything is written to it. If the last process was killed
 * (`unclean`), the whole store is checked, unless it is too large to be read in seconds. Otherwise all tables of a
 * small store are checked, and only the small tables of a larger store. A killed process does not damage the file,
 * thanks to the write-ahead log. Damage comes from disks, copying and other programs.
 */
export function checkIntegrity(db: Database, unclean: boolean): void {
  const { size } = statSync(db.name);
  for (const target of targetsOf(db, unclean, size)) {
    const verdict = db.pragma(`quick_check(${target})`, { simple: true });
    if (verdict !== "ok") {
      throw new WireError("store-corrupt", `${db.name}: the store is damaged (${String(verdict)}); restore a backup`);
    }
  }
}

/** What to check: "1" for the whole store, or the names of single tables. */
function targetsOf(db: Database, unclean: boolean, bytes: number): readonly string[] {
  if (unclean && bytes <= checkedAfterCrashBytesMax) return ["1"];
  return bytes <= checkedTablesBytesMax ? tablesOf(db) : ["feeds", "polls", "totals", "desk"];
}

/**
 * The names of all tables except the full-text indexes. To check an index, SQLite reads the words of every entry, which
 * would take four fifths of the time of the whole check. The tables in which an index stores its data are still
 * checked.
 */
function tablesOf(db: Database): readonly string[] {
  const list = db.prepare<[], string>("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type <> 'virtual'");
  return list.pluck().all();
}
