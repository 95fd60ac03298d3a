// Runs claims and saves of 1, 2 and 4 pollers over a million feeds in PostgreSQL: --feeds 1000000 --minutes 10
import { fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import pg from "pg";
import { distOf } from "./built-service.mjs";
import { fillStore } from "./scale/fill-store.mjs";
import { readRows, serverCpuSeconds, watchLocks } from "./scale/server-figures.mjs";

const { values } = parseArgs({
  options: {
    feeds: { type: "string", default: "1000000" },
    hosts: { type: "string", default: "200000" },
    minutes: { type: "string", default: "10" },
    // Polls in a second that the schedule asks for, of all pollers together.
    rate: { type: "string", default: "200" },
    // The share of the answers that bring a story.
    news: { type: "string", default: "0.1" },
    pollers: { type: "string", default: "1,2,4" },
    build: { type: "string", default: "." },
    // Prints the statements that took most of the server's time.
    statements: { type: "boolean", default: false },
  },
});
const [feeds, hosts, rate] = [Number(values.feeds), Number(values.hosts), Number(values.rate)];
const intervalMs = Math.round((feeds / rate) * 1000);
const counts = values.pollers.split(",").map(Number);
const dist = distOf(values.build);
/** From the start of the pollers until each has its share of the hosts and has claimed. */
const warmMs = 20_000;
const folder = mkdtempSync(join(tmpdir(), "wiredesk-scale-"));
// The server runs as another user.
chmodSync(folder, 0o755);
const server = startServer();
const url = `postgres://wiredesk@127.0.0.1:${server.port}/wire`;
let exitCode = 1;
try {
  await query(`${url.slice(0, url.lastIndexOf("/"))}/postgres`, "CREATE DATABASE wire");
  await (
    await (await import(pathToFileURL(join(dist, "store/open-store.js")))).openStore(url, { now: Date.now() })
  ).close();
  if (values.statements) await query(url, "CREATE EXTENSION pg_stat_statements");
  const rounds = [];
  for (const pollers of counts) rounds.push(await round(pollers));
  exitCode = compare(rounds);
} finally {
  process.kill(server.pid, "SIGQUIT");
  await sleep(1_000);
  rmSync(folder, { recursive: true, force: true });
}
process.exit(exitCode);

/** One number of pollers, over a schedule that was filled anew. */
async function round(pollers) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("TRUNCATE sources, pollers CASCADE; UPDATE shards SET owner = NULL, quiet_until = 0");
  const from = performance.now();
  await fillStore(client, { dist, feeds, hosts, intervalMs });
  await client.query("CHECKPOINT");
  console.log(`${feeds} feeds on ${hosts} hosts: filled in ${((performance.now() - from) / 1000).toFixed(0)} s`);
  const crew = await Promise.all(Array.from({ length: pollers }, startPoller));
  await sleep(warmMs);
  for (const poller of crew) poller.send("reset");
  if (values.statements) await client.query("SELECT pg_stat_statements_reset()");
  const locks = watchLocks(client);
  const before = { rows: await readRows(client), cpu: serverCpuSeconds(server.pid), at: performance.now() };
  await sleep(Number(values.minutes) * 60_000);
  const seconds = (performance.now() - before.at) / 1000;
  const cpu = serverCpuSeconds(server.pid) - before.cpu;
  const told = await Promise.all(crew.map(read));
  const seen = locks();
  const rows = await readRows(client);
  if (values.statements) await printStatements(client);
  await Promise.all(crew.map(stop));
  await client.end();
  return tell({ pollers, seconds, cpu, told, seen, before: before.rows, rows });
}

