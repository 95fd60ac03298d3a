import { existsSync } from "node:fs";
import type { Database } from "better-sqlite3";
import { WireError } from "../../domain/errors.ts";
import type { Instant } from "../../domain/time.ts";
import { migrate, readSchemaVersion } from "../migrate.ts";
import { migrations } from "../migrations/sqlite/migrations.ts";
import { detailsOf } from "../rows/entry-rows.ts";
import type { IndexedEntry } from "../searching/tags.ts";
import { type Connection, makeConnection } from "../sqlite/connection.ts";
import { indexEntry } from "../sqlite/lists/search/search-index.ts";
import { isInUse, openForReading, openForWriting } from "../sqlite/open-database.ts";
import type { CopiedRow, CopiedTable, CopyEnd } from "./copied-tables.ts";

/** A file from which a store is copied. Errors: not-found, store-corrupt, store-newer, conflict (an older schema). */
export function sqliteSource(file: string): CopyEnd {
  // This must come before the file is opened, because our own connection would count as a use.
  const isUsed = existsSync(file) && isInUse(file);
  const db = openForReading(file);
  const version = readSchemaVersion(db);
  if (version !== migrations.length) {
    db.close();
    throw new WireError(
      "conflict",
      `${file} has schema ${version}, this build needs ${migrations.length}: run wiredesk migrate`,
    );
  }
  return endOf(db, isUsed);
}

/** The file into which a store is copied. Creates the file if it is missing. */
export function sqliteTarget(file: string, now: Instant): CopyEnd {
  const { db } = openForWriting(file);
  migrate(db, now);
  return endOf(db, false);
}

function endOf(db: Database, isUsed: boolean): CopyEnd {
  const connection = makeConnection(db);
  const one = <Value>(text: string, ...values: unknown[]) =>
    db
      .prepare<unknown[], Value>(text)
      .pluck()
      .get(...values);
  return {
    name: `sqlite:${db.name}`,
    identity: async () => one<string | null>("SELECT id_base FROM totals") ?? db.name,
    isInUse: async () => isUsed,
    columns: async (table) => db.prepare<[string], string>("SELECT name FROM pragma_table_info(?)").pluck().all(table),
    read: async (table, columns, after, limit) => readRows(db, table, columns, after, limit),
    count: async (table) => one<number>(`SELECT count(*) FROM ${table}`) ?? 0,
    lastRow: async ({ name, key }) =>
      db
        .prepare<[], CopiedRow>(`SELECT * FROM ${name} ORDER BY ${key.map((one) => `${one} DESC`).join()} LIMIT 1`)
        .get() ?? null,
    write: (table, columns, rows) => connection.write(() => writeRows(db, table, columns, rows)),
    lastId: async (table) =>
      Math.max(
        one<number>("SELECT seq FROM sqlite_sequence WHERE name = ?", table) ?? 0,
        one<number | null>(`SELECT max(id) FROM ${table}`) ?? 0,
      ),
    setLastId: (table, id) => connection.write(() => setLastId(db, table, id)),
    unfinished: async () => (hasMark(db) ? (one<string>("SELECT source FROM store_copy") ?? null) : null),
    begin: (identity) =>
      connection.write(() => {
        db.exec("CREATE TABLE store_copy (source TEXT NOT NULL, indexed_to INTEGER NOT NULL) STRICT");
        db.prepare("INSERT INTO store_copy VALUES (?, 0)").run(identity);
      }),
    indexMore: (limit) => connection.write(() => indexMore(connection, limit)),
    finish: () => connection.write(() => db.exec(finishSql)).then(() => undefined),
    close: async () => {
      db.close();
    },
  };
}

function hasMark(db: Database): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'store_copy'").get() !== undefined;
}

/**
 * Removes the mark of an unfinished copy, and the copied leases. The service will then compress the texts that the
 * source had not compressed (`Store.packOlder`).
 */
const finishSql = `DROP TABLE store_copy;
  INSERT INTO packing (next_entry_id) SELECT 1 WHERE EXISTS (SELECT 1 FROM entries);
  UPDATE polls SET lease_owner = NULL, lease_until = NULL; UPDATE desk SET owner = NULL, lease_until = NULL;`;

function readRows(
  db: Database,
  { name, key }: CopiedTable,
  columns: readonly string[],
  after: CopiedRow | null,
  limit: number,
): readonly CopiedRow[] {
  const behind = after === null ? "" : `WHERE (${key.join()}) > (${key.map(() => "?").join()})`;
  const values = after === null ? [] : key.map((column) => after[column]);
  return db
    .prepare<unknown[], CopiedRow>(`SELECT ${columns.join()} FROM ${name} ${behind} ORDER BY ${key.join()} LIMIT ?`)
    .all(...values, limit);
}

function writeRows(db: Database, table: CopiedTable, columns: readonly string[], rows: readonly CopiedRow[]): void {
  if (table.isSingle === true) db.exec(`DELETE FROM ${table.name}`);
  const insert = db.prepare(`INSERT INTO ${table.name} (${columns.join()}) VALUES (${columns.map(() => "?").join()})`);
  for (const row of rows) insert.run(...columns.map((column) => row[column]));
}

function setLastId(db: Database, table: string, id: number): void {
  if (id === 0) return;
  const { changes } = db.prepare("UPDATE sqlite_sequence SET seq = ? WHERE name = ?").run(id, table);
  if (changes === 0) db.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)").run(table, id);
}

interface EntryRow extends Omit<IndexedEntry, "authors" | "categories"> {
  readonly id: number;
  readonly feedId: number;
  readonly firstSeenAt: Instant;
  readonly revision: number;
  readonly details: string;
}

function indexMore(connection: Connection, limit: number): number {
  const entries = connection
    .sql<EntryRow>(
      `SELECT id, feed_id AS feedId, first_seen_at AS firstSeenAt, revision, title, text, language, urgency, url, details
       FROM entries WHERE id > (SELECT indexed_to FROM store_copy) ORDER BY id LIMIT ?`,
    )
    .all(limit);
  for (const { id, feedId, firstSeenAt, revision, details, ...entry } of entries) {
    const { authors, categories } = detailsOf(details);
    indexEntry(connection, { id, feedId, firstSeenAt, known: revision > 1 }, { ...entry, authors, categories });
  }
  const last = entries.at(-1)?.id;
  if (last !== undefined) connection.sql("UPDATE store_copy SET indexed_to = ?").run(last);
  return entries.length;
}
