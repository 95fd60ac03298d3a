// The desk page over a large store of each kind: time and weight of the first page, of searches, of a wide story and of
// columns, how soon 200 open pages hear of an entry, and the reads of the store without HTTP. Usage, after `npm run
// build`: node tests/bench/bench-desk.mjs [stories]
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer as createHttpServer, get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../dist/runtime/system-clock.js";
import { openReadStore } from "../../dist/store/open-store.js";
import { createServer } from "../../dist/web/server.js";
import { compareReads } from "./compare-reads.mjs";
import { openNews, random } from "./desk-news.mjs";
import { serverSettings, startDatabase } from "./postgres-database.mjs";
import { words } from "./synthetic-entries.mjs";

const stories = Number(process.argv[2] ?? 100_000);
const entries = Math.ceil((stories * 3) / 2);
const wideVersions = 100;
const clients = 200;
const arrivals = 40;
const now = Date.now();
const quiet = () => undefined;
const folder = mkdtempSync(join(tmpdir(), "wiredesk-bench-"));
const database = await startDatabase();

try {
  const file = `sqlite:${join(folder, "desk.db")}`;
  const stores = [{ kind: "SQLite", url: file, serverMs: () => 0 }];
  const sqlite = await run("SQLite", file);
  if (database !== null) {
    const postgres = await run(`PostgreSQL (${serverSettings})`, database.url, database.settle);
    console.log("PostgreSQL's median, as a multiple of SQLite's");
    for (const [name, ms] of postgres) console.log(`  ${name}: ${(ms / sqlite.get(name)).toFixed(1)}`);
    stores.push({ kind: "PostgreSQL", url: database.url, serverMs: database.cpuMs });
  }
  await compareReads(stores, stories);
} finally {
  database?.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Fills a store and measures its pages. Returns the median times by name. */
async function run(kind, url, settle = quiet) {
  const news = await openNews(url, now);
  const startedAt = performance.now();
  for (let at = 0; at < entries; at += 300)
    await news.save(at, Math.min(300, entries - at), (n) => now - (entries - n) * 2_000);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  console.log(`${kind}: ${stories} stories in ${entries} entries, written in ${seconds} s`);
  const wideStory = await news.saveWideStory(entries, wideVersions);
  await settle();
  const readStore = await openReadStore(url);
  const listeners = new Set();
  const server = await serve(readStore, listeners);
  const medians = await measurePages(server.address().port, wideStory);
  medians.set(
    "until the last open page has a row",
    await measureArrivals(server.address().port, { news, readStore, listeners }),
  );
  server.closeAllConnections();
  server.close();
  await readStore.close();
  await news.close();
  return medians;
}

async function serve(store, listeners) {
  const handler = createServer({
    store,
    renderer: null,
    sections: [],
    baseUrl: "http://127.0.0.1",
    idBase: "http://127.0.0.1",
    clock: systemClock,
    log: { debug: quiet, info: quiet, warn: console.warn, error: console.error },
    version: "0",
    commands: null,
    adminToken: null,
    websub: false,
    readFigures: () => null,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const server = createHttpServer(handler).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

/**
 * Processor time, ours and the asking's: unlike the clock, it is the same on a machine that does other things besides.
 */
function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function ask(port, path) {
  const start = performance.now();
  const cpuStart = cpuMs();
  const [response] = await once(get({ port, path, agent: false }), "response");
  let bytes = 0;
  for await (const chunk of response) bytes += chunk.length;
  if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode}`);
  return { ms: performance.now() - start, cpu: cpuMs() - cpuStart, bytes };
}

/** Asks for pages and says how long they took. Returns the median by the clock. */
async function measure(port, name, count, pathOf) {
  for (let at = 0; at < 20; at += 1) await ask(port, pathOf());
  const times = [];
  const cpus = [];
  let heaviest = 0;
  for (let at = 0; at < count; at += 1) {
    const { ms, cpu, bytes } = await ask(port, pathOf());
    times.push(ms);
    cpus.push(cpu);
    heaviest = Math.max(heaviest, bytes);
  }
  console.log(
    `${name}: ${percentiles(times)} (processor ${percentiles(cpus)}), at most ${(heaviest / 1024).toFixed(0)} KB`,
  );
  return times[Math.floor(times.length / 2)];
}

function percentiles(times) {
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}

async function measurePages(port, wideStory) {
  const medians = new Map();
  const told = async (name, count, pathOf) => medians.set(name, await measure(port, name, count, pathOf));
  await told("first page", 300, () => "/");
  await told("first page, one language and urgency", 200, () => "/?lang=de&urgency=3");
  await told("search for a common word", 200, () => `/?q=${words[Math.floor(random() * 20)]}`);
  await told("search for a rare word", 200, () => `/?q=${words[40_000 + Math.floor(random() * 20_000)]}`);
  await told(
    "search for two words, one excluded",
    200,
    () =>
      `/?q=${words[Math.floor(random() * 500)]}+${words[Math.floor(random() * 500)]}+-${words[Math.floor(random() * 500)]}`,
  );
  await told("one story", 200, () => `/stories/${1 + 3 * Math.floor((random() * entries) / 3)}`);
  for (const tab of ["versions", "carriers", "changes", "why", "history"])
    await told(`a story of ${wideVersions} versions, ${tab}`, 60, () => `/stories/${wideStory}?tab=${tab}`);
  await told("three columns", 100, () => "/columns?column=&column=lang%3Dde&column=urgency%3D3");
  await told("sources", 50, () => "/sources");
  return medians;
}

async function measureArrivals(port, { news, readStore, listeners }) {
  let heard = 0;
  let onHeard = quiet;
  const streams = [];
  for (let at = 0; at < clients; at += 1) {
    const mark = await readStore.readChangeMark();
    const [response] = await once(get({ port, path: `/events?since=${mark}`, agent: false }), "response");
    response.setEncoding("utf8");
    response.on("data", (text) => {
      if (!text.includes("event: rows")) return;
      heard += 1;
      if (heard === clients) onHeard();
    });
    streams.push(response);
  }
  const delays = [];
  for (let at = 0; at < arrivals; at += 1) {
    heard = 0;
    const all = new Promise((resolve) => {
      onHeard = resolve;
    });
    await news.save(entries + wideVersions + at * 3, 3, () => Date.now());
    const start = performance.now();
    for (const listener of listeners) listener({ byEditor: false });
    await all;
    delays.push(performance.now() - start);
  }
  console.log(`from the commit until the last of ${clients} open pages has the row: ${percentiles(delays)}`);
  for (const stream of streams) stream.destroy();
  return delays[Math.floor(delays.length / 2)];
}
