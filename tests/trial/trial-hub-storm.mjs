// Compares how late polls are under a storm of hub subscribers with how late they are without: --feeds 30 --build DIR
import { once } from "node:events";
import { createServer } from "node:http";
import { loadavg } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { distOf, makeFolder, startBuilt } from "./built-service.mjs";
import { startAgencies } from "./loopback-agencies.mjs";

const { values } = parseArgs({
  options: {
    feeds: { type: "string", default: "20" },
    subscribers: { type: "string", default: "1" },
    seconds: { type: "string", default: "20" },
    // Calm and storm in turn, so that a busy minute of the machine is not all in one of them.
    rounds: { type: "string", default: "2" },
    // Words of a story, and stories of a feed: a large topic has some 500 kB.
    words: { type: "string", default: "120" },
    window: { type: "string", default: "1" },
    // Topics that an earlier build took: every one a search of its own.
    queries: { type: "boolean", default: false },
    build: { type: "string", default: "." },
    flags: { type: "string", default: "" },
  },
});
const feedCount = Number(values.feeds);
const seconds = Number(values.seconds);
const subscribersOfTopic = Number(values.subscribers);
const intervalMs = 1_000;
const ratioMax = 2;
/** Polls that each feed must have had before anything counts: a service that starts has other things to do. */
const warmPolls = 8;
const baseUrl = "https://wire.example";

const { folder, remove } = makeFolder("storm");
const store = `sqlite:${join(folder, "wire.db")}`;
const polls = createPollTimes();
const agencies = await startAgencies({
  count: feedCount,
  window: Number(values.window),
  wordCount: Number(values.words),
  answersWithNews: true,
  onAsked: polls.asked,
});
const subscribers = await startSubscribers();
let exitCode = 1;
try {
  exitCode = await compare();
} finally {
  agencies.close();
  subscribers.close();
  remove();
}
process.exit(exitCode);

async function compare() {
  const found = { calm: [], storm: [] };
  let topics = 0;
  for (let round = 0; round < Number(values.rounds); round += 1) {
    found.calm.push(...(await measure("calm")));
    topics = await subscribe();
    found.storm.push(...(await measure("storm")));
    await unsubscribe();
  }
  const [calm, storm] = [figures(found.calm), figures(found.storm)];
  const ratio = storm.p95 / calm.p95;
  console.log(
    `${topics} topics, ${topics * subscribersOfTopic} subscriptions, ${feedCount} feeds due every ${intervalMs} ms`,
  );
  console.log(`deliveries taken: ${subscribers.taken()}`);
  for (const [name, { p50, p95, max, count }] of Object.entries({ calm, storm }))
    console.log(`from poll to poll, ${name.padEnd(5)}: p50 ${p50} ms, p95 ${p95} ms, max ${max} ms; ${count} polls`);
  console.log(`ratio of p95: ${ratio.toFixed(2)}, at most ${ratioMax} wanted`);
  console.log(
    `polls in the storm for each without: ${(storm.count / calm.count).toFixed(2)}, at least ${1 / ratioMax} wanted`,
  );
  return ratio <= ratioMax && storm.count * ratioMax >= calm.count ? 0 : 1;
}

/** Runs the service, waits until it is warm, and answers the gaps between two polls of a feed. */
async function measure(name) {
  polls.forget();
  const service = await startBuilt({
    build: values.build,
    folder,
    config: configOf(),
    nodeFlags: values.flags.split(" ").filter((flag) => flag !== ""),
  });
  try {
    const from = performance.now();
    const before = subscribers.taken();
    while (polls.fewest() < warmPolls || (name === "storm" && subscribers.taken() === before)) {
      if (performance.now() - from > 120_000) {
        console.log(`${name}: after two minutes a feed has had ${polls.fewest()} polls; it counts as it is`);
        break;
      }
      await sleep(100);
    }
    const warmMs = performance.now() - from;
    const gaps = await polls.measure(seconds * 1_000);
    const { p50, p95, count } = figures(gaps);
    console.log(
      `${name.padEnd(5)}: warm after ${(warmMs / 1_000).toFixed(0)} s, then p50 ${p50} ms, p95 ${p95} ms, ${count} polls (load ${loadavg()[0].toFixed(0)})`,
    );
    return gaps;
  } finally {
    await service.stop();
  }
}

