// Requests per second for a merged feed of 50 items that does not change, full and 304. Bare node:http, bare Express
// and nginx send the same bytes for comparison. Usage, on Linux, after `npm run build`:
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
import { createServer } from "../../dist/web/server.js";
import { startExpress, startNginx, startNode } from "./baseline-servers.mjs";
import { startLoader } from "./http-load.mjs";
import { processorSeconds } from "./live-service.mjs";

const readOnly = { commands: { run: async () => null }, onChange: () => () => undefined, adminToken: null };
const seconds = Number(process.argv[2] ?? 2);
const rounds = Number(process.argv[3] ?? 3);
const connections = 32;
const path = "/feeds/all.rss";
const filter = { sources: [], kinds: [], languages: [], categories: [], query: null, urgencyMax: null, feedId: null };
const page = { filter, collapse: "copy", sort: "arrival", limit: 50, after: null };
const view = { title: "All stories", path: "/feeds/all", query: "", page, archive: null, keyed: false };
const items = Array.from({ length: 50 }, (_, at) => itemOf(50 - at));
const store = {
  readChangeMark: async () => 1,
  readPage: async () => ({ items, next: null }),
  readPageFingerprint: async () => "1",
  readPlaces: async () => [],
  listFeeds: async () => [],
  readSavedValidators: async () => null,
};
const baseUrl = "http://127.0.0.1:8080";
const clock = { now: Date.now, sleep: async () => undefined };
const renderer = createRenderHandler(store, { baseUrl, idBase: baseUrl, clock });

if (process.argv[2] === "serve") await serve();
else await measure();

async function serve() {
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const handler = createServer({
    ...{ store, renderer, sections: [], baseUrl, idBase: baseUrl, clock, log, version: "bench" },
    ...readOnly,
  });
  const server = createHttpServer(handler).listen(0, "127.0.0.1", () => process.send(server.address().port));
}

async function measure() {
  const folder = mkdtempSync(join(tmpdir(), "wiredesk-feed-"));
  const asked = { view, format: "rss", knownEtag: null, held: null, codings: ["identity", "gzip"] };
  const { feed } = await renderer.render(asked);
  const { identity: bytes, gzip } = feed.forms;
  const documents = [{ path, contentType: feed.contentType, etag: feed.etag, bytes, gzip }];
  const nginx = await startNginx(documents, folder);
  if (nginx === null) console.log("nginx is not installed: nothing is said of it");
  const bare = [await startNode(documents), await startExpress(documents), ...(nginx === null ? [] : [nginx])];
  const servers = [await startWiredesk(), ...bare];
  const loader = startLoader();
  for (const coding of ["identity", "gzip"]) {
    for (const revalidates of [false, true]) {
      const results = servers.map(() => []);
      for (let round = 0; round < rounds; round += 1)
        for (const [at, server] of servers.entries())
          results[at].push(await hit(loader, server, { coding, readers: [{ path, revalidates }] }));
      report(`${revalidates ? "304" : "full"}, ${coding}`, servers, results);
    }
  }
  loader.stop();
  for (const server of servers) await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function startWiredesk() {
  const child = fork(import.meta.filename, ["serve"]);
  const [port] = await once(child, "message");
  return { name: "wiredesk", port, pids: [child.pid], stop: () => child.kill() };
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

function itemOf(id) {
  const at = Date.UTC(2026, 2, 1, 10) + id * 60_000;
  const words = Array.from({ length: 400 }, (_, word) => ((id * 7919 + word * 104729) % 60_013).toString(36));
  const html = `<p>${words.slice(0, 200).join(" ")}</p><p>${words.slice(200).join(" ")}</p>`;
  const source = { id: 1 + (id % 5), name: `Outlet ${1 + (id % 5)}`, kind: "outlet", rank: 50 };
  const url = `https://outlet${source.id}.example/2026/03/${id}`;
  const title = words.slice(0, 9).join(" ");
  const lead = {
    id,
    feedId: source.id,
    source,
    revision: 1,
    revisedAt: at,
    significantAt: at,
    copyId: id,
    storyId: id,
    reasons: [],
    standing: "text",
    isWithdrawn: false,
    isPinnedLead: false,
    guid: url,
    guidOrigin: "guid",
    guidKey: url,
    url,
    urlKey: url,
    title,
    headline: title,
    summary: words.slice(0, 40).join(" "),
    html,
    text: words.join(" "),
    authors: [],
    categories: ["World"],
    attachments: [],
    imageUrl: null,
    language: "en",
    publishedAt: at,
    dateClass: "stated",
    updatedAt: null,
    firstSeenAt: at,
    cue: null,
    urgency: 5,
    credit: null,
    rights: null,
    commentsUrl: null,
    commentCount: null,
    inReplyTo: null,
    point: null,
    contentHash: String(id),
    textKey: null,
  };
  const carriers = [
    { entryId: id, feedId: source.id, source, url, title, publishedAt: at, firstSeenAt: at, reasons: [] },
  ];
  return {
    collapse: "copy",
    id,
    copyId: id,
    storyId: id,
    lead,
    carriers,
    arrivedAt: at,
    significantAt: at,
    copyCount: 1,
    withdrawnBy: null,
  };
}
