import { WireError } from "../../domain/errors.ts";
import type { Instant } from "../../domain/time.ts";
import { migrations } from "../migrations/postgres/migrations.ts";
import type { Connection } from "./connection.ts";
import type { Transaction } from "./transaction.ts";

/** Debian 12 has this version. Older servers lack features that our statements use. */
const serverVersionMin = 15;

/**
 * Brings the schema to this build's version, in one transaction for each migration, while no other process writes.
 * Creates the schema if missing. Returns how many migrations ran. Errors: store-newer, store-corrupt, config-invalid.
 */
export async function migrateDatabase(
  { name, write }: Connection,
  {
    schema,
    now,
    steps = migrations,
  }: { readonly schema: string; readonly now: Instant; readonly steps?: readonly string[] },
): Promise<number> {
  await write(async (tx) => {
    await requireServer(tx, name);
    if ((await tx.get("SELECT 1 FROM pg_namespace WHERE nspname = $1", [schema])) === undefined)
      await tx.script(`CREATE SCHEMA "${schema.replaceAll('"', '""')}"`);
  });
  for (let ran = 0; ; ran += 1) if (!(await write((tx) => runNext(tx, name, now, steps)))) return ran;
}

/**
 * Returns how many migrations have run on the database. Throws store-newer for a database of a newer build, and
 * store-corrupt for a database of another program.
 */
export async function readDatabaseVersion(tx: Transaction, name: string, known = migrations.length): Promise<number> {
  const tables = await tx.all<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()",
  );
  if (tables.length === 0) return 0;
  if (!["migrations", "totals", "desk"].every((table) => tables.some((one) => one.name === table)))
    throw new WireError(
      "store-corrupt",
      `${name} holds tables of another program, not a wiredesk store; name another database, or a schema (?schema=…)`,
    );
  const version = (await tx.get<{ version: number }>("SELECT max(version) AS version FROM migrations"))?.version ?? 0;
  if (version > known)
    throw new WireError(
      "store-newer",
      `${name} has schema ${version}, but this build knows only ${known}: use the wiredesk that wrote it, or a newer one`,
    );
  return version;
}

/** Refuses a server that cannot hold a store. Error: config-invalid. */
export async function requireServer(tx: Transaction, name: string): Promise<void> {
  const server = await tx.get<{ version: number; text: string; encoding: string }>(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS text,
     current_setting('server_encoding') AS encoding`,
  );
  if (server === undefined) throw new Error("the server returned no settings");
  if (server.version < serverVersionMin * 10_000)
    throw new WireError(
      "config-invalid",
      `${name}: PostgreSQL ${server.text} is too old; use ${serverVersionMin} or newer`,
    );
  if (server.encoding !== "UTF8")
    throw new WireError(
      "config-invalid",
      `${name}: the database has the encoding ${server.encoding}; create it with UTF8`,
    );
}

async function runNext(tx: Transaction, name: string, now: Instant, steps: readonly string[]): Promise<boolean> {
  const version = await readDatabaseVersion(tx, name, steps.length);
  const step = steps[version];
  if (step === undefined) return false;
  await tx.script(step);
  await tx.run("INSERT INTO migrations (version, ran_at) VALUES ($1, $2)", [version + 1, now]);
  return true;
}
