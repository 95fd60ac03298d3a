import type { Instant } from "../../domain/time.ts";
import { analyseTables } from "../postgres/analyse-tables.ts";
import { type Connection, makeConnection } from "../postgres/connection.ts";
import { readFiledStates } from "../postgres/entries/filed-states.ts";
import { indexEntries } from "../postgres/lists/search/search-index.ts";
import { migrateDatabase } from "../postgres/migrate-database.ts";
import { databaseAddress, openPool } from "../postgres/open-database.ts";
import { requirePresentSchema } from "../postgres/open-postgres.ts";
import type { Transaction } from "../postgres/transaction.ts";
import { detailsOf } from "../rows/entry-rows.ts";
import { pastOf } from "../rows/past-text.ts";
import type { IndexedEntry } from "../searching/tags.ts";
import type { CopiedRow, CopiedTable, CopyEnd } from "./copied-tables.ts";

/** A database from which a store is copied. Errors: config-invalid, not-found, store-away, store-newer, conflict. */
export async function postgresSource(url: string): Promise<CopyEnd> {
  const connection = await openConnection(url, { readOnly: true }, requirePresentSchema);
  return postgresEnd(connection);
}

/** The database into which a store is copied. Creates its tables. Errors: as for `postgresSource`. */
export async function postgresTarget(url: string, now: Instant): Promise<CopyEnd> {
  const { schema } = databaseAddress(url);
  const connection = await openConnection(url, {}, async (own) => {
    await migrateDatabase(own, { schema, now });
  });
  return postgresEnd(connection);
}

async function openConnection(
  url: string,
  options: { readonly readOnly?: boolean },
  prepare: (connection: Connection) => Promise<void>,
): Promise<Connection> {
  const address = databaseAddress(url);
  const connection = makeConnection(openPool(address, options), address.name, address);
  try {
    await prepare(connection);
    return connection;
  } catch (thrown) {
    await connection.close();
    throw thrown;
  }
}

/** One end of a copy: the store in the database of `connection`. */
export function postgresEnd(connection: Connection): CopyEnd {
  const one = <Value>(text: string, values: readonly unknown[] = []): Promise<Value | undefined> =>
    connection.read(async (tx) => (await tx.get<{ value: Value }>(text, values, { prepare: false }))?.value);
  return {
    name: connection.name,
    identity: async () => (await one<string | null>("SELECT id_base AS value FROM totals")) ?? connection.name,
    isInUse: async (now) => (await one<boolean>(inUseSql, [now])) === true,
    columns: async (table) => (await one<readonly string[]>(columnsSql, [table])) ?? [],
    read: (table, columns, after, limit) => connection.read((tx) => readRows(tx, table, columns, after, limit)),
    count: async (table) => (await one<number>(`SELECT count(*) AS value FROM ${table}`)) ?? 0,
    lastRow: ({ name, key }) =>
      connection.read(async (tx) => {
        const order = key.map((column) => `${column} DESC`).join();
        return (
          (await tx.get<CopiedRow>(`SELECT * FROM ${name} ORDER BY ${order} LIMIT 1`, [], { prepare: false })) ?? null
        );
      }),
    write: (table, columns, rows) => connection.write((tx) => writeRows(tx, table, columns, rows)),
    lastId: async (table) =>
      (await one<number>(`SELECT greatest((SELECT coalesce(max(id), 0) FROM ${table}), (${lastValueSql})) AS value`, [
        table,
      ])) ?? 0,
    setLastId: (table, id) => connection.write((tx) => setLastId(tx, table, id)),
    unfinished: async () =>
      (await one<string | null>("SELECT to_regclass('store_copy')::text AS value")) == null
        ? null
        : ((await one<string>("SELECT source AS value FROM store_copy")) ?? null),
    begin: (identity) =>
      connection.write(async (tx) => {
        await tx.run('CREATE TABLE store_copy (source text COLLATE "C" NOT NULL, indexed_to bigint NOT NULL)');
        await tx.run("INSERT INTO store_copy VALUES ($1, 0)", [identity]);
      }),
    indexMore: (limit) => connection.write((tx) => indexMore(tx, limit)),
    finish: async () => {
      await analyseTables(connection);
      await connection.write(async (tx) => {
        await tx.run("DROP TABLE store_copy");
        await tx.run("UPDATE polls SET lease_owner = NULL, lease_until = NULL WHERE lease_owner IS NOT NULL");
        await tx.run("UPDATE desk SET owner = NULL, lease_until = NULL");
      });
    },
    close: () => connection.close(),
  };
}