function tell({ pollers, seconds, cpu, told, seen, before, rows }) {
  const sum = (name) => told.reduce((all, one) => all + one[name], 0);
  const all = (name) => told.flatMap((one) => one[name]).sort((a, b) => a - b);
  const [polls, claims, saves] = [sum("polls"), all("claims"), all("saves")];
  const waits = [...seen.waits].map(([event, count]) => `${count} ${event}`).join(", ");
  const waited = [...seen.waits.values()].reduce((a, b) => a + b, 0);
  const cpuMs = (cpu * 1000) / polls;
  console.log(
    `${pollers} pollers: ${(polls / seconds).toFixed(0)} polls/s, ${((100 * sum("late")) / polls).toFixed(2)} % late, ` +
      `${cpuMs.toFixed(2)} ms of the server's CPU a poll; ${claims.length} claims, median ${at(claims, 0.5)} ms, p99 ${at(claims, 0.99)} ms; ` +
      `saves median ${at(saves, 0.5)} ms, p99 ${at(saves, 0.99)} ms; ${((rows.written - before.written) / seconds).toFixed(0)} rows/s written, ` +
      `${((rows.fetched - before.fetched) / polls).toFixed(0)} fetched a poll; ${rows.dead} dead rows in polls, ` +
      `${((100 * (rows.hot - before.hot)) / (rows.updates - before.updates)).toFixed(0)} % of its updates in place, ${(rows.bytes / 2 ** 20).toFixed(0)} MiB; ` +
      `${sum("news")} new entries; waits for a lock: ${waited} of ${seen.active} statements seen at work (${waits || "none"}); ${rows.deadlocks} deadlocks; ` +
      `CPU of the pollers ${(told.reduce((ms, { cpu: used }) => ms + used.user + used.system, 0) / 1000 / polls).toFixed(2)} ms a poll`,
  );
  return { pollers, cpuMs, p99: Number(at(claims, 0.99)), waited, active: seen.active };
}

/** What the trial asks of more pollers, compared with one. */
function compare(rounds) {
  const [one] = rounds;
  const most = rounds.at(-1);
  const ratio = most.cpuMs / one.cpuMs;
  check(ratio <= 1.15, `CPU of the server a poll: ${ratio.toFixed(2)} times with ${most.pollers} pollers`);
  check(most.p99 <= 2 * one.p99 + 20, `p99 of a claim: ${one.p99} ms, then ${most.p99} ms`);
  check(
    rounds.every(({ waited, active }) => waited <= active / 100),
    "less than one statement of a hundred waits for a lock",
  );
  return process.exitCode ?? 0;
}

function check(holds, said) {
  console.log(`${holds ? "ok  " : "FAIL"} ${said}`);
  if (!holds) process.exitCode = 1;
}

function at(sorted, share) {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
}

async function startPoller() {
  const file = join(folder, "wiredesk.yaml");
  writeFileSync(file, JSON.stringify({ store: url, logLevel: "fatal", polling: { concurrency: 64 } }));
  const child = fork(join(import.meta.dirname, "scale/poller.mjs"), [dist, file, values.news]);
  await once(child, "message");
  return child;
}

async function read(child) {
  child.send("read");
  return (await once(child, "message"))[0];
}

async function stop(child) {
  child.send("stop");
  await once(child, "exit");
}

async function printStatements(client) {
  const { rows } = await client.query(
    `SELECT calls, round(total_exec_time::numeric) AS ms, round(mean_exec_time::numeric, 3) AS mean, rows, shared_blks_hit + shared_blks_read AS blocks,
       left(regexp_replace(query, '\\s+', ' ', 'g'), 110) AS query FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT 14`,
  );
  for (const row of rows) console.log(Object.values(row).join("\t"));
}

async function query(at, sql) {
  const client = new pg.Client({ connectionString: at });
  await client.connect();
  await client.query(sql);
  await client.end();
}

function startServer() {
  const extra = {
    shared_buffers: "1GB",
    max_wal_size: "8GB",
    ...(values.statements ? { shared_preload_libraries: "pg_stat_statements" } : {}),
  };
  const settings = Object.entries(extra).flat();
  const run = spawnSync("node", ["tests/support/start-postgres.mjs", folder, ...settings], { stdio: "inherit" });
  if (run.status !== 0) throw new Error("PostgreSQL did not start (Debian: apt-get install postgresql)");
  const [pid] = readFileSync(join(folder, "server/data/postmaster.pid"), "utf8").split("\n");
  return { port: readFileSync(join(folder, "port"), "utf8"), pid: Number(pid) };
}
