// Requests per second for a merged feed of 50 items that does not change, full and 304, over a store of each kind. Bare
// node:http, bare Express and nginx send the same bytes for comparison. Usage, on Linux, after `npm run build`:
//   node tests/bench/bench-feed.mjs [seconds a round] [rounds]
// Each server runs in a process of its own. The processor time for each request is printed as well, because it hardly
// depends on what else the machine is doing.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRenderHandler } from "../../dist/documents/render-handler.js";
import { openReadStore, openStore } from "../../dist/store/open-store.js";
import { createServer } from "../../dist/web/server.js";
import { startExpress, startNginx, startNode } from "./baseline-servers.mjs";
import { startLoader } from "./http-load.mjs";
import { processorSeconds } from "./live-service.mjs";
import { startDatabase } from "./postgres-database.mjs";
import { syntheticEntry } from "./synthetic-entries.mjs";

const readOnly = { commands: { run: async () => null }, onChange: () => () => undefined, adminToken: null };
const seconds = Number(process.argv[2] ?? 2);
const rounds = Number(process.argv[3] ?? 3);
const connections = 32;
const path = "/feeds/all.rss";
const filter = { sources: [], kinds: [], languages: [], categories: [], query: null, urgencyMax: null, feedId: null };
const page = { filter, collapse: "copy", sort: "arrival", limit: 50, after: null };
const view = { title: "All stories", path: "/feeds/all", query: "", page, archive: null, keyed: false };
const baseUrl = "http://127.0.0.1:8080";
const clock = { now: Date.now, sleep: async () => undefined };
const settings = { baseUrl, idBase: baseUrl, clock };

if (process.argv[2] === "serve") await serve(process.argv[3]);
else await measure();

async function serve(url) {
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const store = await openReadStore(url);
  const renderer = createRenderHandler(store, settings);
  const handler = createServer({
    ...{ store, renderer, sections: [], log, version: "bench" },
    ...settings,
    ...readOnly,
  });
  const server = createHttpServer(handler).listen(0, "127.0.0.1", () => process.send(server.address().port));
}

async function measure() {
  const folder = mkdtempSync(join(tmpdir(), "wiredesk-feed-"));
  const database = await startDatabase();
  const loader = startLoader();
  const servers = [];
  try {
    const urls = [`sqlite:${join(folder, "feed.db")}`, ...(database === null ? [] : [database.url])];
    for (const url of urls) await fill(url);
    for (const url of urls) servers.push(await startWiredesk(url));
    servers.push(...(await startBare(urls[0], folder)));
    for (const coding of ["identity", "gzip"]) {
      for (const revalidates of [false, true]) {
        const results = servers.map(() => []);
        for (let round = 0; round < rounds; round += 1)
          for (const [at, server] of servers.entries())
            results[at].push(await hit(loader, server, { coding, readers: [{ path, revalidates }] }));
        report(`${revalidates ? "304" : "full"}, ${coding}`, servers, results);
      }
    }
  } finally {
    loader.stop();
    for (const server of servers) await server.stop();
    database?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Servers that only send the bytes of the document. */
async function startBare(url, folder) {
  const store = await openReadStore(url);
  const asked = { view, format: "rss", knownEtag: null, held: null, codings: ["identity", "gzip"] };
  const { feed } = await createRenderHandler(store, settings).render(asked);
  await store.close();
  const { identity: bytes, gzip } = feed.forms;
  const documents = [{ path, contentType: feed.contentType, etag: feed.etag, bytes, gzip }];
  const nginx = await startNginx(documents, folder);
  if (nginx === null) console.log("nginx is not installed: nothing is said of it");
  return [await startNode(documents), await startExpress(documents), ...(nginx === null ? [] : [nginx])];
}

async function startWiredesk(url) {
  const child = fork(import.meta.filename, ["serve", url]);
  const [port] = await once(child, "message");
  const name = url.startsWith("sqlite:") ? "wiredesk" : "on PostgreSQL";
  return { name, port, pids: [child.pid], stop: () => child.kill() };
}

/** Five outlets with ten items each; each item is a story of its own. */
async function fill(url) {
  const store = await openStore(url, { now: Date.now() });
  for (let outlet = 1; outlet <= 5; outlet += 1) {
    const source = { name: `Outlet ${outlet}`, kind: "outlet", rank: 50 };
    const spec = { url: `https://outlet${outlet}.example/rss`, source, title: null, siteUrl: null, intervalMs: null };
    const { id: feedId } = await store.addFeed(spec, "added", Date.now());
    const changes = Array.from({ length: 10 }, (_, at) => ({ kind: "new", entry: entryOf(outlet * 10 + at, outlet) }));
    const document = { feedId, now: Date.now(), changes, poll: null, capture: null, capturesMax: 0 };
    const { newIds } = await store.saveFetched(document);
    const next = newIds.at(-1) + 1;
    await store.saveVerdicts(newIds.map(verdictOf), { nextCopyId: next, nextStoryId: next, statistics: null });
  }
  await store.close();
}

function verdictOf(id) {
  return {
    ...{ entryId: id, copyId: id, storyId: id, opensCopy: true, opensStory: true, leadEntryId: id },
    ...{ reasons: [], storyMerges: [] },
  };
}

function entryOf(number, outlet) {
  const at = Date.UTC(2026, 2, 1, 10) + number * 60_000;
  const words = Array.from({ length: 400 }, (_, word) => ((number * 7919 + word * 104729) % 60_013).toString(36));
  const url = `https://outlet${outlet}.example/2026/03/${number}`;
  return syntheticEntry({
    ...{ guid: url, title: words.slice(0, 9).join(" "), text: words.join(" "), summary: words.slice(0, 40).join(" ") },
    html: `<p>${words.slice(0, 200).join(" ")}</p><p>${words.slice(200).join(" ")}</p>`,
    ...{ categories: ["World"], firstSeenAt: at },
  });
}

async function hit(loader, { port, pids }, plan) {
  const before = processorSeconds(pids);
  const result = await loader.run({ port, connections, seconds, rate: null, ...plan });
  return { ...result, cpu: (1e6 * (processorSeconds(pids) - before)) / result.all.count };
}

/** The best of the rounds: the one that the machine disturbed least. */
function report(name, servers, results) {
  const best = results.map((runs) => ({
    rate: Math.max(...runs.map((run) => run.rate)),
    cpu: Math.min(...runs.map((run) => run.cpu)),
    p99: Math.min(...runs.map((run) => run.all.p99)),
  }));
  const percent = (part, whole) => `${Math.round((100 * part) / whole)} %`;
  for (const [at, server] of servers.entries()) {
    const { rate, cpu, p99 } = best[at];
    const compared = `; wiredesk is at ${percent(best[0].rate, rate)} of it (by processor time ${percent(cpu, best[0].cpu)})`;
    console.log(
      `${name.padEnd(14)} ${server.name.padEnd(14)} ${String(Math.round(rate)).padStart(7)}/s  ${cpu.toFixed(0).padStart(5)} us of processor time a request  p99 ${p99.toFixed(1)} ms${at === 0 ? "" : compared}`,
    );
  }
}
