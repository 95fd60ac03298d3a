import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { openStore } from "../../src/store/open-store.ts";
import { noon } from "./store-fixtures.ts";

/** The environment variable that names the folder of the run's PostgreSQL server. */
export const postgresFolderVariable = "WIREDESK_TEST_POSTGRES";

const template = "wiredesk_template";
/** No test waits for autovacuum, and the server would look after hundreds of databases, one after the other. */
const settings = ["autovacuum", "off"];
let databases = 0;
let baseUrl: string | null = null;

/**
 * Makes a database from the migrated template of this run, and answers its address. The first call of a run starts the
 * server. Databases stay until the run ends: dropping one takes the server longer than making it.
 */
export async function makeDatabase(): Promise<string> {
  // The files are copied: by default the server would write the template to its log as well.
  return create(`TEMPLATE ${template} STRATEGY FILE_COPY`);
}

/** An empty database, without tables. */
export async function makeEmptyDatabase(): Promise<string> {
  return create("");
}

async function create(how: string): Promise<string> {
  baseUrl ??= await startServer();
  const name = `t_${process.pid}_${databases}`;
  databases += 1;
  await administer(baseUrl, (client) => client.query(`CREATE DATABASE ${name} ${how}`));
  return `${baseUrl}/${name}`;
}

async function startServer(): Promise<string> {
  const folder = process.env[postgresFolderVariable];
  if (folder === undefined) throw new Error("the run of the tests has no folder for PostgreSQL");
  const script = fileURLToPath(new URL("start-postgres.mjs", import.meta.url));
  const { status, stderr } = spawnSync("flock", [join(folder, "lock"), process.execPath, script, folder, ...settings]);
  if (status !== 0) throw new Error(`PostgreSQL did not start: ${stderr}`);
  const base = `postgres://wiredesk@127.0.0.1:${readFileSync(join(folder, "port"), "utf8")}`;
  await administer(base, async (client) => {
    await client.query("SELECT pg_advisory_lock(1)");
    const { rows } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [template]);
    if (rows.length === 0) await makeTemplate(base, client);
  });
  return base;
}

async function makeTemplate(base: string, client: pg.Client): Promise<void> {
  await client.query("CREATE DATABASE wiredesk_making");
  await (await openStore(`${base}/wiredesk_making`, { now: noon })).close();
  await client.query(`ALTER DATABASE wiredesk_making RENAME TO ${template}`);
}

async function administer(base: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: `${base}/postgres` });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
