import { statSync } from "node:fs";
import type { Database } from "better-sqlite3";
import { WireError } from "../../domain/errors.ts";

/**
 * The tables of a store up to this size are checked each time the store is opened. For 3,000 entries, the check takes a
 * hundredth of a second.
 */
const checkedTablesBytesMax = 64 * 1024 * 1024;
/**
 * A larger store is not checked as a whole. PRAGMA quick_check reads every page. That takes about a second for each
 * gigabyte in memory, and far longer from a disk.
 */
const checkedAfterCrashBytesMax = 512 * 1024 * 1024;

/**
 * Refuses a damaged file before anything is written to it. If its last process was killed (`unclean`), the whole store
 * is checked, up to a size that is read in seconds. Otherwise the tables of a small store are checked, and the small
 * tables of a larger one. WAL itself survives a killed process, so damage comes from disks, copying and other programs.
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
 * All tables except the full-text indexes: to check them, SQLite would read the words of every entry, which is four
 * fifths of the whole check. The tables in which an index stores its data are still checked.
 */
function tablesOf(db: Database): readonly string[] {
  const list = db.prepare<[], string>("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type <> 'virtual'");
  return list.pluck().all();
}
