// Watches the memory of a small `serve` with readers, a line a minute, and its slope: --minutes 40 --rate 24
//
// The store begins with the stories of the last 72 hours, as that of a service that has run for longer: a store that
// begins empty grows until the window of the desk and the page caches of SQLite are full, which takes days.
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { readProcess } from "../bench/process-figures.mjs";
import { makeFolder, startBuilt } from "./built-service.mjs";
import { startAgencies } from "./loopback-agencies.mjs";
import { createReaders } from "./steady-readers.mjs";
import { storeNews } from "./stored-news.mjs";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "40" },
    feeds: { type: "string", default: "60" },
    // Requests a second; 8 is a small newsroom, 24 three of them.
    rate: { type: "string", default: "24" },
    // Stories a minute, of all agencies together; 60 feeds bring about five.
    news: { type: "string", default: "15" },
    // Stories of the last 72 hours that are stored before the service starts.
    stored: { type: "string", default: "20000" },
    build: { type: "string", default: "." },
    flags: { type: "string", default: "" },
  },
});
const minutes = Number(values.minutes);
const feedCount = Number(values.feeds);
const wordCount = 250;
const rssMbMax = 200;
/** After the first third. A service that grew so would reach twice its size in a week. */
const slopeMbAnHourMax = 10;

const { folder, remove } = makeFolder("soak");
const agencies = await startAgencies({ count: feedCount, window: 30, wordCount });
for (let number = 0; number < 30 * feedCount; number += 1) agencies.publish(number % feedCount);
const config = configOf();
await storeNews({ url: config.store, specs: specsOf(config), count: Number(values.stored), wordCount });
const service = await startBuilt({
  build: values.build,
  folder,
  config,
  nodeFlags: values.flags.split(" ").filter((flag) => flag !== ""),
});
let exitCode = 1;
try {
  await sleep(5_000);
  exitCode = tellEnd(await watch());
} finally {
  await service.stop();
  agencies.close();
  remove();
}
process.exit(exitCode);

function configOf() {
  const topics = ["harbour", "council", "ferry", "minister", "storm", "strike"];
  return {
    store: `sqlite:${folder}/wire.db`,
    logLevel: "warn",
    polling: { cron: "* * * * * *", allowPrivateAddresses: true, minInterval: "1s", hostGap: "0s" },
    sources: Array.from({ length: feedCount }, (_, at) => ({
      name: `Agency ${at}`,
      kind: "agency",
      feeds: [{ url: agencies.url(at), interval: "15s" }],
    })),
    sections: topics.map((word) => ({ id: word, title: word, match: { query: word } })),
  };
}

/** The feeds as the service will find them in its configuration. */
function specsOf({ sources }) {
  return sources.map(({ name, kind, feeds: [{ url }] }) => ({
    url,
    source: { name, kind, rank: 50 },
    title: null,
    siteUrl: null,
    intervalMs: 15_000,
  }));
}

/** Answers the memory at the end of each minute. */
async function watch() {
  const seen = [];
  const readers = createReaders({ port: service.port, rate: Number(values.rate) });
  const before = { ...readProcess(service.pid), published: agencies.published() };
  for (let minute = 1; minute <= minutes; minute += 1) {
    const news = publishEvenly();
    const answered = await readers.askFor(60);
    clearInterval(news);
    const now = readProcess(service.pid);
    seen.push({ minute, rss: now.rss });
    const cpu = ((now.cpuSeconds - before.cpuSeconds) / (60 * minute)) * 100;
    console.log(
      `minute ${String(minute).padStart(3)}: RSS ${now.rss.toFixed(0)} MB, ${answered.count} answers, p50 ${answered.p50.toFixed(1)} ms, p99 ${answered.p99.toFixed(0)} ms, ${answered.refused} refused, ${agencies.published() - before.published} stories, CPU ${cpu.toFixed(0)} %`,
    );
  }
  return seen;
}

function publishEvenly() {
  let turn = 0;
  return setInterval(() => {
    agencies.publish((turn * 7) % feedCount);
    turn += 1;
  }, 60_000 / Number(values.news));
}

function tellEnd(seen) {
  const late = seen.slice(Math.floor(seen.length / 3));
  const slope = slopeOf(late) * 60;
  const steady = late.map(({ rss }) => rss).sort((a, b) => a - b)[Math.floor(late.length / 2)];
  console.log(
    `steady: ${steady.toFixed(0)} MB, at most ${rssMbMax} wanted (peak ${readProcess(service.pid).rssPeak.toFixed(0)} MB)`,
  );
  console.log(`slope after the first third: ${slope.toFixed(1)} MB an hour, at most ${slopeMbAnHourMax} wanted`);
  const faults = service
    .log()
    .split("\n")
    .filter((line) => line.includes('"level":50'));
  console.log(`errors in the log: ${faults.length}${faults.length > 0 ? `, the first: ${faults[0]}` : ""}`);
  return steady <= rssMbMax && slope <= slopeMbAnHourMax && faults.length === 0 ? 0 : 1;
}

/** Least squares, in MB a minute. */
function slopeOf(points) {
  const mean = (read) => points.reduce((sum, point) => sum + read(point), 0) / points.length;
  const [x, y] = [mean(({ minute }) => minute), mean(({ rss }) => rss)];
  const spread = points.reduce((sum, { minute }) => sum + (minute - x) ** 2, 0);
  const shared = points.reduce((sum, { minute, rss }) => sum + (minute - x) * (rss - y), 0);
  return spread === 0 ? 0 : shared / spread;
}
