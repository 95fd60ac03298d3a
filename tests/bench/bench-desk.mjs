// The desk page over a large store: time and weight of the first page, of searches, of a wide story and of columns, and
// how soon 200 open pages hear of an entry. node tests/bench/bench-desk.mjs [stories] (after `npm run build`)
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer as createHttpServer, get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../dist/runtime/system-clock.js";
import { openReadStore, openStore } from "../../dist/store/open-store.js";
import { createServer } from "../../dist/web/server.js";

const stories = Number(process.argv[2] ?? 100_000);
const clients = 200;
const arrivals = 40;
const now = Date.now();
const folder = mkdtempSync(join(tmpdir(), "wiredesk-bench-"));
const url = `sqlite:${join(folder, "desk.db")}`;
let seed = 1;

function random() {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
}

const words = Array.from(
  { length: 60_000 },
  (_, at) => `${"bcdfghklmnprstvz"[at % 16]}${at.toString(36)}${"aeiou"[at % 5]}`,
);
const textOf = (count) =>
  Array.from({ length: count }, () => words[Math.floor(words.length * random() ** 4)]).join(" ");

function entryOf(at, firstSeenAt) {
  const guid = `https://outlet.example/${at}`;
  const [title, text] = [textOf(10), textOf(120)];
  return {
    guid,
    guidOrigin: "guid",
    guidKey: guid,
    url: guid,
    urlKey: guid,
    title,
    headline: title,
    summary: text.slice(0, 500),
    html: `<p>${text}</p>`,
    text,
    authors: [],
    categories: [words[at % 50]],
    attachments: [],
    imageUrl: null,
    language: ["en", "fr", "de", "es"][at % 4],
    publishedAt: firstSeenAt,
    dateClass: "stated",
    updatedAt: null,
    firstSeenAt,
    cue: null,
    urgency: 1 + (at % 8),
    credit: null,
    rights: null,
    commentsUrl: null,
    commentCount: null,
    inReplyTo: null,
    point: null,
    contentHash: `${at}`,
    textKey: null,
  };
}

const store = await openStore(url, { now });
const feeds = [];
for (let at = 0; at < 100; at += 1) {
  const source = { name: `Source ${at}`, kind: at < 5 ? "agency" : "outlet", rank: at };
  feeds.push(
    await store.addFeed(
      { url: `https://source${at}.example/rss`, source, title: null, siteUrl: null, intervalMs: null },
      "added",
      now,
    ),
  );
}

/** One in three entries carries the copy of the one before. */
async function save(from, count, seenAt) {
  const changes = Array.from({ length: count }, (_, at) => ({
    kind: "new",
    entry: entryOf(from + at, seenAt(from + at)),
  }));
  const feed = feeds[Math.floor(random() * feeds.length)];
  const { newIds } = await store.saveFetched({
    feedId: feed.id,
    now,
    changes,
    poll: null,
    capture: null,
    capturesMax: 0,
  });
  const verdicts = newIds.map((entryId, at) => {
    const joins = at % 3 === 2;
    const group = joins ? newIds[at - 1] : entryId;
    return {
      entryId,
      copyId: group,
      storyId: group,
      opensCopy: !joins,
      opensStory: !joins,
      leadEntryId: group,
      reasons: [],
      storyMerges: [],
    };
  });
  const next = newIds.at(-1) + 1;
  await store.saveVerdicts(verdicts, { nextCopyId: next, nextStoryId: next, statistics: null });
}

const entries = Math.ceil((stories * 3) / 2);
const startedAt = performance.now();
for (let at = 0; at < entries; at += 300)
  await save(at, Math.min(300, entries - at), (n) => now - (entries - n) * 2_000);
console.log(
  `${stories} stories in ${entries} entries, written in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`,
);

/** A story of many versions: each entry is a text of its own. Returns the story's number. */
async function saveWideStory(from, count) {
  const changes = Array.from({ length: count }, (_, at) => ({
    kind: "new",
    entry: entryOf(from + at, now - (count - at) * 60_000),
  }));
  const newIds = [];
  for (let at = 0; at < count; at += 1) {
    const feedId = feeds[at % feeds.length].id;
    const saved = { feedId, now, changes: [changes[at]], poll: null, capture: null, capturesMax: 0 };
    newIds.push(...(await store.saveFetched(saved)).newIds);
  }
  const verdicts = newIds.map((entryId, at) => ({
    entryId,
    copyId: entryId,
    storyId: newIds[0],
    opensCopy: true,
    opensStory: at === 0,
    leadEntryId: entryId,
    reasons: at === 0 ? [] : [{ code: "story", score: 0.42, entries: [newIds[0]], facts: { words: ["mill"] } }],
    storyMerges: [],
  }));
  const next = newIds.at(-1) + 1;
  await store.saveVerdicts(verdicts, { nextCopyId: next, nextStoryId: next, statistics: null });
  return newIds[0];
}

