// What 10,000 feeds on 1,000 hosts cost the built program when all of them answer 304: at a realistic rate and as fast
// as it can.
//   npm run build && node tests/bench/bench-steady.mjs [--feeds 10000] [--hosts 1000] [--seconds 40] [--dist DIR]
// Three processes: the publishers, the program (`wiredesk poll` to fill the store, then `wiredesk serve`), and this
// one, which looks on.
import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs, promisify } from "node:util";
import Database from "better-sqlite3";
import { Agent, request } from "undici";
import { addresses, startHosts } from "./poll-hosts.mjs";
import { followProcess, readProcess } from "./process-figures.mjs";

const { values } = parseArgs({
  options: {
    feeds: { type: "string", default: "10000" },
    hosts: { type: "string", default: "1000" },
    seconds: { type: "string", default: "40" },
    dist: { type: "string", default: new URL("../../dist/", import.meta.url).pathname },
    bare: { type: "string" },
    fresh: { type: "boolean", default: false },
  },
});
const warmUpSeconds = 10;
/** prom-client's histogram counts the whole wait of its own timer. */
const histogramStepMs = 10;

if (values.bare === undefined) await bench();
else await bareLoop();

async function bench() {
  const hosts = await startHosts();
  const folder = mkdtempSync(path.join(tmpdir(), "wiredesk-bench-"));
  try {
    await fill(folder, hosts.port);
    const kept = await runBare(hosts.port, []);
    const fresh = await runBare(hosts.port, ["--fresh"]);
    console.log(`bare undici loop, connections kept: ${told(kept)}`);
    console.log(`bare undici loop, a connection for each request: ${told(fresh)}`);
    tell("every 5 minutes, a connection for each poll", await serveFor(folder, hosts.port, "5m", "1s"), fresh);
    tell("as fast as it can", await serveFor(folder, hosts.port, "1s", "0s"), kept);
  } finally {
    hosts.stop();
    rmSync(folder, { recursive: true });
  }
}

function tell(name, ran, bare) {
  console.log(`${name}: ${told(ran)}`);
  console.log(`  CPU of a poll ${(ran.cpuPerThousand / bare.cpuPerThousand).toFixed(1)} times that of the bare loop`);
  console.log(
    `  event loop delay p99: main thread ${ran.mainMs.toFixed(0)} ms, ingest thread ${ran.ingestMs.toFixed(0)} ms`,
  );
}

function told(ran) {
  return `${ran.pollsPerSecond.toFixed(0)} polls/s, ${ran.cpuPerThousand.toFixed(2)} s of CPU per 1,000 feeds; RSS peak ${ran.rssPeak.toFixed(0)} MB, steady ${ran.rssSteady.toFixed(0)} MB`;
}

/** The first pass, which reads every document: what it took is told, and is not part of the steady state. */
async function fill(folder, port) {
  writeConfig(folder, port, "5m", "0s");
  const startedAt = performance.now();
  const child = startProgram(folder, ["poll"], "ignore");
  const follow = followProcess(child.pid);
  await new Promise((resolve) => child.once("exit", resolve));
  const { rssPeak, cpuSeconds } = follow.stop();
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(
    `${values.feeds} feeds on ${values.hosts} hosts; first pass (wiredesk poll, every document read): ${seconds.toFixed(0)} s, CPU ${cpuSeconds.toFixed(0)} s, RSS peak ${rssPeak.toFixed(0)} MB`,
  );
}

/**
 * `wiredesk serve` with due times spread over the interval, followed for a while. Figures are of the time after the
 * warm-up.
 */
async function serveFor(folder, port, interval, hostGap) {
  const webPort = await freePort();
  writeConfig(folder, port, interval, hostGap, webPort);
  spread(folder, interval);
  const child = startProgram(folder, ["serve"], "inherit");
  try {
    await untilServing(webPort);
    await sleep(warmUpSeconds * 1000);
    await readMetrics(webPort);
    const follow = followProcess(child.pid);
    const before = { ...follow.now(), ...(await readMetrics(webPort)), at: performance.now() };
    const delays = [];
    for (let second = 0; second < Number(values.seconds); second += 5) {
      await sleep(5000);
      delays.push(await readMetrics(webPort));
    }
    const polls = delays.at(-1).polls - before.polls;
    const after = follow.stop();
    const seconds = (performance.now() - before.at) / 1000;
    if (delays.at(-1).others > before.others) throw new Error("not every poll answered 304");
    return {
      pollsPerSecond: polls / seconds,
      cpuPerThousand: ((after.cpuSeconds - before.cpuSeconds) / polls) * 1000,
      rssPeak: readProcess(child.pid).rssPeak,
      rssSteady: after.rssSteady,
      mainMs: Math.max(...delays.map(({ mainMs }) => mainMs)),
      ingestMs: Math.max(...delays.map(({ ingestMs }) => ingestMs)),
    };
  } finally {
    child.kill("SIGTERM");
    await new Promise((resolve) => child.once("exit", resolve));
  }
}

