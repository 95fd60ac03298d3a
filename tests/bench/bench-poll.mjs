// How fast a round of polls is, beside a bare undici loop over the same addresses in the same run.
//   npm run build && node tests/bench/bench-poll.mjs [--feeds 300] [--slow 2] [--steady]
// Feeds are served by a child process, each on a loopback address of its own. --steady: 10,000 feeds on 1,000 hosts, all 304.
import { fork } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Agent, request } from "undici";

const { values } = parseArgs({
  options: {
    feeds: { type: "string", default: "300" },
    slow: { type: "string", default: "2" },
    steady: { type: "boolean", default: false },
    seconds: { type: "string", default: "20" },
    dist: { type: "string", default: new URL("../../dist/", import.meta.url).pathname },
    serve: { type: "boolean", default: false },
    folder: { type: "string" },
    port: { type: "string" },
  },
});
const itemCount = 30;
const slowMs = 12_000;

if (values.serve) serveFeeds();
else if (values.folder !== undefined) await measureSteady();
else if (values.steady) await benchSteady();
else await benchRound();

async function benchRound() {
  const count = Number(values.feeds);
  const host = await startHost();
  const urls = addresses(count).map((address, index) => {
    const slow = index < Number(values.slow) ? `?slow=${slowMs}` : "";
    return `http://${address}:${host.port}/feed-${index}.xml${slow}`;
  });
  const quick = urls.filter((url) => !url.includes("slow"));
  const folder = mkdtempSync(path.join(tmpdir(), "wiredesk-bench-"));
  const world = await openWorld(urls, {}, folder);
  const cold = await round(world, true);
  const warm = await round(world, false);
  const bareCold = await bareLoop(quick, null);
  const bareWarm = await bareLoop(quick, bareCold.etags);
  const counts = await world.store.readCounts();
  await world.close();
  host.stop();
  console.log(
    `${count} feeds of ${itemCount} items, ${values.slow} of them take ${slowMs / 1000} s; ${counts.entries} entries stored`,
  );
  line("cold: fetched, parsed, stored", cold, bareCold.seconds);
  line("all 304", warm, bareWarm.seconds);
}

function line(name, { othersSeconds, allSeconds }, bareSeconds) {
  const ratio = (othersSeconds / bareSeconds).toFixed(1);
  console.log(
    `${name}: others ${othersSeconds.toFixed(2)} s, all ${allSeconds.toFixed(2)} s; bare undici ${bareSeconds.toFixed(2)} s, ratio ${ratio}`,
  );
}

async function round(world, dueOnly) {
  const startedAt = performance.now();
  let othersSeconds = 0;
  const seconds = () => (performance.now() - startedAt) / 1000;
  const report = await world.poller.pollAll({
    dueOnly,
    onPolled: ({ feedUrl, error }) => {
      if (error !== null) throw error;
      if (!feedUrl.includes("slow")) othersSeconds = seconds();
    },
  });
  if (report.failedCount > 0) throw new Error(`${report.failedCount} polls failed`);
  return { othersSeconds, allSeconds: seconds() };
}

async function bareLoop(urls, etags) {
  const dispatcher = new Agent();
  const found = new Map();
  const queue = [...urls];
  const startedAt = performance.now();
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
  await dispatcher.close();
  return { seconds, etags: found };
}

/** Fills a store, then measures in a process of its own: what the first reading of 10,000 documents took is not what polling takes. */
async function benchSteady() {
  const host = await startHost();
  const folder = mkdtempSync(path.join(tmpdir(), "wiredesk-bench-"));
  const world = await openWorld(steadyUrls(host.port), { hostGap: "0s" }, folder);
  await world.poller.pollAll({ dueOnly: true });
  await world.close();
  const args = ["--folder", folder, "--port", String(host.port), "--dist", values.dist, "--seconds", values.seconds];
  const child = fork(new URL(import.meta.url).pathname, args);
  await new Promise((resolve) => child.once("exit", resolve));
  host.stop();
  rmSync(folder, { recursive: true });
}

function steadyUrls(port) {
  return addresses(1000).flatMap((address) =>
    Array.from({ length: 10 }, (_, index) => `http://${address}:${port}/steady-${index}.xml`),
  );
}

