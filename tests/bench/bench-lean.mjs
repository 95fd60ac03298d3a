// What reading costs beside the leanest way to do it: `wiredesk poll` beside bare rss-parser with a plain insert into
// SQLite with FTS5, and beside newsboat (Debian) where it is installed, on the same 300 feeds in the same run.
//   npm run build && node tests/bench/bench-lean.mjs [--quick] [--feeds 300] [--runs 3] [--dist DIR]
// Each is a process of its own, started anew for each round; CPU is the process's, threads and start included.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import Database from "better-sqlite3";
import { startPublishers } from "./lean-publishers.mjs";
import { addresses } from "./poll-hosts.mjs";
import { readProcess } from "./process-figures.mjs";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    feeds: { type: "string" },
    runs: { type: "string" },
    dist: { type: "string", default: new URL("../../dist/", import.meta.url).pathname },
  },
});
const feeds = Number(values.feeds ?? (values.quick ? 60 : 300));
const runs = Number(values.runs ?? (values.quick ? 1 : 3));
const bareScript = new URL("lean-bare.mjs", import.meta.url).pathname;
const publishers = await startPublishers();
const urls = addresses(feeds).map((address, index) => `http://${address}:${publishers.port}/feed-${index}.xml`);
const folder = mkdtempSync(path.join(tmpdir(), "wiredesk-bench-"));
const hasNewsboat = canRun("newsboat", ["--version"]);
/** name -> figures of each run */
const seen = new Map();
try {
  for (let run = 0; run < runs; run += 1) await oneRun(path.join(folder, `run-${run}`));
} finally {
  publishers.stop();
  rmSync(folder, { recursive: true });
}
tell();

async function oneRun(at) {
  mkdirSync(at);
  writeFileSync(path.join(at, "urls"), `${urls.join("\n")}\n`);
  const sources = urls.map((url, index) => ({ name: `Source ${index}`, kind: "outlet", feeds: [{ url }] }));
  const config = path.join(at, "wiredesk.yaml");
  const polling = { allowPrivateAddresses: true };
  writeFileSync(config, JSON.stringify({ store: `sqlite:${at}/wiredesk.db`, polling, sources, logLevel: "error" }));
  const main = path.join(path.resolve(values.dist), "main.js");
  const wiredesk = () => measure(process.execPath, [main, "--config", config, "poll", "--all"]);
  const bare = (...more) =>
    measure(process.execPath, [bareScript, path.join(at, "bare.db"), path.join(at, "urls"), ...more]);
  const newsboat = () =>
    measure("newsboat", [
      "-u",
      path.join(at, "urls"),
      "-c",
      path.join(at, "newsboat.db"),
      "-C",
      "/dev/null",
      "-x",
      "reload",
    ]);
  const rounds = [
    ["cold", { step: 0, dated: null }],
    ["all 304", { step: 0, dated: null }],
    ["one new item in each feed", { step: 1, dated: null }],
    ["nothing new, other bytes", { step: 1, dated: 1_800_000_000_000 }],
    ["nothing new, other bytes again", { step: 1, dated: 1_800_000_060_000 }],
    ["the same bytes", { step: 1, dated: 1_800_000_060_000 }],
  ];
  for (const [name, round] of rounds) {
    await publishers.show({ ...round, feeds });
    note(`${name}: wiredesk`, await wiredesk());
    note(`${name}: bare`, await bare());
    if (name === "cold") {
      note("parsing alone: bare", await bare("--parse"));
      figuresOfStore(at);
    }
    if (hasNewsboat && !name.startsWith("nothing") && !name.startsWith("the same"))
      note(`${name}: newsboat`, await newsboat());
  }
}

function note(name, figures) {
  seen.set(name, [...(seen.get(name) ?? []), figures]);
}