/** A scrape of main thread's delay begins a new period; the ingest thread's period is five seconds. */
async function readMetrics(webPort) {
  const text = await (await fetch(`http://127.0.0.1:${webPort}/metrics`)).text();
  const read = (name) =>
    Number(
      text
        .split("\n")
        .find((line) => line.startsWith(`${name} `))
        ?.slice(name.length + 1) ?? 0,
    );
  const outcome = (name) => read(`wiredesk_polls_total{outcome="${name}"}`);
  return {
    polls: outcome("notModified"),
    others: outcome("failed") + outcome("modified"),
    mainMs: read("nodejs_eventloop_lag_p99_seconds") * 1000 - histogramStepMs,
    ingestMs: read('wiredesk_ingest_loop_delay_seconds{quantile="0.99"}') * 1000,
  };
}

function urlsAt(port) {
  const each = Number(values.feeds) / Number(values.hosts);
  return addresses(Number(values.hosts)).flatMap((address) =>
    Array.from({ length: each }, (_, index) => `http://${address}:${port}/steady-${index}.xml`),
  );
}

function writeConfig(folder, port, interval, hostGap, webPort = 0) {
  const sources = urlsAt(port).map((url, index) => ({
    name: `Source ${index}`,
    kind: "outlet",
    feeds: [{ url, interval }],
  }));
  const polling = { allowPrivateAddresses: true, hostGap };
  const server = { port: webPort, host: "127.0.0.1" };
  writeFileSync(
    path.join(folder, "wiredesk.yaml"),
    JSON.stringify({ store: `sqlite:${folder}/wiredesk.db`, logLevel: "error", polling, server, sources }),
  );
}

/** As it would be after days of polling: the feeds fall due one after the other, not in the order of their hosts. */
function spread(folder, interval) {
  const db = new Database(path.join(folder, "wiredesk.db"));
  const ms = interval === "5m" ? 300_000 : 1000;
  const later = "CAST((feed_id * 7919 % :count) * :ms / :count AS INTEGER)";
  db.prepare(`UPDATE polls SET next_poll_at = :now + ${later}`).run({
    now: Date.now(),
    ms,
    count: Number(values.feeds),
  });
  db.close();
}

function startProgram(folder, args, stdout) {
  const main = path.join(path.resolve(values.dist), "main.js");
  return spawn(process.execPath, [main, "--config", path.join(folder, "wiredesk.yaml"), ...args], {
    stdio: ["ignore", stdout, "inherit"],
  });
}

async function untilServing(port) {
  for (;;) {
    const isUp = await fetch(`http://127.0.0.1:${port}/metrics`).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await sleep(100);
  }
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The baseline in a process of its own: the same addresses with the same validators, and nothing decided or stored. */
async function runBare(port, options) {
  const args = [...options, "--bare", String(port), "--feeds", values.feeds, "--hosts", values.hosts];
  const { stdout } = await promisify(execFile)(process.execPath, [new URL(import.meta.url).pathname, ...args]);
  return JSON.parse(stdout);
}

async function bareLoop() {
  const dispatcher = new Agent(values.fresh ? { pipelining: 0 } : {});
  const queue = urlsAt(values.bare);
  const count = queue.length;
  const follow = followProcess("self");
  const before = { ...readProcess("self"), at: performance.now() };
  const worker = async () => {
    for (let url = queue.pop(); url !== undefined; url = queue.pop()) {
      const headers = { "if-none-match": `"${new URL(url).pathname}"` };
      const { statusCode, body } = await request(url, { dispatcher, headers });
      await body.arrayBuffer();
      if (statusCode !== 304) throw new Error(`${url} answered ${statusCode}`);
    }
  };
  await Promise.all(Array.from({ length: 32 }, worker));
  const after = follow.stop();
  const now = readProcess("self");
  console.log(
    JSON.stringify({
      pollsPerSecond: (count / (performance.now() - before.at)) * 1000,
      cpuPerThousand: ((now.cpuSeconds - before.cpuSeconds) / count) * 1000,
      rssPeak: now.rssPeak,
      rssSteady: after.rssSteady,
    }),
  );
  await dispatcher.close();
}
