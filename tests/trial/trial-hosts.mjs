// Lets pollers, desks, webs and a sender share one PostgreSQL, kills and stops them at random: --minutes 5 --seed 1
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { makeFolder } from "./built-service.mjs";
import { startAskedHosts } from "./hosts/asked-hosts.mjs";
import { readItems, startCrew } from "./hosts/crew.mjs";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "5" },
    seed: { type: "string", default: "1" },
    hosts: { type: "string", default: "30" },
    build: { type: "string", default: "." },
  },
});
const hostCount = Number(values.hosts);
const feedCount = 2 * hostCount;
const hostGapMs = 1_000;
let seed = Number(values.seed);
const random = () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};
const pick = (list) => list[Math.floor(random() * list.length)];

const postgres = mkdtempSync(join(tmpdir(), "wiredesk-hosts-pg-"));
// The server runs as another user.
chmodSync(postgres, 0o755);
const store = await startPostgres();
const { folder, remove } = makeFolder("hosts");
const hosts = await startAskedHosts({ count: hostCount, window: 200, answerMs: () => 20 + random() * 80 });
for (let feed = 0; feed < feedCount; feed += 1) hosts.publish(feed);
const roles = ["desk", "desk", "poll", "poll", "poll", "web", "web", "send"];
const crew = await startCrew({ build: values.build, folder, config: configOf(), roles });
const faults = [];
const takeovers = [];
let exitCode = 1;
try {
  const news = publishAll(performance.now() + Number(values.minutes) * 60_000);
  const reading = readAllTheWhile(news);
  await Promise.all([news, reading, makeTrouble(news)]);
  exitCode = await tellEnd();
} finally {
  await crew.stop();
  hosts.close();
  const [pid] = readFileSync(join(postgres, "server/data/postmaster.pid"), "utf8").split("\n");
  // An immediate shutdown: nothing of this store is kept.
  process.kill(Number(pid), "SIGQUIT");
  await sleep(1_000);
  remove();
  rmSync(postgres, { recursive: true, force: true });
}
process.exit(exitCode);

/** Publishes a story a second until the end. */
async function publishAll(until) {
  while (performance.now() < until) {
    hosts.publish(Math.floor(random() * feedCount));
    await sleep(1_000);
  }
}

/** A reader at each web: what it was shown once never goes away. */
async function readAllTheWhile(news) {
  const end = ended(news);
  const most = new Map();
  while (!end.isEnded) {
    for (const web of crew.webs()) {
      const { status, text } = await readItems(web).catch(() => ({ status: 0 }));
      if (status !== 200) continue;
      const count = JSON.parse(text).items.length;
      if (count < (most.get("all") ?? 0)) faults.push(`a web went back from ${most.get("all")} to ${count} items`);
      most.set("all", Math.max(count, most.get("all") ?? 0));
    }
    await sleep(1_000);
  }
}

/** Kills, stops for a while, or restarts one process after another. */
async function makeTrouble(news) {
  const end = ended(news);
  while (!end.isEnded) {
    await sleep(6_000 * random());
    const member = pick(crew.members);
    const kind = pick(["SIGKILL", "SIGTERM", "SIGSTOP"]);
    console.log(`${kind} ${member.roles}`);
    const before = await countDecided();
    const from = performance.now();
    if (kind === "SIGSTOP") {
      process.kill(member.service.pid, "SIGSTOP");
      await sleep(14_000);
      process.kill(member.service.pid, "SIGCONT");
    } else await crew.kill(member, kind);
    if (member.roles !== "desk" || kind === "SIGSTOP") continue;
    for (let feed = 0; feed < feedCount; feed += 10) hosts.publish(feed);
    while ((await countDecided()) === before && performance.now() - from < 60_000) await sleep(100);
    takeovers.push((performance.now() - from) / 1000);
  }
}

async function tellEnd() {
  const deadline = performance.now() + 90_000;
  while ((await query("SELECT count(*) FROM entries")) < hosts.published() && performance.now() < deadline)
    await sleep(500);
  while ((await countPending()) > 0 && performance.now() < deadline) await sleep(500);
  await sleep(2_000);
  const stored = await query("SELECT count(*) FROM entries");
  const guids = await query("SELECT count(DISTINCT (feed_id, guid)) FROM entries");
  const pending = await countPending();
  const { openMax, gapMsMin } = hosts.worst();
  const [one, other] = await Promise.all(crew.webs().map((web) => readItems(web)));
  const log = crew.logs();
  check(stored === hosts.published(), `${stored} of ${hosts.published()} entries are stored`);
  check(guids === stored, `${guids} of ${stored} entries are different ones`);
  check(pending === 0, `${pending} entries are undecided`);
  check(openMax === 1, `a host was asked ${openMax} times at once`);
  check(
    gapMsMin > hostGapMs * 0.9,
    `the shortest pause between two requests to one host was ${gapMsMin.toFixed(0)} ms of ${hostGapMs}`,
  );
  check(one.text === other.text && one.etag === other.etag, "both webs send the same bytes");
  check(!/this is a bug|request failed/.test(log), "no process logged a bug");
  for (const fault of faults) check(false, fault);
  console.log(
    `${hosts.requests()} requests; a new desk decided after ${takeovers.map((s) => s.toFixed(1)).join(", ")} s`,
  );
  return process.exitCode ?? 0;
}

function check(holds, said) {
  console.log(`${holds ? "ok  " : "FAIL"} ${said}`);
  if (!holds) process.exitCode = 1;
}

function ended(work) {
  const state = { isEnded: false };
  work.finally(() => {
    state.isEnded = true;
  });
  return state;
}

function countDecided() {
  return query("SELECT count(*) FROM memberships");
}

function countPending() {
  return query("SELECT (SELECT count(*) FROM entries) - (SELECT count(*) FROM memberships)");
}

async function query(sql) {
  const client = new pg.Client({ connectionString: store });
  await client.connect();
  const { rows } = await client.query({ text: sql, rowMode: "array" });
  await client.end();
  return Number(rows[0][0]);
}

async function startPostgres() {
  const run = spawnSync("node", ["tests/support/start-postgres.mjs", postgres], { stdio: "inherit" });
  if (run.status !== 0) throw new Error("PostgreSQL did not start (Debian: apt-get install postgresql)");
  const base = `postgres://wiredesk@127.0.0.1:${readFileSync(join(postgres, "port"), "utf8")}`;
  const client = new pg.Client({ connectionString: `${base}/postgres` });
  await client.connect();
  await client.query("CREATE DATABASE wire");
  await client.end();
  return `${base}/wire`;
}

function configOf() {
  return {
    store,
    logLevel: "info",
    polling: { cron: "* * * * * *", allowPrivateAddresses: true, minInterval: "1s", hostGap: `${hostGapMs / 1000}s` },
    sources: Array.from({ length: feedCount }, (_, at) => ({
      name: `Publisher ${at}`,
      kind: "agency",
      feeds: [{ url: hosts.url(at), interval: "5s" }],
    })),
  };
}
