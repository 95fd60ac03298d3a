import { WireError } from "../../domain/errors.ts";
import type { Log } from "../../domain/ports.ts";
import type { ReadLimits } from "../../domain/read-limits.ts";
import type { PublicStore, Store } from "../../domain/store.ts";
import type { Instant } from "../../domain/time.ts";
import { migrations } from "../migrations/postgres/migrations.ts";
import { type Connection, makeConnection } from "./connection.ts";
import { fillHosts } from "./feeds/fill-hosts.ts";
import { migrateDatabase, readDatabaseVersion, requireServer } from "./migrate-database.ts";
import { databaseAddress, openPool } from "./open-database.ts";
import { postgresPublicStore, postgresStore } from "./postgres-store.ts";

interface OpenPostgresOptions {
  readonly now: Instant;
  readonly log?: Log | undefined;
  readonly readOnly?: boolean | undefined;
  readonly busyTimeoutMs?: number | undefined;
  readonly migrate?: boolean | undefined;
}

/**
 * `openStore` for `postgres://…`. Errors: config-invalid, store-away, store-locked, store-corrupt, store-newer,
 * conflict.
 */
export async function openPostgres(url: string, options: OpenPostgresOptions): Promise<Store> {
  const address = databaseAddress(url);
  const isReadOnly = options.readOnly === true;
  const pool = openPool(address, { readOnly: isReadOnly, busyTimeoutMs: options.busyTimeoutMs });
  const connection = makeConnection(pool, address.name, address);
  return orClose(connection, async () => {
    if (isReadOnly || options.migrate === false) await requirePresentSchema(connection);
    else {
      const ran = await migrateDatabase(connection, { schema: address.schema, now: options.now });
      if (ran > 0) await connection.write(fillHosts);
      if (ran > 0)
        options.log?.info({ store: address.name, migrations: ran, schema: migrations.length }, "store migrated");
    }
    await requireWholeCopy(connection);
    return postgresStore(connection);
  });
}

/** `openReadStore` for `postgres://…`. Errors: as for `openPostgres`, and not-found. */
export async function openPostgresForReading(url: string, limits?: ReadLimits): Promise<PublicStore> {
  const address = databaseAddress(url);
  const pool = openPool(address, { readOnly: true });
  const connection = makeConnection(pool, address.name, { schema: address.schema, limits });
  return orClose(connection, async () => {
    await requirePresentSchema(connection);
    await requireWholeCopy(connection);
    return postgresPublicStore(connection);
  });
}

/**
 * Throws if the database has no store, or if the store's schema is not this build's. Errors: not-found, config-invalid,
 * store-corrupt, store-newer, conflict.
 */
export async function requirePresentSchema({ name, read }: Connection): Promise<void> {
  await read(async (tx) => {
    await requireServer(tx, name);
    const version = await readDatabaseVersion(tx, name);
    if (version === 0) throw new WireError("not-found", `${name}: there is no store yet`);
    if (version < migrations.length)
      throw new WireError(
        "conflict",
        `${name} has schema ${version}, this build needs ${migrations.length}: run wiredesk migrate`,
      );
  });
}

/** Throws conflict if the store is the target of a copy that is not finished. */
async function requireWholeCopy({ name, read }: Connection): Promise<void> {
  const row = await read((tx) => tx.get<{ table: string | null }>("SELECT to_regclass('store_copy')::text AS table"));
  if (row?.table == null) return;
  throw new WireError("conflict", `${name} holds a part of another store: run wiredesk copy-store again to finish it`);
}

async function orClose<Result>(connection: Connection, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    await connection.close();
    throw thrown;
  }
}