/** A running service always holds the desk's lease. */
const inUseSql = "SELECT owner IS NOT NULL AND lease_until > $1::bigint AS value FROM desk";

const columnsSql = `SELECT array_agg(column_name::text) AS value FROM information_schema.columns
  WHERE table_schema = current_schema() AND table_name = $1`;

const lastValueSql = `SELECT coalesce((SELECT last_value FROM pg_sequences WHERE schemaname = current_schema()
  AND sequencename = $1::text || '_id_seq'), 0)`;

function readRows(
  tx: Transaction,
  { name, key }: CopiedTable,
  columns: readonly string[],
  after: CopiedRow | null,
  limit: number,
): Promise<readonly CopiedRow[]> {
  const values: readonly unknown[] = after === null ? [] : key.map((column) => after[column]);
  const behind = after === null ? "" : `WHERE (${key.join()}) > (${key.map((_, at) => `$${at + 1}`).join()})`;
  return tx.all<CopiedRow>(
    `SELECT ${columns.map(quotedName).join()} FROM ${name} ${behind} ORDER BY ${key.join()} LIMIT ${limit}`,
    values,
    { prepare: false },
  );
}

async function writeRows(
  tx: Transaction,
  { name, isSingle }: CopiedTable,
  columns: readonly string[],
  rows: readonly CopiedRow[],
): Promise<void> {
  if (isSingle === true) await tx.run(`DELETE FROM ${name}`);
  const types = await tx.all<{ column: string; type: string }>(
    `SELECT column_name AS column, udt_name AS type FROM information_schema.columns
     WHERE table_schema = current_schema() AND table_name = $1`,
    [name],
  );
  const typeOf = new Map(types.map(({ column, type }) => [column, type]));
  const arrays = columns.map((column, at) => `$${at + 1}::${typeOf.get(column)}[]`);
  await tx.run(
    `INSERT INTO ${name} (${columns.map(quotedName).join()}) SELECT * FROM unnest(${arrays.join()})`,
    columns.map((column) => rows.map((row) => withoutNul(row[column]))),
    { prepare: false },
  );
}

function quotedName(name: string): string {
  return `"${name}"`;
}

/** PostgreSQL cannot store U+0000. Entries of earlier builds may contain it; normalising now removes it. */
function withoutNul(value: unknown): unknown {
  return typeof value === "string" && value.includes("\0") ? value.replaceAll("\0", "") : value;
}

async function setLastId(tx: Transaction, table: string, id: number): Promise<void> {
  if (id > 0) await tx.get("SELECT setval(pg_get_serial_sequence($1, 'id'), $2::bigint)", [table, id]);
  for (const other of ["sources", "feeds"])
    await tx.get(
      `SELECT setval(pg_get_serial_sequence($1, 'id'), (SELECT max(id) FROM ${other})) FROM ${other} LIMIT 1`,
      [other],
    );
}

interface EntryRow extends Omit<IndexedEntry, "authors" | "categories"> {
  readonly id: number;
  readonly feedId: number;
  readonly firstSeenAt: Instant;
  readonly revision: number;
  readonly details: string;
}

async function indexMore(tx: Transaction, limit: number): Promise<number> {
  const entries = await tx.all<EntryRow>(
    `SELECT id, feed_id AS "feedId", first_seen_at AS "firstSeenAt", revision, title, text, language, urgency, url, details
     FROM entries WHERE id > (SELECT indexed_to FROM store_copy) ORDER BY id LIMIT $1::bigint`,
    [limit],
  );
  const states = await readFiledStates(
    tx,
    entries.filter(({ revision }) => revision > 1).map(({ id }) => id),
  );
  indexEntries(
    tx,
    entries.map(({ id, feedId, firstSeenAt, details, ...entry }) => {
      const { authors, categories } = detailsOf(details);
      return {
        id,
        feedId,
        firstSeenAt,
        entry: { ...entry, authors, categories },
        past: pastOf(states.get(id) ?? [], entry),
      };
    }),
  );
  const last = entries.at(-1)?.id;
  if (last !== undefined) await tx.run("UPDATE store_copy SET indexed_to = $1", [last]);
  return entries.length;
}