const wideVersions = 100;
const wideStory = await saveWideStory(entries, wideVersions);
const readStore = await openReadStore(url);
const listeners = new Set();
const quiet = () => undefined;
const handler = createServer({
  store: readStore,
  renderer: null,
  sections: [],
  baseUrl: "http://127.0.0.1",
  idBase: "http://127.0.0.1",
  clock: systemClock,
  log: { debug: quiet, info: quiet, warn: console.warn, error: console.error },
  version: "0",
  commands: null,
  adminToken: null,
  websub: false,
  readFigures: () => null,
  onChange: (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
});
const server = createHttpServer(handler).listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address();

/**
 * Processor time, ours and the asking's: unlike the clock, it is the same on a machine that does other things besides.
 */
function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function ask(path) {
  const start = performance.now();
  const cpuStart = cpuMs();
  const [response] = await once(get({ port, path, agent: false }), "response");
  let bytes = 0;
  for await (const chunk of response) bytes += chunk.length;
  if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode}`);
  return { ms: performance.now() - start, cpu: cpuMs() - cpuStart, bytes };
}

async function measure(name, count, pathOf) {
  for (let at = 0; at < 20; at += 1) await ask(pathOf());
  const times = [];
  const cpus = [];
  let heaviest = 0;
  for (let at = 0; at < count; at += 1) {
    const { ms, cpu, bytes } = await ask(pathOf());
    times.push(ms);
    cpus.push(cpu);
    heaviest = Math.max(heaviest, bytes);
  }
  console.log(
    `${name}: ${percentiles(times)} (processor ${percentiles(cpus)}), at most ${(heaviest / 1024).toFixed(0)} KB`,
  );
}

function percentiles(times) {
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}

await measure("first page", 300, () => "/");
await measure("first page, one language and urgency", 200, () => "/?lang=de&urgency=3");
await measure("search for a common word", 200, () => `/?q=${words[Math.floor(random() * 20)]}`);
await measure("search for a rare word", 200, () => `/?q=${words[40_000 + Math.floor(random() * 20_000)]}`);
await measure(
  "search for two words, one excluded",
  200,
  () =>
    `/?q=${words[Math.floor(random() * 500)]}+${words[Math.floor(random() * 500)]}+-${words[Math.floor(random() * 500)]}`,
);
await measure("one story", 200, () => `/stories/${1 + 3 * Math.floor((random() * entries) / 3)}`);
for (const tab of ["versions", "carriers", "changes", "why", "history"])
  await measure(`a story of ${wideVersions} versions, ${tab}`, 60, () => `/stories/${wideStory}?tab=${tab}`);
await measure("three columns", 100, () => "/columns?column=&column=lang%3Dde&column=urgency%3D3");
await measure("sources", 50, () => "/sources");

let heard = 0;
let onHeard = quiet;
const streams = [];
for (let at = 0; at < clients; at += 1) {
  const mark = await readStore.readChangeMark();
  const [response] = await once(get({ port, path: `/events?since=${mark}`, agent: false }), "response");
  response.setEncoding("utf8");
  response.on("data", (text) => {
    if (!text.includes("event: rows")) return;
    heard += 1;
    if (heard === clients) onHeard();
  });
  streams.push(response);
}
const delays = [];
for (let at = 0; at < arrivals; at += 1) {
  heard = 0;
  const all = new Promise((resolve) => {
    onHeard = resolve;
  });
  await save(entries + wideVersions + at * 3, 3, () => Date.now());
  const start = performance.now();
  for (const listener of listeners) listener({ byEditor: false });
  await all;
  delays.push(performance.now() - start);
}
console.log(`from the commit until the last of ${clients} open pages has the row: ${percentiles(delays)}`);
for (const stream of streams) stream.destroy();
server.closeAllConnections();
server.close();
await readStore.close();
await store.close();
rmSync(folder, { recursive: true, force: true });
