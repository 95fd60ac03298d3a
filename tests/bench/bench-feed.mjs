// Requests a second of a 50-item merged feed, full and 304, against node:http and bare Express sending the same prebuilt bytes.
// node tests/bench/bench-feed.mjs [seconds a round]        (after `npm run build`)
// Each server runs in a process of its own. Besides the rate on this machine the server's processor time a request is given:
// it stays the same when the machine does other things besides.
import { fork } from "node:child_process";
import { createServer as createHttpServer } from "node:http";
import autocannon from "autocannon";
import express from "express";
import { createRenderHandler } from "../../dist/web/render-handler.js";
import { createServer } from "../../dist/web/server.js";

const readOnly = { commands: { run: async () => null }, onChange: () => () => undefined, adminToken: null };
const seconds = Number(process.argv[2] ?? 2);
const rounds = 3;
const connections = 32;
const path = "/feeds/all.rss";
const filter = { sources: [], kinds: [], languages: [], categories: [], query: null, urgencyMax: null, feedId: null };
const view = {
  title: "All stories",
  path: "/feeds/all",
  query: "",
  page: { filter, collapse: "copy", sort: "arrival", limit: 50, after: null },
};
const page = { items: Array.from({ length: 50 }, (_, at) => itemOf(50 - at)), next: null };
const store = {
  readChangeMark: async () => 1,
  readPage: async () => page,
  listFeeds: async () => [],
  readFeedStamp: async () => null,
  readPageStamp: async () => "1",
};
const baseUrl = "http://127.0.0.1:8080";
const renderer = createRenderHandler(store, { baseUrl });

if (process.env.BENCH_SERVER === undefined) await measure();
else await serve(process.env.BENCH_SERVER);

async function serve(kind) {
  const { feed } = await renderer.render({ view, format: "rss", knownEtag: null, held: null });
  const server = createHttpServer(await handlerOf(kind, feed)).listen(0, "127.0.0.1", () => {
    process.send({ port: server.address().port });
  });
  process.on("message", () => process.send({ cpu: process.cpuUsage() }));
}

async function handlerOf(kind, feed) {
  if (kind === "wiredesk") {
    const quiet = () => undefined;
    const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
    const clock = { now: Date.now, sleep: async () => undefined };
    return createServer({ store, renderer, sections: [], baseUrl, clock, log, version: "bench", ...readOnly });
  }
  const forms = { gzip: feed.gzip, undefined: feed.bytes };
  const headersOf = (body, coding) => ({
    "Content-Type": feed.contentType,
    "Content-Length": String(body.length),
    ETag: etagOf(coding),
    "Cache-Control": "public, max-age=60",
    Vary: "Accept-Encoding",
    ...(coding === undefined ? {} : { "Content-Encoding": coding }),
  });
  const etagOf = (coding) => (coding === undefined ? feed.etag : `${feed.etag.slice(0, -1)}-${coding}"`);
  if (kind === "node:http") {
    return (request, response) => {
      const coding = request.headers["accept-encoding"];
      const body = forms[coding];
      const { "Content-Length": length, ...headers } = headersOf(body, coding);
      const same = request.headers["if-none-match"] === headers.ETag;
      response.writeHead(same ? 304 : 200, same ? headers : { ...headers, "Content-Length": length });
      response.end(same ? undefined : body);
    };
  }
  const app = express();
  app.disable("x-powered-by");
  app.get(path, (request, response) => {
    const coding = request.headers["accept-encoding"];
    response.set(headersOf(forms[coding], coding));
    response.send(forms[coding]);
  });
  return app;
}

async function measure() {
  const kinds = ["wiredesk", "express", "node:http"];
  const servers = await Promise.all(kinds.map(start));
  const etags = await Promise.all([undefined, "gzip"].map((coding) => etagAt(servers[0], coding)));
  const cases = [
    { name: "full", headers: {} },
    { name: "full, gzip", headers: { "accept-encoding": "gzip" } },
    { name: "304", headers: { "if-none-match": etags[0] } },
    { name: "304, gzip", headers: { "accept-encoding": "gzip", "if-none-match": etags[1] } },
  ];
  for (const { name, headers } of cases) {
    const results = servers.map(() => []);
    for (let round = 0; round < rounds; round += 1) {
      for (const [at, server] of servers.entries()) results[at].push(await hit(server, headers));
    }
    report(name, kinds, results);
  }
  for (const server of servers) server.child.kill();
}

function start(kind) {
  const child = fork(import.meta.filename, { env: { ...process.env, BENCH_SERVER: kind } });
  return new Promise((resolve) =>
    child.once("message", ({ port }) => resolve({ child, url: `http://127.0.0.1:${port}${path}` })),
  );
}

async function etagAt(server, coding) {
  const answer = await fetch(server.url, { headers: { "accept-encoding": coding ?? "identity" } });
  await answer.arrayBuffer();
  return answer.headers.get("etag");
}

function cpuOf({ child }) {
  return new Promise((resolve) => {
    child.once("message", ({ cpu }) => resolve(cpu.user + cpu.system));
    child.send("cpu");
  });
}

async function hit(server, headers) {
  const before = await cpuOf(server);
  const result = await autocannon({ url: server.url, connections, duration: seconds, headers });
  const cpu = (await cpuOf(server)) - before;
  const failed = result.errors + result["4xx"] + result["5xx"];
  if (failed > 0) throw new Error(`${failed} requests failed`);
  const total = result["2xx"] + result["3xx"];
  return {
    rate: total / result.duration,
    cpu: cpu / total,
    p99: result.latency.p99,
    kinds: `${result["2xx"]}/${result["3xx"]}`,
  };
}

function report(name, kinds, results) {
  const best = results.map((runs) => ({
    rate: Math.max(...runs.map((run) => run.rate)),
    cpu: Math.min(...runs.map((run) => run.cpu)),
    p99: Math.min(...runs.map((run) => run.p99)),
  }));
  for (const [at, kind] of kinds.entries()) {
    const { rate, cpu, p99 } = best[at];
    console.log(
      `${name.padEnd(11)} ${kind.padEnd(10)} ${String(Math.round(rate)).padStart(7)}/s  ${cpu.toFixed(0).padStart(5)} us CPU a request  p99 ${p99} ms`,
    );
  }
  const [own, bare, raw] = best;
  const percent = (part, whole) => `${Math.round((100 * part) / whole)} %`;
  console.log(
    `${name.padEnd(11)} wiredesk is at ${percent(own.rate, bare.rate)} of bare Express and ${percent(own.rate, raw.rate)} of node:http ` +
      `(by processor time ${percent(bare.cpu, own.cpu)} and ${percent(raw.cpu, own.cpu)})`,
  );
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
  };
}
