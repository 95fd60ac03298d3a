// Documents per second through the pipeline: bytes -> parsed -> normalised -> compared -> stored -> decided, against
// bare rss-parser reading the same documents (it stores nothing). Usage: bench-pipeline.mjs [FOLDER of feed documents]
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import RssParser from "rss-parser";
import { createEngine } from "../../dist/dedupe/engine.js";
import { createDesk } from "../../dist/ingest/desk/desk.js";
import { ingestFeed } from "../../dist/ingest/ingest-feed.js";
import { readDocument } from "../../dist/ingest/reading/read-document.js";
import { parseFeed } from "../../dist/parse/parse-feed.js";
import { parseLimitsDefault } from "../../dist/parse/parse-limits.js";
import { openStore } from "../../dist/store/open-store.js";

const now = Date.UTC(2026, 10, 1);
const clock = { now: () => now, sleep: async () => undefined };
const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: console.error };
/** What a poll would decide. */
const polled = {
  outcome: {
    state: {
      ...{ nextPollAt: now, nextPollReason: "", validators: { etag: null, lastModified: null }, lastPollAt: now },
      ...{ lastSuccessAt: now, lastNewEntryAt: now, lastStatus: 200, failure: null, memory: {} },
    },
    feed: null,
  },
};
const documentsOwn = 300;
const itemsEach = 30;
const folderGiven = process.argv[2];
const documents = folderGiven === undefined ? ownDocuments() : readDocuments(folderGiven);
const items = [];

console.log(
  `${documents.length} documents, ${Math.round(documents.reduce((sum, bytes) => sum + bytes.length, 0) / documents.length)} bytes each`,
);
const bare = await rate("bare rss-parser (reads only)", readBare);
const parsed = await rate("parse", (bytes) => parseFeed(document(bytes)));
const folder = mkdtempSync(join(tmpdir(), "wiredesk-bench-"));
const store = await openStore(`sqlite:${join(folder, "bench.db")}`, { now: Date.now() });
const feeds = [];
for (const [index] of documents.entries()) {
  const source = { name: `Source ${index % 40}`, kind: "outlet", rank: 100 };
  feeds.push(
    await store.addFeed(
      { url: `https://s${index}.example/feed`, source, title: null, siteUrl: null, intervalMs: null },
      "ingested",
      1,
    ),
  );
}
/** From the moment when a document's entries are stored until they are decided on, and visible. */
const waitsMs = [];
const theDesk = desk(store);
const full = await rate("whole pipeline, every item new", ingest);
const again = await rate("whole pipeline, nothing new", (bytes, index) => ingest(otherBytes(bytes), index));
const same = await rate("whole pipeline, the same bytes", (bytes, index) => ingest(otherBytes(bytes), index));
await theDesk.close();
waitsMs.sort((a, b) => a - b);
console.log(`stored to visible: p99 ${waitsMs[Math.floor(waitsMs.length * 0.99)].toFixed(0)} ms`);
const counts = await store.readCounts();
console.log(`stored: ${counts.entries} entries, ${counts.copies} copies, ${counts.stories} stories`);
console.log(
  `ratios to bare rss-parser's CPU time: parse ${(bare / parsed).toFixed(2)}, pipeline new ${(bare / full).toFixed(2)}, pipeline known ${(bare / again).toFixed(2)}, the same bytes ${(bare / same).toFixed(2)}`,
);
await store.close();
rmSync(folder, { recursive: true });

/**
 * Documents per second of CPU, which other programs disturb little. The figure by the clock is shown beside it.
 */
async function rate(what, run) {
  const start = performance.now();
  const before = process.cpuUsage();
  for (const [index, bytes] of documents.entries()) await run(bytes, index);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const perSecond = (time) => Math.round(documents.length / time).toString();
  const cpuSeconds = (user + system) / 1e6;
  console.log(
    `${what.padEnd(32)} ${perSecond(cpuSeconds).padStart(7)} documents/s of CPU, ${perSecond(seconds).padStart(7)} of the clock`,
  );
  return documents.length / cpuSeconds;
}

async function readBare(bytes) {
  try {
    const feed = await new RssParser().parseString(bytes.toString("utf8"));
    items.push(feed.items.length);
  } catch {
    items.push(0); // It refuses many real documents: that is what it costs.
  }
}

/** As the poller does, on this thread. */
async function ingest(bytes, index) {
  const reader = { read: (document, task) => readDocument(document, task, parseLimitsDefault) };
  const deps = { store, reader, clock, log, capturesMax: 0 };
  const { read } = await ingestFeed(deps, feeds[index], { document: document(bytes), fetchedAt: now }, () => polled);
  if (read.newCount + read.revisedCount === 0) return;
  const storedAt = performance.now();
  await theDesk.run();
  waitsMs.push(performance.now() - storedAt);
}

/** The same items in a document that was made anew. */
function otherBytes(bytes) {
  return Buffer.concat([bytes, Buffer.from("\n<!-- made again -->")]);
}

function desk(store) {
  return createDesk({
    store,
    createEngine: (state) => createEngine({ state }),
    clock,
    log,
    owner: "bench",
    isAlive: () => false,
  });
}

function document(bytes) {
  return { bytes, url: "https://bench.example/feed", contentType: null };
}

function readDocuments(folder) {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file));
}

function ownDocuments() {
  return Array.from({ length: documentsOwn }, (_, n) => {
    const rows = Array.from({ length: itemsEach }, (_, m) => {
      const k = n * itemsEach + m;
      const words = (seed, count) =>
        Array.from({ length: count }, (_, i) => word(mix(k * 131 + seed * 61 + i))).join(" ");
      return `<item><guid>g${k}</guid><title>${words(1, 9)}</title><link>https://s${n}.example/${k}</link><pubDate>Sun, 01 Nov 2026 0${m % 10}:00:00 GMT</pubDate><description>&lt;p&gt;${words(2, 60)}&lt;/p&gt;</description></item>`;
    });
    return Buffer.from(
      `<rss version="2.0"><channel><title>S${n}</title><link>https://s${n}.example/</link>${rows.join("")}</channel></rss>`,
    );
  });
}

/**
 * A number without a pattern, so that every item has words of its own: half are among 300 common words, half among
 * 130,000 rare ones.
 */
function mix(n) {
  const h = Math.imul(n ^ (n >>> 15), 0x2c1b3c6d);
  const uniform = ((h ^ (h >>> 13)) >>> 0) / 2 ** 32;
  return n % 2 === 0 ? Math.floor(300 * uniform) : Math.floor(130_000 * uniform);
}

function word(n) {
  const parts = [
    "ba",
    "ne",
    "to",
    "vi",
    "sa",
    "mu",
    "he",
    "dra",
    "lo",
    "ke",
    "pri",
    "ga",
    "ul",
    "we",
    "os",
    "fi",
    "ra",
    "mi",
    "cho",
  ];
  return (
    parts[n % 19] + parts[Math.floor(n / 19) % 19] + parts[Math.floor(n / 361) % 19] + parts[Math.floor(n / 6859) % 19]
  );
}
