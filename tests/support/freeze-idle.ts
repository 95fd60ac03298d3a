import SqliteDatabase from "better-sqlite3";
import { eventually } from "./cli.ts";

/**
 * Freezes a process until it gets SIGCONT, at a moment when it does not hold the lock of its store. Frozen with the
 * lock, it would let nobody else write.
 */
export async function freezeIdle(pid: number, storeFile: string): Promise<void> {
  const db = new SqliteDatabase(storeFile, { timeout: 0 });
  const freeze = async () => {
    process.kill(pid, "SIGSTOP");
    try {
      db.exec("BEGIN IMMEDIATE; ROLLBACK");
      return true;
    } catch {
      process.kill(pid, "SIGCONT");
      return false;
    }
  };
  await eventually(freeze, (isFrozen) => isFrozen);
  db.close();
}
