// One poller of the scale trial: node poller.mjs DIST CONFIG NEWS-SHARE; it tells its figures when it gets a message.
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { storyOf, toDocument } from "../loopback-agencies.mjs";

const [dist, file, newsShare] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(join(dist, path)));
const { createPollerOf } = await load("runtime/parts/create-polling.js");
const { openStoreOf } = await load("runtime/parts/create-store.js");
const { createStoreClock } = await load("runtime/parts/store-clock.js");
const { createIngestOf } = await load("runtime/parts/create-ingest.js");
const { readDocument } = await load("ingest/reading/read-document.js");
const { parseLimitsDefault } = await load("parse/parse-limits.js");
const { loadConfig } = await load("config/load-config.js");

/** A publisher answers after a tenth of a second. */
const answerMs = 100;
const lateMsMax = 60_000;
let figures = newFigures();
let stories = process.pid * 1e6;

const config = loadConfig(file, {});
const opened = await openStoreOf(config, false);
const store = { ...opened, claimFeeds: timed(opened.claimFeeds, "claims"), savePoll: timed(opened.savePoll, "saves") };
store.saveFetched = timed(opened.saveFetched, "saves");
const clock = await createStoreClock(opened);
const at = { store, clock };
const reader = { read: (document, task) => readDocument(document, task, parseLimitsDefault) };
const ingest = createIngestOf(config, at, reader, { pace: null, onIngested: () => undefined });
const poller = createPollerOf(config, at, { fetch: answer, close: async () => undefined }, ingest, {
  sharesHosts: true,
  onPolled({ error, lateMs, newCount }) {
    if (error !== null) throw error;
    figures.polls += 1;
    figures.news += newCount;
    if (lateMs > lateMsMax) figures.late += 1;
  },
});
let isStopping = false;
const beat = setInterval(
  () => void poller.tick().catch((thrown) => isStopping || console.error(thrown.message)),
  1_000,
);
process.on("message", async (asked) => {
  if (asked === "reset") figures = newFigures();
  else if (asked === "read") process.send({ ...figures, cpu: process.cpuUsage() });
  else {
    isStopping = true;
    clearInterval(beat);
    await poller.stop();
    await opened.close();
    process.exit(0);
  }
});
process.send("ready");

function newFigures() {
  return { polls: 0, late: 0, news: 0, claims: [], saves: [] };
}

function timed(method, name) {
  return async (...given) => {
    const from = performance.now();
    const result = await method(...given);
    figures[name].push(performance.now() - from);
    return result;
  };
}

/** A share of the answers brings a new story; the others say that nothing has changed. */
async function answer({ url, validators, signal }) {
  await sleep(answerMs, undefined, { signal }).catch(() => undefined);
  const said = { headers: {}, hops: [], finalUrl: url, validators, fetchedAt: clock.now(), durationMs: answerMs };
  if (Math.random() >= Number(newsShare)) return { kind: "notModified", status: 304, ...said };
  stories += 1;
  const bytes = Buffer.from(toDocument(stories, [storyOf(stories, 80)]));
  const document = { bytes, url, contentType: "application/rss+xml" };
  return { kind: "modified", status: 200, ...said, document, wireBytes: bytes.length, partial: false };
}