function configOf() {
  const sources = Array.from({ length: feedCount }, (_, at) => ({
    name: `Agency ${at}`,
    kind: "agency",
    feeds: [{ url: agencies.url(at), interval: "1s" }],
  }));
  const sections = Array.from({ length: feedCount }, (_, at) => ({
    id: `s${at}`,
    title: `Section ${at}`,
    match: { sources: [`Agency ${at}`] },
  }));
  const polling = { cron: "* * * * * *", allowPrivateAddresses: true, minInterval: "1s", hostGap: "0s" };
  return { store, server: { baseUrl }, polling, hub: { allowPrivateAddresses: true }, sources, sections };
}

/** Subscriptions as the hub would have taken them; answers how many topics. */
async function subscribe() {
  return withStore(async (open) => {
    const topics = await topicsOf(open);
    for (const topic of topics)
      for (let number = 0; number < subscribersOfTopic; number += 1) {
        const request = {
          mode: "subscribe",
          topic,
          callback: callbackOf(topic, number),
          secret: "s",
          leaseSeconds: 86_400,
        };
        await open.saveSubscription(request, { etag: '"none"', newest: null }, Date.now());
      }
    return topics.length;
  });
}

async function unsubscribe() {
  await withStore(async (open) => {
    for (const topic of await open.listTopics())
      for (const { callback } of await open.listSubscriptions(topic)) await open.removeSubscription(topic, callback);
  });
}

async function withStore(work) {
  const { openStore } = await import(pathToFileURL(join(distOf(values.build), "store/open-store.js")).href);
  const open = await openStore(store, { now: Date.now() });
  try {
    return await work(open);
  } finally {
    await open.close();
  }
}

async function topicsOf(open) {
  const ids = (await open.listFeeds()).map(({ feed }) => [feed.id, feed.source.id]);
  const sections = ids.map((_, at) => `s${at}`);
  const own = ["all", ...sections, ...ids.flatMap(([id, source]) => [`feed/${id}`, `source/${source}`])];
  if (values.queries)
    return Array.from({ length: 3 * own.length }, (_, at) => `${baseUrl}/feeds/all.rss?q=word${at}+OR+story`);
  return own.flatMap((path) => ["rss", "atom", "json"].map((format) => `${baseUrl}/feeds/${path}.${format}`));
}

function callbackOf(topic, number) {
  return `http://127.0.4.${1 + (number % 200)}:${subscribers.port}/${encodeURIComponent(topic)}`;
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

/** When each feed was asked. */
function createPollTimes() {
  let times = Array.from({ length: feedCount }, () => []);
  return {
    asked: (feed) => times[feed].push(performance.now()),
    forget: () => {
      times = times.map(() => []);
    },
    fewest: () => Math.min(...times.map(({ length }) => length)),
    /** The gaps that end within the next `ms`, and those still open then: a feed that is not asked at all counts. */
    async measure(ms) {
      const from = performance.now();
      await sleep(ms);
      const end = performance.now();
      return times.flatMap((own) => {
        const gaps = own.flatMap((at, index) => (index > 0 && at >= from ? [at - own[index - 1]] : []));
        const open = end - (own.at(-1) ?? from);
        return open > ratioMax * intervalMs ? [...gaps, open] : gaps;
      });
    },
  };
}

function figures(gaps) {
  const sorted = gaps.toSorted((a, b) => a - b);
  const at = (share) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? seconds * 1_000);
  return { p50: at(0.5), p95: at(0.95), max: at(1), count: sorted.length };
}
