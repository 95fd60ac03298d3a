import { messageOf, WireError } from "../../../domain/errors.ts";
import type { StoreFiles } from "../../../domain/files/store-files.ts";
import { megabytes } from "../../megabytes.ts";
import { type Check, doubtful, well, wrong } from "./check.ts";

/** Whether the store's server answers, and lets this role read and write. */
export async function checkDatabase(files: Pick<StoreFiles, "inspectDatabase">, store: string): Promise<Check> {
  try {
    const { bytes, feeds, entries, mayMakeTables, name, presentSchema, schema, server } =
      await files.inspectDatabase(store);
    const place = `${name} (PostgreSQL ${server})`;
    if (schema < presentSchema && !mayMakeTables)
      return wrong(
        "store",
        `${place}: this role may not make tables`,
        "grant it CREATE on the schema; see docs/postgresql.md",
      );
    if (schema === 0) return well("store", `${place}: the tables are made at the first start`);
    const found = `${place}: ${megabytes(bytes)}, ${feeds} feeds, ${entries} entries`;
    if (schema === presentSchema) return well("store", found);
    const advice = "the next start brings it up to date; make a backup with pg_dump before";
    return doubtful("store", `${found}; an earlier wiredesk wrote it`, advice);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return wrong("store", messageOf(error), databaseAdvice[error.code] ?? "see docs/postgresql.md");
  }
}

const databaseAdvice: Readonly<Partial<Record<WireError["code"], string>>> = {
  "store-away": "start the server, and let it be reached from this machine (listen_addresses, pg_hba.conf, firewall)",
  "store-newer": "install the wiredesk that wrote it, or a later one",
  "config-invalid": "change the setting store, or the variables PGUSER and PGPASSWORD; see docs/postgresql.md",
};
