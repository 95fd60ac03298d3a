import type { DatabaseInspection } from "../../domain/files/store-files.ts";
import { migrations } from "../migrations/postgres/migrations.ts";
import { makeConnection } from "./connection.ts";
import { readDatabaseVersion, requireServer } from "./migrate-database.ts";
import { databaseAddress, openPool } from "./open-database.ts";

/** Looks at a store on a server without changing it. Errors: as for `openStore`. */
export async function inspectDatabase(url: string): Promise<DatabaseInspection> {
  const address = databaseAddress(url);
  const connection = makeConnection(openPool(address, { readOnly: true }), address.name, address);
  const { name } = connection;
  try {
    return await connection.read(async (tx) => {
      await requireServer(tx, name);
      const schema = await readDatabaseVersion(tx, name);
      const facts = await tx.get<Pick<DatabaseInspection, "bytes" | "server" | "mayMakeTables">>(factsSql, [
        address.schema,
      ]);
      const counts = schema === 0 ? undefined : await tx.get<{ feeds: number; entries: number }>(countsSql);
      if (facts === undefined) throw new Error("the server returned no database size");
      return { name, ...facts, schema, presentSchema: migrations.length, ...(counts ?? { feeds: 0, entries: 0 }) };
    });
  } finally {
    await connection.close();
  }
}

/** If the schema does not exist yet, the role needs the right to create it in the database. */
const factsSql = `SELECT pg_database_size(current_database()) AS bytes, current_setting('server_version') AS server,
  coalesce((SELECT has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = $1),
    has_database_privilege(current_database(), 'CREATE')) AS "mayMakeTables"`;

const countsSql =
  "SELECT (SELECT count(*) FROM feeds WHERE state <> 'removed') AS feeds, (SELECT coalesce(sum(entry_count), 0) FROM feeds) AS entries";
