// Compares how late polls are under a storm of hub subscribers with how late they are without: --feeds 20 --seconds 20
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { stringify } from "yaml";

const { values } = parseArgs({
  options: {
    feeds: { type: "string", default: "20" },
    seconds: { type: "string", default: "20" },
    subscribers: { type: "string", default: "1" },
    // Topics that an earlier build took: every one a search of its own.
    queries: { type: "boolean", default: false },
    dist: { type: "string", default: "dist" },
  },
});
const feedCount = Number(values.feeds);
const seconds = Number(values.seconds);
const subscribersOfTopic = Number(values.subscribers);
const ratioMax = 2;
const baseUrl = "https://wire.example";
const dist = resolve(values.dist);
const folder = mkdtempSync(join(tmpdir(), "wiredesk-storm-"));
const store = `sqlite:${join(folder, "wire.db")}`;

const agencies = await startAgencies();
const subscribers = await startSubscribers();
writeConfig();
let exitCode = 1;
try {
  const calm = await measure();
  const topics = await subscribe();
  const storm = await measure();
  const ratio = storm.p95 / calm.p95;
  console.log(`${topics} topics, ${topics * subscribersOfTopic} subscriptions, ${feedCount} feeds, ${seconds} s each`);
  console.log(`between two polls of a feed, calm:  p50 ${calm.p50} ms, p95 ${calm.p95} ms, ${calm.polls} polls`);
  console.log(`between two polls of a feed, storm: p50 ${storm.p50} ms, p95 ${storm.p95} ms, ${storm.polls} polls`);
  console.log(`deliveries taken: ${subscribers.taken()}`);
  console.log(`ratio of p95: ${ratio.toFixed(2)}, at most ${ratioMax} wanted`);
  exitCode = ratio <= ratioMax ? 0 : 1;
} finally {
  agencies.close();
  subscribers.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(exitCode);

function writeConfig() {
  const sources = Array.from({ length: feedCount }, (_, at) => ({
    name: `Agency ${at}`,
    kind: "agency",
    feeds: [{ url: `http://127.0.3.${1 + at}:${agencies.port}/rss`, interval: "1s" }],
  }));
  const sections = Array.from({ length: feedCount }, (_, at) => ({
    id: `s${at}`,
    title: `Section ${at}`,
    match: { sources: [`Agency ${at}`] },
  }));
  const polling = { cron: "* * * * * *", allowPrivateAddresses: true, minInterval: "1s", hostGap: "0s" };
  const server = { baseUrl, host: "127.0.0.1", port: 0 };
  const config = { store, server, polling, hub: { allowPrivateAddresses: true }, sources, sections };
  writeFileSync(join(folder, "wiredesk.yaml"), stringify(config));
}

/** Runs the service and times the polls once it has come to itself. */
async function measure() {
  const service = spawn(process.execPath, [join(dist, "main.js"), "--config", join(folder, "wiredesk.yaml"), "serve"], {
    cwd: folder,
    env: { ...process.env, WIREDESK_PORT: String(20_000 + Math.floor(Math.random() * 20_000)) },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  service.stderr.on("data", (chunk) => {
    log += chunk;
  });
  const ended = once(service, "close");
  try {
    const from = Date.now();
    while (!log.includes('"serving ')) {
      if (Date.now() - from > 60_000) throw new Error(`the service does not start: ${log.slice(0, 2_000)}`);
      await rest(100);
    }
    await rest(5_000);
    agencies.gaps.length = 0;
    await rest(seconds * 1_000);
    const sorted = [...agencies.gaps].sort((a, b) => a - b);
    if (sorted.length === 0) return { p50: seconds * 1_000, p95: seconds * 1_000, polls: 0 };
    const share = (part) => Math.round(sorted[Math.floor(sorted.length * part)]);
    return { p50: share(0.5), p95: share(0.95), polls: sorted.length };
  } finally {
    service.kill("SIGTERM");
    await ended;
  }
}

/** Subscriptions as the hub would have taken them; answers how many topics. */
async function subscribe() {
  const { openStore } = await import(pathToFileURL(join(dist, "store/open-store.js")).href);
  const open = await openStore(store, { now: Date.now() });
  const ids = (await open.listFeeds()).map(({ feed }) => [feed.id, feed.source.id]);
  const formats = ["rss", "atom", "json"];
  const own = [
    "all",
    ...ids.map((_, at) => `s${at}`),
    ...ids.flatMap(([id, source]) => [`feed/${id}`, `source/${source}`]),
  ];
  const topics = values.queries
    ? Array.from({ length: 3 * own.length }, (_, at) => `${baseUrl}/feeds/all.rss?q=word${at}+OR+story`)
    : own.flatMap((path) => formats.map((format) => `${baseUrl}/feeds/${path}.${format}`));
  for (const topic of topics)
    for (let number = 0; number < subscribersOfTopic; number += 1) {
      const callback = `http://127.0.4.${1 + (number % 200)}:${subscribers.port}/${encodeURIComponent(topic)}`;
      const request = { mode: "subscribe", topic, callback, secret: "s", leaseSeconds: 86_400 };
      await open.saveSubscription(request, { etag: '"none"', newest: null }, Date.now());
    }
  await open.close();
  return topics.length;
}

/** Each request brings a new story, so that every topic of a feed changes all the time. */
async function startAgencies() {
  const gaps = [];
  const lastAt = new Map();
  let _count = 0;
  const server = createServer((request, response) => {
    const now = performance.now();
    const host = request.headers.host;
    if (lastAt.has(host)) gaps.push(now - lastAt.get(host));
    lastAt.set(host, now);
    _count += 1;
    const words = Array.from({ length: 120 }, () => Math.floor(Math.random() * 1e9).toString(36)).join(" ");
    const guid = `https://a.example/${randomUUID()}`;
    response.writeHead(200, { "Content-Type": "application/rss+xml" });
    response.end(
      `<rss version="2.0"><channel><title>a</title><link>https://a.example/</link><description>d</description><item><title>${words.slice(0, 60)}</title><guid>${guid}</guid><link>${guid}</link><description>${words}</description><pubDate>${new Date().toUTCString()}</pubDate></item></channel></rss>`,
    );
  });
  server.listen(0, "0.0.0.0");
  await once(server, "listening");
  return { gaps, port: server.address().port, close: () => server.close() };
}

async function startSubscribers() {
  let taken = 0;
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      taken += 1;
      response.writeHead(204).end();
    });
  });
  server.listen(0, "0.0.0.0");
  await once(server, "listening");
  return { taken: () => taken, port: server.address().port, close: () => server.close() };
}

function rest(ms) {
  return new Promise((done) => setTimeout(done, ms));
}
