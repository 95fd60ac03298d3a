import { statSync } from "node:fs";
import type { Database } from "better-sqlite3";
import { WireError } from "../../domain/errors.ts";

/**
 * A store up to this size is always checked in full. PRAGMA quick_check reads every page: about a second for each
 * gigabyte in memory, and far more from a cold disk.
 */
const checkedWholeBytesMax = 64 * 1024 * 1024;
const checkedAfterCrashBytesMax = 512 * 1024 * 1024;

/**
 * Refuses a damaged file before anything is written to it. A small store is checked in full each time. A larger one is
 * checked in full only if its last process was killed (`unclean`), and only up to a size that is read in seconds. In
 * all other cases only the header and the small tables are checked. WAL itself survives a killed process, so damage
 * comes from disks, copying and other programs.
 */
export function checkIntegrity(db: Database, unclean: boolean): void {
  const bytes = statSync(db.name).size;
  const whole = bytes <= (unclean ? checkedAfterCrashBytesMax : checkedWholeBytesMax);
  for (const target of whole ? ["1"] : ["feeds", "polls", "totals", "desk"]) {
    const verdict = db.pragma(`quick_check(${target})`, { simple: true });
    if (verdict !== "ok") {
      throw new WireError("store-corrupt", `${db.name}: the store is damaged (${String(verdict)}); restore a backup`);
    }
  }
}