async function measureSteady() {
  const urls = steadyUrls(values.port);
  const world = await openWorld(urls, { hostGap: "0s" }, values.folder);
  await world.parser.close();
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  let polls = 0;
  let rssMax = 0;
  const sampler = setInterval(() => {
    rssMax = Math.max(rssMax, process.memoryUsage.rss());
  }, 200);
  // A day passes between two rounds, so that every feed is due again.
  for (let day = 1; performance.now() - startedAt < Number(values.seconds) * 1000; day += 1) {
    const report = await world.pollerAt(day * 86_400_000).tick();
    polls += report.polledCount;
    if (report.notModifiedCount !== urls.length) throw new Error(JSON.stringify(report));
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const used = process.cpuUsage(cpu);
  const cpuMs = (used.user + used.system) / 1000;
  clearInterval(sampler);
  await world.close();
  console.log(`${urls.length} feeds on 1000 hosts, all 304, for ${seconds.toFixed(0)} s:`);
  console.log(
    `${(polls / seconds).toFixed(0)} polls/s, ${((cpuMs / polls) * 1000).toFixed(0)} ms of CPU per 1,000 polls`,
  );
  console.log(
    `RSS at most ${Math.round(rssMax / 1e6)} MB; event loop delay p50 ${ms(delay.percentile(50))}, p99 ${ms(delay.percentile(99))}, max ${ms(delay.max)}`,
  );
}

function nothing() {
  return undefined;
}

function ms(nanoseconds) {
  return `${(nanoseconds / 1e6).toFixed(1)} ms`;
}

async function openWorld(urls, polling, folder) {
  const load = (file) => import(path.join(path.resolve(values.dist), file));
  const { createHttpOf, createIngestOf, createParserOf, createPollerOf, openStoreOf } = await load("app.js");
  const { loadConfig } = await load("config/load-config.js");
  const file = path.join(folder, "wiredesk.yaml");
  const sources = urls.map((url, index) => ({ name: `Source ${index}`, kind: "outlet", feeds: [{ url }] }));
  const text = { store: `sqlite:${folder}/wiredesk.db`, polling: { allowPrivateAddresses: true, ...polling }, sources };
  writeFileSync(file, JSON.stringify({ ...text, logLevel: "error" }));
  const config = loadConfig(file, {});
  const store = await openStoreOf(config);
  const http = createHttpOf(config);
  const parser = createParserOf("live");
  const poller = createPollerOf(config, store, http, createIngestOf(config, store, parser, nothing));
  const { createPoller } = await load("ingest/poller.js");
  const { defaultPollingSettings } = await load("ingest/poll-types.js");
  const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };
  return {
    store,
    poller,
    parser,
    pollerAt: (aheadMs) =>
      createPoller({
        store,
        http,
        log: silent,
        owner: "bench",
        random: Math.random,
        headersFor: () => ({}),
        ingest: () => Promise.reject(new Error("nothing to ingest when all answer 304")),
        polling: { ...defaultPollingSettings, hostGapMs: 0 },
        clock: { now: () => Date.now() + aheadMs, sleep: (ms, signal) => sleep(ms, undefined, { signal }) },
      }),
    async close() {
      await poller.stop();
      await http.close();
      await parser.close();
      await store.close();
    },
  };
}

function addresses(count) {
  return Array.from({ length: count }, (_, index) => `127.0.${10 + Math.floor(index / 250)}.${1 + (index % 250)}`);
}

function startHost() {
  const child = fork(new URL(import.meta.url).pathname, ["--serve"]);
  return new Promise((resolve) => {
    child.once("message", ({ port }) => resolve({ port, stop: () => child.kill() }));
  });
}

function serveFeeds() {
  const server = createServer((incoming, response) => {
    const url = new URL(incoming.url ?? "/", "http://localhost");
    const etag = `"${url.pathname}"`;
    const answer = () => {
      if (incoming.headers["if-none-match"] === etag) response.writeHead(304, { etag }).end();
      else response.writeHead(200, { etag, "content-type": "application/rss+xml" }).end(feedOf(url.pathname));
    };
    setTimeout(answer, Number(url.searchParams.get("slow") ?? 0));
  });
  server.listen(0, "0.0.0.0", 4096, () => process.send?.({ port: server.address().port }));
  process.on("disconnect", () => process.exit(0));
}

function feedOf(name) {
  const items = Array.from({ length: name.includes("steady") ? 2 : itemCount }, (_, index) => {
    const text = `The ferry ${name} number ${index} sails again after the storm, the harbour office said on Monday. `;
    const date = new Date(Date.now() - index * 3_600_000).toUTCString();
    return `<item><title>Ferry ${index} of ${name} sails</title><link>http://example.org${name}/${index}</link><guid>${name}-${index}</guid><pubDate>${date}</pubDate><description>${text.repeat(4)}</description></item>`;
  });
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>${name}</title><link>http://example.org/</link><description>x</description>${items.join("")}</channel></rss>`;
}
