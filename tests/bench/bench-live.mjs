// Ten sections of 50 items served from SQLite while 50 entries a second come in: nine readers that revalidate to one that does not,
// and the time from an entry's transaction to the first answer that holds it.
// node tests/bench/bench-live.mjs [seconds]        (after `npm run build`)
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import autocannon from "autocannon";
import { createRenderPool } from "../../dist/render-pool.js";
import { openReadStore, openStore } from "../../dist/store/open-store.js";
import { createServer } from "../../dist/web/server.js";

const readOnly = { commands: { run: async () => null }, onChange: () => () => undefined, adminToken: null };
const seconds = Number(process.argv[2] ?? 10);
const entriesASecond = 50;
const sectionCount = 10;
const baseUrl = "http://127.0.0.1:8080";
const filter = { sources: [], kinds: [], languages: [], categories: [], query: null, urgencyMax: null, feedId: null };

if (!isMainThread) await write(workerData.url);
else if (process.env.BENCH_PORT === undefined) await main();
else await load(Number(process.env.BENCH_PORT));

async function main() {
  const folder = mkdtempSync(join(tmpdir(), "wiredesk-live-"));
  const url = `sqlite:${join(folder, "wiredesk.db")}`;
  const writer = new Worker(new URL(import.meta.url), { workerData: { url } });
  await new Promise((resolve) => writer.once("message", resolve));
  const store = await openReadStore(url);
  const renderer = createRenderPool({ store: url, baseUrl, hub: true });
  const sections = Array.from({ length: sectionCount }, (_, at) => ({
    id: `s${at}`,
    title: `Section ${at}`,
    filter: { ...filter, categories: [`c${at}`] },
  }));
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: console.log, error: console.log };
  const clock = { now: Date.now, sleep: async () => undefined };
  const server = createHttpServer(
    createServer({ store, renderer, sections, baseUrl, clock, log, version: "bench", ...readOnly }),
  );
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  for (const { id } of sections)
    for (const format of ["rss", "atom", "json"])
      await (await fetch(`http://127.0.0.1:${port}/feeds/${id}.${format}`)).arrayBuffer();

  const delays = [];
  writer.on("message", ({ guid, at }) => seen(port, guid, at).then((delay) => delays.push(delay)));
  writer.postMessage("go");
  const before = process.cpuUsage();
  const loader = fork(import.meta.filename, [String(seconds)], { env: { ...process.env, BENCH_PORT: String(port) } });
  const result = await new Promise((resolve) => loader.once("message", resolve));
  const cpu = process.cpuUsage(before);
  await writer.terminate();
  delays.sort((a, b) => a - b);
  console.log(
    `${sectionCount} sections, ${entriesASecond} entries/s: ${Math.round(result.rate)} requests/s (${result.full} full, ${result.same} of 304, ${result.errors} errors)`,
  );
  console.log(
    `latency p50 ${result.p50} ms, p99 ${result.p99} ms; processor ${((cpu.user + cpu.system) / 1e6 / seconds).toFixed(2)} of a core with the writer and the thread that renders`,
  );
  console.log(
    `entry stored -> served: p50 ${delays[Math.floor(delays.length / 2)]} ms, p99 ${delays[Math.floor(delays.length * 0.99)]} ms of ${delays.length}`,
  );
  server.closeAllConnections();
  server.close();
  await renderer.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Asks for the entry's section until the entry is in it. */
async function seen(port, guid, at) {
  const section = Number(guid.split("/").at(-1)) % sectionCount;
  for (;;) {
    const text = await (await fetch(`http://127.0.0.1:${port}/feeds/s${section}.json`)).text();
    if (text.includes(`"${guid}"`)) return Date.now() - at;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function write(url) {
  const store = await openStore(url, { now: Date.now() });
  const feed = await store.addFeed(
    {
      url: "https://outlet.example/rss",
      source: { name: "Outlet", kind: "outlet", rank: 50 },
      title: null,
      siteUrl: null,
      intervalMs: null,
    },
    "added",
    Date.now(),
  );
  let next = 0;
  const add = async (count) => {
    const entries = Array.from({ length: count }, () => entryOf(next++, Date.now()));
    const { newIds } = await store.saveFetched({
      feedId: feed.id,
      now: Date.now(),
      changes: entries.map((entry) => ({ kind: "new", entry })),
      poll: null,
      capture: null,
      capturesMax: 0,
    });
    const verdicts = newIds.map((id) => ({
      entryId: id,
      copyId: id,
      storyId: id,
      opensCopy: true,
      opensStory: true,
      leadEntryId: id,
      reasons: [],
      storyMerges: [],
    }));
    await store.saveVerdicts(verdicts, {
      nextCopyId: newIds.at(-1) + 1,
      nextStoryId: newIds.at(-1) + 1,
      statistics: null,
    });
    return entries.at(-1).guid;
  };
  for (let batch = 0; batch < 20; batch += 1) await add(100);
  parentPort.postMessage({ ready: true });
  await new Promise((resolve) => parentPort.once("message", resolve));
  for (let round = 0; ; round += 1) {
    const guid = await add(5);
    if (round % 5 === 0) parentPort.postMessage({ guid, at: Date.now() });
    await new Promise((resolve) => setTimeout(resolve, 5_000 / entriesASecond));
  }
}

async function load(port) {
  const etags = new Map();
  const requests = Array.from({ length: sectionCount * 10 }, (_, at) => {
    const path = `/feeds/s${at % sectionCount}.${["rss", "atom", "json"][at % 3]}`;
    const revalidates = at % 10 !== Math.floor(at / 10);
    return {
      path,
      headers: { "accept-encoding": "gzip" },
      setupRequest: (request) => {
        const etag = etags.get(path);
        return revalidates && etag !== undefined
          ? { ...request, headers: { ...request.headers, "if-none-match": etag } }
          : request;
      },
      onResponse: (_status, _body, _context, headers) => etags.set(path, headers.ETag ?? headers.etag),
    };
  });
  const result = await autocannon({
    url: `http://127.0.0.1:${port}`,
    connections: 20,
    overallRate: 2_000,
    duration: seconds,
    requests,
  });
  process.send({
    rate: result.requests.average,
    full: result["2xx"],
    same: result["3xx"],
    errors: result.errors + result.non2xx - result["3xx"],
    p50: result.latency.p50,
    p99: result.latency.p99,
    p999: result.latency.p99_9,
  });
}

function entryOf(at, now) {
  const words = Array.from({ length: 300 }, (_, word) => ((at * 7919 + word * 104729) % 60_013).toString(36));
  const guid = `https://outlet.example/${at}`;
  const text = words.join(" ");
  const title = `${words.slice(0, 8).join(" ")}`;
  return {
    guid,
    guidOrigin: "guid",
    guidKey: guid,
    url: guid,
    urlKey: guid,
    title,
    headline: title,
    summary: words.slice(0, 40).join(" "),
    html: `<p>${text}</p>`,
    text,
    authors: [],
    categories: [`c${at % sectionCount}`],
    attachments: [],
    imageUrl: null,
    language: "en",
    publishedAt: now,
    dateClass: "stated",
    updatedAt: null,
    firstSeenAt: now,
    cue: null,
    urgency: 5,
    credit: null,
    rights: null,
    commentsUrl: null,
    commentCount: null,
    inReplyTo: null,
    point: null,
    contentHash: String(at),
    textKey: String(at),
  };
}
