// 200 sections of 50 items in three formats from a real `wiredesk serve`, asked for 500 times a second while it ingests
// 50 entries a second: nine readers that revalidate to one that does not. Beside it, in turn and under the same ingest,
// bare node:http sends documents of the same sizes to the same loader: the ratio of the two p99 is what wiredesk adds.
// node tests/bench/bench-sections.mjs [seconds a round] [rounds] [requests/s] (after `npm run build`; Linux)
import { gzipSync } from "node:zlib";
import { startNode } from "./baseline-servers.mjs";
import { mixedReaders, startLoader } from "./http-load.mjs";
import { processorSeconds, startLiveService } from "./live-service.mjs";
import { readProcess } from "./process-figures.mjs";
import { watchServed } from "./watch-served.mjs";

const seconds = Number(process.argv[2] ?? 10);
const rounds = Number(process.argv[3] ?? 3);
const rate = Number(process.argv[4] ?? 500);
const sectionCount = 200;
const connections = 32;
const entriesASecond = 50;
const watchedOneIn = 20;
const formats = ["rss", "atom", "json"];

const watching = { see: () => undefined };
const service = await startLiveService({
  sectionCount,
  entriesASecond,
  onHandedOut: (item) => item.number % watchedOneIn === 0 && watching.see(item),
});
const paths = service.sections.flatMap((id) => formats.map((format) => `/feeds/${id}.${format}`));
const documents = [];
for (const path of paths) documents.push(await fetchDocument(path));
const bare = await startNode(documents);
const loader = startLoader();
const readers = mixedReaders(paths);
process.exitCode = 1;
try {
  await measure();
  process.exitCode = 0;
} finally {
  loader.stop();
  await bare.stop();
  await service.stop();
}

async function measure() {
  const bytes = Math.round(documents.reduce((sum, one) => sum + one.bytes.length, 0) / documents.length / 1024);
  console.log(
    `${sectionCount} sections in 3 formats (${bytes} KiB each), ${rate} requests/s, ${entriesASecond} entries/s ingested; 9 readers that revalidate to 1 that does not; gzip; ${connections} connections`,
  );
  service.startNews();
  const watch = watchServed(service);
  watching.see = watch.see;
  await loader.run({ port: service.port, readers, connections, seconds: 5, rate, crowd: true });
  const ratios = [];
  for (let round = 1; round <= rounds; round += 1) {
    const own = await measureOne(service);
    const plain = await measureOne(bare);
    ratios.push(own.all.p99 / plain.all.p99);
    report(round, "wiredesk", own);
    report(round, "bare node:http", plain);
  }
  await watch.stop();
  const storedAt = service.readStoredAt();
  const delays = [...watch.seenAt].map(([guid, at]) => at - storedAt.get(guid)).sort((a, b) => a - b);
  ratios.sort((a, b) => a - b);
  const at = (share) => delays[Math.floor(delays.length * share)];
  console.log(
    `p99 of wiredesk / p99 of bare node:http: ${ratios.map((one) => one.toFixed(1)).join(", ")}; entry stored -> served, all the while: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${delays.at(-1)} ms of ${delays.length}`,
  );
}

async function measureOne(server) {
  const before = processorSeconds(server.pids);
  const result = await loader.run({ port: server.port, readers, crowd: true, connections, seconds, rate });
  const cpu = (processorSeconds(server.pids) - before) / result.seconds;
  return { ...result, cpu, megabytes: server.pids.reduce((sum, pid) => sum + readProcess(pid).rss, 0) };
}

function report(round, name, { all, full, same, rate: answered, cpu, megabytes }) {
  const ms = (value) => `${value.toFixed(1)} ms`;
  console.log(
    `round ${round} ${name.padEnd(15)} ${Math.round(answered)}/s, ${Math.round((100 * same.count) / (full.count + same.count))} % of 304; p50 ${ms(all.p50)}, p90 ${ms(all.p90)}, p99 ${ms(all.p99)}, max ${ms(all.max)}; ${cpu.toFixed(2)} of a core; ${Math.round(megabytes)} MiB`,
  );
}

async function fetchDocument(path) {
  // The form that the readers ask for: the time of its first rendering is not what is measured.
  await (await fetch(`${service.baseUrl}${path}`, { headers: { "accept-encoding": "gzip" } })).arrayBuffer();
  const answer = await fetch(`${service.baseUrl}${path}`, { headers: { "accept-encoding": "identity" } });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const [contentType, etag] = ["content-type", "etag"].map((name) => answer.headers.get(name));
  // The level of render-handler.ts: the same bytes.
  return { path, contentType, etag, bytes, gzip: gzipSync(bytes, { level: 4 }) };
}
