// The database of a benchmark that measures both stores: an empty one, on a server that the benchmark starts itself.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { postgresBin } from "../support/postgres-bin.mjs";

/**
 * The server writes its log to the disk, but a commit does not wait for that, as in SQLite's WAL with `synchronous =
 * NORMAL`.
 */
const settings = { fsync: "on", full_page_writes: "on", synchronous_commit: "off" };
export const serverSettings = Object.entries(settings)
  .map((setting) => setting.join(" "))
  .join(", ");

/** Starts a server with an empty database. Returns null, and says so, where PostgreSQL is not installed. */
export async function startDatabase() {
  if (postgresBin() === null) {
    console.log("PostgreSQL is not installed: only SQLite is measured");
    return null;
  }
  const folder = mkdtempSync(join(tmpdir(), "wiredesk-bench-pg-"));
  // Another user may run the server.
  chmodSync(folder, 0o755);
  const script = join(import.meta.dirname, "../support/start-postgres.mjs");
  const run = spawnSync(process.execPath, [script, folder, ...Object.entries(settings).flat()], { stdio: "inherit" });
  if (run.status !== 0) throw new Error("PostgreSQL did not start");
  const base = `postgres://wiredesk@127.0.0.1:${readFileSync(join(folder, "port"), "utf8")}`;
  await query(`${base}/postgres`, "CREATE DATABASE bench");
  const pid = Number(readFileSync(join(folder, "server/data/postmaster.pid"), "utf8").split("\n")[0]);
  return {
    url: `${base}/bench`,
    cpuMs: () => processorMs(pid),
    /** Takes samples, as autovacuum would have by then. */
    settle: () => query(`${base}/bench`, "VACUUM ANALYZE"),
    stop() {
      process.kill(pid, "SIGQUIT");
      spawnSync("tail", [`--pid=${pid}`, "-f", "/dev/null"], { timeout: 10_000 });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Processor time of the server's processes so far. */
function processorMs(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
  return children.reduce((all, child) => all + onProcessorMs(child), 0);
}

/** A process that has ended meanwhile counts no more. */
function onProcessorMs(pid) {
  const file = `/proc/${pid}/schedstat`;
  return existsSync(file) ? Number(readFileSync(file, "utf8").split(" ")[0]) / 1e6 : 0;
}

async function query(url, text) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
