import type { Database } from "better-sqlite3";
import { WireError } from "../domain/errors.ts";
import type { Instant } from "../domain/time.ts";
import { migrations } from "./migrations/sqlite/migrations.ts";
import { toWireError } from "./sqlite/sqlite-error.ts";

/**
 * "WDSK": the PRAGMA application_id of our files. It shows that a file is a store, and not another program's database.
 */
export const applicationId = 0x5744534b;

/**
 * Brings the schema to this build's version, in one transaction for each migration. Returns how many migrations ran.
 * Errors: store-newer, store-corrupt.
 */
export function migrate(db: Database, now: Instant, steps: readonly string[] = migrations): number {
  let ran = 0;
  while (readSchemaVersion(db, steps.length) < steps.length) {
    runNext(db, now, steps);
    ran += 1;
  }
  return ran;
}

/**
 * Returns how many migrations have run on the file. Throws store-newer for a file of a newer build, and store-corrupt
 * for a file of another program.
 */
export function readSchemaVersion(db: Database, known: number = migrations.length): number {
  const version = Number(db.pragma("user_version", { simple: true }));
  const owner = Number(db.pragma("application_id", { simple: true }));
  if (version > known) {
    throw new WireError(
      "store-newer",
      `${db.name} has schema ${version}, but this build knows only ${known}: use the wiredesk that wrote it, or a newer one`,
    );
  }
  if (version > 0 ? owner !== applicationId : hasTables(db)) {
    throw new WireError("store-corrupt", `${db.name} is a SQLite database, but not a wiredesk store`);
  }
  return version;
}

function hasTables(db: Database): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() !== undefined;
}

/**
 * Runs the next migration. The version is read again inside the transaction, because two processes may open an old file
 * at the same moment.
 */
function runNext(db: Database, now: Instant, steps: readonly string[]): void {
  const run = db.transaction(() => {
    const version = readSchemaVersion(db, steps.length);
    const step = steps[version];
    if (step === undefined) return;
    runStep(db, version + 1, step, now);
    db.pragma(`application_id = ${applicationId}`);
    db.pragma(`user_version = ${version + 1}`);
  });
  run.immediate();
}

/** Runs one migration. If the migration does not fit the tables, the file is not a store, and nothing is changed. */
function runStep(db: Database, version: number, step: string, now: Instant): void {
  try {
    db.exec(step);
    db.prepare("INSERT INTO migrations (version, ran_at) VALUES (?, ?)").run(version, now);
  } catch (thrown) {
    // A full disk or a lock is not a fault of the schema.
    const known = toWireError(thrown, db.name);
    if (known instanceof WireError || !(thrown instanceof Error) || !("code" in thrown)) throw known;
    throw new WireError(
      "store-corrupt",
      `${db.name}: the schema is not the one that a wiredesk makes, so migration ${version} cannot run (${thrown.message}); restore a backup`,
      { cause: thrown },
    );
  }
}
