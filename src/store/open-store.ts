import type { Database } from "better-sqlite3";
import { WireError } from "../domain/errors.ts";
import type { Log } from "../domain/ports.ts";
import type { ReadLimits } from "../domain/read-limits.ts";
import type { PublicStore, Store } from "../domain/store.ts";
import type { Instant } from "../domain/time.ts";
import { migrate, readSchemaVersion } from "./migrate.ts";
import { migrations } from "./migrations/sqlite/migrations.ts";
import { checkIntegrity } from "./sqlite/check-integrity.ts";
import { type Connection, makeConnection } from "./sqlite/connection.ts";
import { fillHosts, hasUnplaced } from "./sqlite/feeds/fill-hosts.ts";
import { openForReading, openForWriting, requireWholeCopy } from "./sqlite/open-database.ts";
import { toWireError } from "./sqlite/sqlite-error.ts";
import { sqlitePublicStore, sqliteStore } from "./sqlite/sqlite-store.ts";

interface OpenStoreOptions {
  /** The time that is recorded with each migration. */
  readonly now: Instant;
  readonly log?: Log;
  /** Opens an existing store for reading only. Every method that writes fails with io-failed. */
  readonly readOnly?: boolean;
  /** How long a method waits for another process's write before it fails with store-locked. */
  readonly busyTimeoutMs?: number;
  /** False: refuse a store with an older schema (conflict) instead of migrating it. */
  readonly migrate?: boolean;
}

/**
 * Opens a store for reading and writing: `sqlite:PATH` (relative to the working directory), or
 * `postgres://user@host/database`. Creates the file and its folder, or the tables, if missing. Errors: config-invalid,
 * io-failed, store-away, store-corrupt, store-locked, store-newer, conflict.
 */
export async function openStore(url: string, options: OpenStoreOptions): Promise<Store> {
  if (isPostgres(url)) return (await import("./postgres/open-postgres.ts")).openPostgres(url, options);
  const file = storeFile(url);
  if (options.readOnly === true) return openPresent(file, sqliteStore);
  const { db, unclean } = openForWriting(file, options.busyTimeoutMs);
  return orClose(db, () => {
    checkIntegrity(db, unclean);
    if (options.migrate === false) requirePresentSchema(db);
    requireWholeCopy(db);
    const ran = migrate(db, options.now);
    if (ran > 0) options.log?.info({ store: file, migrations: ran, schema: migrations.length }, "store migrated");
    if (unclean)
      options.log?.info(
        { store: file },
        "the last process that wrote to the store was killed; everything that it had stored is still there",
      );
    const connection = makeConnection(db);
    fillHostsOnce(connection);
    return sqliteStore(connection);
  });
}

/**
 * Opens an existing store for reading only, for the public. Any number of other processes may have it open. Errors: as
 * for `openStore`, and not-found. Reading a list that costs more than `limits` allow fails with timeout. Without
 * `limits`, nothing is limited.
 */
export async function openReadStore(url: string, limits?: ReadLimits): Promise<PublicStore> {
  if (isPostgres(url)) return (await import("./postgres/open-postgres.ts")).openPostgresForReading(url, limits);
  return openPresent(storeFile(url), sqlitePublicStore, limits);
}

/** Whether a store's URL names a PostgreSQL database. */
export function isPostgres(url: string): boolean {
  return /^postgres(?:ql)?:/i.test(url);
}

/** Stores the hosts of the feeds that have none. Usually every feed has its host already, so no write lock is taken. */
function fillHostsOnce(connection: Connection): void {
  if (hasUnplaced(connection)) connection.db.transaction(() => fillHosts(connection)).immediate();
}

function openPresent<Opened>(file: string, make: (connection: Connection) => Opened, limits?: ReadLimits): Opened {
  const db = openForReading(file);
  return orClose(db, () => {
    requirePresentSchema(db);
    requireWholeCopy(db);
    return make(makeConnection(db, limits));
  });
}

function requirePresentSchema(db: Database): void {
  const version = readSchemaVersion(db);
  if (version === migrations.length) return;
  throw new WireError(
    "conflict",
    `${db.name} has schema ${version}, this build needs ${migrations.length}: run wiredesk migrate`,
  );
}

function orClose<Result>(db: Database, work: () => Result): Result {
  try {
    return work();
  } catch (thrown) {
    db.close();
    throw toWireError(thrown, db.name);
  }
}

/**
 * The file of a `sqlite:path` URL, relative to the working directory. Errors: usage for the URL of a PostgreSQL
 * database, config-invalid for anything else.
 */
export function storeFile(url: string): string {
  if (isPostgres(url))
    throw new WireError(
      "usage",
      "this store is a PostgreSQL database, not a file: use pg_dump and pg_restore (docs/postgresql.md)",
    );
  const match = /^sqlite:(?:\/\/(?=\/))?(.+)$/is.exec(url);
  const path = match?.[1];
  if (path === undefined || path.includes("\0") || path.startsWith(":")) {
    throw new WireError("config-invalid", `store: expected sqlite:PATH, got ${JSON.stringify(url)}`);
  }
  return path;
}
