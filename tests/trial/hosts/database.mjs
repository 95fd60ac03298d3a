import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { postgresBin } from "../../support/postgres-bin.mjs";

/** Writes down which host committed which entry and which decision. What was rolled back is not in it. */
const auditSql = `
  CREATE TABLE IF NOT EXISTS audit (at double precision, host text, what text, entry bigint);
  CREATE OR REPLACE FUNCTION note_entry() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO audit VALUES (extract(epoch from clock_timestamp()) * 1000, host(inet_client_addr()), 'entry', NEW.id);
    RETURN NULL; END $$;
  CREATE OR REPLACE FUNCTION note_decision() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO audit VALUES (extract(epoch from clock_timestamp()) * 1000, host(inet_client_addr()), 'decision', NEW.entry_id);
    RETURN NULL; END $$;
  CREATE TRIGGER note_entry AFTER INSERT ON entries FOR EACH ROW EXECUTE FUNCTION note_entry();
  CREATE TRIGGER note_decision AFTER INSERT ON memberships FOR EACH ROW EXECUTE FUNCTION note_decision();`;

/** A PostgreSQL server of the trial's own, with an empty database. */
export async function startDatabase(network) {
  const folder = mkdtempSync(join(tmpdir(), "wiredesk-hosts-pg-"));
  // The server runs as another user.
  chmodSync(folder, 0o755);
  const listen = network.isReal ? `127.0.0.1,${network.storeAddress}` : "127.0.0.1";
  // A commit that was answered outlives an immediate restart.
  const settings = ["listen_addresses", listen, "synchronous_commit", "on"];
  const run = spawnSync(process.execPath, ["tests/support/start-postgres.mjs", folder, ...settings], {
    stdio: "inherit",
  });
  if (run.status !== 0) throw new Error("PostgreSQL did not start (Debian: apt-get install postgresql)");
  const data = join(folder, "server/data");
  const { uid, gid } = statSync(data);
  const port = readFileSync(join(folder, "port"), "utf8");
  // The reader and the publishers go on meanwhile.
  const control = async (...args) => {
    const child = spawn(`${postgresBin()}/pg_ctl`, ["-D", data, ...args], {
      ...{ uid, gid, cwd: data, stdio: "ignore" },
    });
    const [status] = await once(child, "close");
    if (status !== 0) throw new Error(`pg_ctl ${args.join(" ")} ended with ${status}; see ${folder}/server/log`);
  };
  const firstOptions = optionsOf(readFileSync(join(data, "postmaster.opts"), "utf8"));
  if (network.allowed !== null) {
    appendFileSync(join(data, "pg_hba.conf"), `host all all ${network.allowed} trust\n`);
    await control("reload");
  }
  const own = `postgres://wiredesk@127.0.0.1:${port}`;
  await ask(`${own}/postgres`, "CREATE DATABASE wire");
  return {
    url: `postgres://wiredesk@${network.storeAddress}:${port}/wire`,
    rows: (sql, values) => ask(`${own}/wire`, sql, values),
    count: async (sql, values) => Number((await ask(`${own}/wire`, sql, values))[0][0]),
    audit: () => ask(`${own}/wire`, auditSql),
    /** Ends the server in the middle of what it does, as a crash would, and starts it again after a while. */
    async restart(awayMs) {
      await control("-w", "-m", "immediate", "stop");
      await sleep(awayMs);
      await control("-w", "-l", join(folder, "server/log"), "-o", firstOptions, "start");
    },
    async stop() {
      await control("-w", "-m", "immediate", "stop");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The options with which the server was started, without its folder. */
function optionsOf(line) {
  const [, , ...options] = [...line.matchAll(/"([^"]*)"/g)].map(([, option]) => option);
  return options.map((option) => (option.endsWith("=") ? `${option}''` : option)).join(" ");
}

async function ask(url, text, values) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result = await client.query({ text, values, rowMode: "array" });
    return result.rows;
  } finally {
    await client.end();
  }
}