/** Disk without captures, and how long entries waited for the desk. */
function figuresOfStore(at) {
  const db = new Database(path.join(at, "wiredesk.db"));
  const { entries } = db.prepare("SELECT count(*) AS entries FROM entries").get();
  const { bytes } = db
    .prepare("SELECT coalesce(sum(pgsize), 0) AS bytes FROM dbstat WHERE name NOT LIKE 'captures%'")
    .get();
  const waits = db
    .prepare(
      "SELECT m.decided_at - e.stored_at AS ms FROM memberships m JOIN entries e ON e.id = m.entry_id ORDER BY ms",
    )
    .all();
  db.close();
  if (entries !== feeds * 30) throw new Error(`${entries} entries are stored instead of ${feeds * 30}`);
  note("store", {
    diskMb: (bytes / 2 ** 20 / entries) * 1000,
    bareDiskMb: (statSync(path.join(at, "bare.db")).size / 2 ** 20 / entries) * 1000,
    decidedMs: waits[Math.floor(waits.length * 0.99)]?.ms ?? Number.NaN,
  });
}

/** Runs a program to its end: seconds on the wall and of CPU, and the most memory that it held (MiB). */
function measure(program, args) {
  const startedAt = performance.now();
  const child = spawn("bash", ["-c", 'TIMEFORMAT="%U %S"; time "$@"', "lean", program, ...args], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  let rssPeak = 0;
  const timer = setInterval(() => {
    rssPeak = Math.max(rssPeak, peakBelow(child.pid));
  }, 40);
  return new Promise((resolve, reject) => {
    child.once("exit", () => {
      clearInterval(timer);
      const wall = (performance.now() - startedAt) / 1000;
      const times = /([\d.]+) ([\d.]+)\s*$/.exec(errors);
      if (times === null) return reject(new Error(`${program}: ${errors}`));
      return resolve({ wall, cpu: Number(times[1]) + Number(times[2]), rss: rssPeak });
    });
  });
}

function peakBelow(pid) {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
    return Math.max(...children.map((child) => readProcess(child).rssPeak));
  } catch {
    return 0; // It has not begun yet, or has ended.
  }
}

function canRun(program, args) {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function tell() {
  console.log(`${feeds} feeds of 30 items, ${runs} runs; medians, ratios with their spread`);
  for (const [name, figures] of seen) {
    if (name === "store") continue;
    const [cpu, wall, rss] = ["cpu", "wall", "rss"].map((key) => middle(figures.map((one) => one[key])));
    console.log(`${name.padEnd(44)} CPU ${cpu.toFixed(2)} s  wall ${wall.toFixed(2)} s  peak ${rss.toFixed(0)} MB`);
  }
  const store = seen.get("store");
  const median = (key) => middle(store.map((one) => one[key])).toFixed(2);
  console.log(`disk for 1,000 entries, without captures: ${median("diskMb")} MB; bare ${median("bareDiskMb")} MB`);
  console.log(`stored to decided, p99: ${median("decidedMs")} ms`);
  ratio("cold CPU", "cold: wiredesk", "cold: bare", "cpu", 2.5);
  if (hasNewsboat) ratio("cold wall, beside newsboat", "cold: wiredesk", "cold: newsboat", "wall", 1);
  ratio("one new item, CPU", "one new item in each feed: wiredesk", "one new item in each feed: bare", "cpu", 0.5);
  ratio("all 304, CPU", "all 304: wiredesk", "all 304: bare", "cpu", null);
  ratio(
    "nothing new, CPU beside bare parsing",
    "nothing new, other bytes again: wiredesk",
    "parsing alone: bare",
    "cpu",
    null,
  );
  ratio("the same bytes, CPU beside bare parsing", "the same bytes: wiredesk", "parsing alone: bare", "cpu", 0.1);
}

function ratio(what, ours, theirs, key, goal) {
  const others = seen.get(theirs);
  const ratios = seen
    .get(ours)
    .map((one, run) => one[key] / others[run][key])
    .sort((a, b) => a - b);
  const spread = `${ratios[0].toFixed(2)} to ${ratios.at(-1).toFixed(2)}`;
  console.log(
    `ratio ${what.padEnd(42)} ${middle(ratios).toFixed(2)} (${spread})${goal === null ? "" : `, goal ${goal}`}`,
  );
}

function middle(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
