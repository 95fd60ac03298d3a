// Ten sections of 50 items in three formats from a real `wiredesk serve`, while it ingests 50 entries a second: nine
// readers that revalidate to one that does not. Beside it, in turn and under the same ingest, bare Express and nginx
// send the same bytes to the same loader. node tests/bench/bench-live.mjs [seconds a round] [rounds] [requests/s]
// (after `npm run build`; Linux)
import { gzipSync } from "node:zlib";
import { startExpress, startNginx } from "./baseline-servers.mjs";
import { mixedReaders, startLoader } from "./http-load.mjs";
import { processorSeconds, startLiveService } from "./live-service.mjs";
import { watchServed } from "./watch-served.mjs";

const seconds = Number(process.argv[2] ?? 4);
const rounds = Number(process.argv[3] ?? 3);
const rate = Number(process.argv[4] ?? 1000);
const connections = 16;
const entriesASecond = 50;
const watchedOneIn = 20;
const formats = ["rss", "atom", "json"];

const watching = { see: () => undefined };
const service = await startLiveService({
  sectionCount: 10,
  entriesASecond,
  onHandedOut: (item) => item.number % watchedOneIn === 0 && watching.see(item),
});
const paths = service.sections.flatMap((id) => formats.map((format) => `/feeds/${id}.${format}`));
const documents = await Promise.all(paths.map(fetchDocument));
const nginx = await startNginx(documents, service.folder);
if (nginx === null) console.log("nginx is not installed: nothing is said of it");
const servers = [service, await startExpress(documents), ...(nginx === null ? [] : [nginx])];
const loader = startLoader();
const readers = mixedReaders(paths);
process.exitCode = 1;
try {
  await measure();
  process.exitCode = 0;
} finally {
  loader.stop();
  for (const server of servers.reverse()) await server.stop();
}

async function measure() {
  service.startNews();
  const watch = watchServed(service);
  watching.see = watch.see;
  await loader.run({ port: service.port, readers, connections, seconds: 3, rate });
  console.log(
    `10 sections in 3 formats, ${entriesASecond} entries/s ingested; 9 readers that revalidate to 1 that does not; gzip; ${connections} connections`,
  );
  await compare("full", { readers: readers.map(({ path }) => ({ path, revalidates: false })) });
  await compare("304", { readers: readers.map(({ path }) => ({ path, revalidates: true })) });
  await compare("mix", { readers });
  await compare("mix", { readers, rate });
  await watch.stop();
  const storedAt = service.readStoredAt();
  reportDelays([...watch.seenAt].map(([guid, at]) => at - storedAt.get(guid)));
}

async function fetchDocument(path) {
  const answer = await fetch(`${service.baseUrl}${path}`, { headers: { "accept-encoding": "identity" } });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const [contentType, etag] = ["content-type", "etag"].map((name) => answer.headers.get(name));
  // The level of render-handler.ts: the same bytes.
  return { path, contentType, etag, bytes, gzip: gzipSync(bytes, { level: 4 }) };
}

/** Each server in turn, round after round; the others get the 304s in the share that the first server could give. */
async function compare(name, { readers, rate = null }) {
  const results = servers.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, server] of servers.entries()) {
      const [own] = results[0].slice(-1);
      const sameShare = at === 0 || own === undefined ? 1 : shareOfSame(own, readers);
      const plan = { port: server.port, readers, connections, rate, sameShare };
      // Not counted: nobody has asked this server for anything while it was the others' turn.
      await loader.run({ ...plan, seconds: 1 });
      const before = processorSeconds(server.pids);
      const result = await loader.run({ ...plan, seconds });
      results[at].push({ ...result, cpu: processorSeconds(server.pids) - before });
    }
  }
  for (const [at, server] of servers.entries()) report(name, rate, server, results[at], results[0]);
}

function shareOfSame({ full, same }, readers) {
  const asked = readers.filter(({ revalidates }) => revalidates).length / readers.length;
  return asked === 0 ? 1 : Math.min(1, same.count / (full.count + same.count) / asked);
}

/** The median of the rounds. */
function report(name, rate, server, results, own) {
  const median = (read) => results.map(read).sort((a, b) => a - b)[Math.floor(results.length / 2)];
  const ratios = results.map((result, at) => own[at].rate / result.rate).sort((a, b) => a - b);
  const ms = (value) => value.toFixed(1).padStart(5);
  const same = median(({ same, all }) => (100 * same.count) / all.count);
  const parts = [
    `${name.padEnd(5)}${rate === null ? "as fast as it goes" : `${rate}/s offered`.padEnd(18)}`,
    server.name.padEnd(13),
    `${String(Math.round(median((one) => one.rate))).padStart(6)}/s, ${same.toFixed(0).padStart(3)} % of 304;`,
    `p50 ${ms(median(({ all }) => all.p50))} ms, p99 ${ms(median(({ all }) => all.p99))} ms, max ${ms(median(({ all }) => all.max))} ms;`,
    `${median(({ cpu, seconds }) => cpu / seconds).toFixed(2)} of a core`,
  ];
  const ratio = ratios[Math.floor(ratios.length / 2)];
  const compared = server === service || rate !== null ? "" : `; wiredesk is at ${Math.round(100 * ratio)} % of it`;
  console.log(`${parts.join(" ")}${compared}`);
}

function reportDelays(delays) {
  delays.sort((a, b) => a - b);
  const at = (share) => delays[Math.floor(delays.length * share)];
  console.log(
    `entry stored -> served, all the while: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${delays.at(-1)} ms of ${delays.length}`,
  );
}
