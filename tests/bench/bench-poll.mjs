// How fast a round of polls is, beside a bare undici loop over the same addresses in the same run.
//   npm run build && node tests/bench/bench-poll.mjs [--feeds 300] [--slow 2] [--dist DIR]
// Feeds are served by another process, each on a loopback address of its own. What 10,000 feeds cost: bench-steady.mjs.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { Agent, request } from "undici";
import { addresses, startHosts } from "./poll-hosts.mjs";
import { readProcess } from "./process-figures.mjs";

const { values } = parseArgs({
  options: {
    feeds: { type: "string", default: "300" },
    slow: { type: "string", default: "2" },
    dist: { type: "string", default: new URL("../../dist/", import.meta.url).pathname },
  },
});
const slowMs = 12_000;

const count = Number(values.feeds);
const host = await startHosts();
const urls = addresses(count).map((address, index) => {
  const slow = index < Number(values.slow) ? `?slow=${slowMs}` : "";
  return `http://${address}:${host.port}/feed-${index}.xml${slow}`;
});
const quick = urls.filter((url) => !url.includes("slow"));
const folder = mkdtempSync(path.join(tmpdir(), "wiredesk-bench-"));
const world = await openWorld();
const cold = await round(true);
const warm = await round(false);
const { rssPeak } = readProcess("self");
const bareCold = await bareLoop(null);
const bareWarm = await bareLoop(bareCold.etags);
const counts = await world.store.readCounts();
await world.close();
host.stop();
rmSync(folder, { recursive: true });
console.log(
  `${count} feeds of 30 items, ${values.slow} of them take ${slowMs / 1000} s; ${counts.entries} entries stored; RSS at most ${rssPeak.toFixed(0)} MB`,
);
line("cold: fetched, parsed, stored", cold, bareCold);
line("all 304", warm, bareWarm);

function line(name, { othersSeconds, allSeconds, cpuSeconds }, bare) {
  const ratio = (othersSeconds / bare.seconds).toFixed(1);
  const cpuRatio = (cpuSeconds / bare.cpuSeconds).toFixed(1);
  console.log(
    `${name}: others ${othersSeconds.toFixed(2)} s, all ${allSeconds.toFixed(2)} s, CPU ${cpuSeconds.toFixed(2)} s; bare undici ${bare.seconds.toFixed(2)} s, CPU ${bare.cpuSeconds.toFixed(2)} s; ratio ${ratio}, of CPU ${cpuRatio}`,
  );
}

async function round(dueOnly) {
  const startedAt = performance.now();
  const cpuBefore = readProcess("self").cpuSeconds;
  let othersSeconds = 0;
  let cpuSeconds = 0;
  const seconds = () => (performance.now() - startedAt) / 1000;
  const report = await world.poller.pollAll({
    dueOnly,
    onPolled: ({ feedUrl, error }) => {
      if (error !== null) throw error;
      if (feedUrl.includes("slow")) return;
      othersSeconds = seconds();
      cpuSeconds = readProcess("self").cpuSeconds - cpuBefore;
    },
  });
  if (report.failedCount > 0) throw new Error(`${report.failedCount} polls failed`);
  return { othersSeconds, allSeconds: seconds(), cpuSeconds };
}

async function bareLoop(etags) {
  const dispatcher = new Agent();
  const found = new Map();
  const queue = [...quick];
  const startedAt = performance.now();
  const cpuBefore = readProcess("self").cpuSeconds;
  const worker = async () => {
    for (let url = queue.pop(); url !== undefined; url = queue.pop()) {
      const headers = etags === null ? {} : { "if-none-match": etags.get(url) };
      const response = await request(url, { dispatcher, headers });
      await response.body.arrayBuffer();
      found.set(url, response.headers.etag);
    }
  };
  await Promise.all(Array.from({ length: 32 }, worker));
  const seconds = (performance.now() - startedAt) / 1000;
  const cpuSeconds = readProcess("self").cpuSeconds - cpuBefore;
  await dispatcher.close();
  return { seconds, cpuSeconds, etags: found };
}

async function openWorld() {
  const load = (file) => import(path.join(path.resolve(values.dist), file));
  const { createHttpOf } = await load("runtime/parts/create-http.js");
  const { createReaderOf } = await load("runtime/parts/create-reader.js");
  const { createPollerOf } = await load("runtime/parts/create-polling.js");
  const { openStoreOf } = await load("runtime/parts/create-store.js");
  const { createIngestOf } = await load("runtime/parts/create-ingest.js");
  const { loadConfig } = await load("config/load-config.js");
  const { systemClock } = await load("runtime/system-clock.js");
  const file = path.join(folder, "wiredesk.yaml");
  const sources = urls.map((url, index) => ({ name: `Source ${index}`, kind: "outlet", feeds: [{ url }] }));
  const text = { store: `sqlite:${folder}/wiredesk.db`, polling: { allowPrivateAddresses: true }, sources };
  writeFileSync(file, JSON.stringify({ ...text, logLevel: "error" }));
  const config = loadConfig(file, {});
  const store = await openStoreOf(config);
  const http = createHttpOf(config, systemClock);
  const parser = createReaderOf("live");
  const at = { store, clock: systemClock };
  const ingest = createIngestOf(config, at, parser, { pace: null, onIngested: () => undefined });
  const poller = createPollerOf(config, at, http, ingest);
  return {
    store,
    poller,
    async close() {
      await poller.stop();
      await http.close();
      await parser.close();
      await store.close();
    },
  };
}
