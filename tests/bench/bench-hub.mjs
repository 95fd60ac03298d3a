// How long news takes to reach readers with 200 sections: from the transaction in which an entry becomes visible to the
// first answer of a feed that holds it, and to our hub's POST at a subscriber. A real `wiredesk serve` ingests 50
// entries a second; every section has a subscriber, and readers of all 600 documents (nine that revalidate to one that
// does not) ask besides. node tests/bench/bench-hub.mjs [seconds] [requests/s] (after `npm run build`; Linux)
import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { createRenderHandler } from "../../dist/documents/render-handler.js";
import { createTopicDocuments } from "../../dist/documents/topic-documents.js";
import { systemClock } from "../../dist/runtime/system-clock.js";
import { mixedReaders, startLoader } from "./http-load.mjs";
import { processorSeconds, startLiveService } from "./live-service.mjs";
import { watchServed } from "./watch-served.mjs";

const seconds = Number(process.argv[2] ?? 20);
// 30,000 readers that come by every five minutes.
const rate = Number(process.argv[3] ?? 100);
const entriesASecond = 50;
const sectionCount = 200;
const watchedOneIn = 5;
const formats = ["rss", "atom", "json"];

const handedOut = new Set();
const watching = { see: () => undefined };
const subscriber = await startSubscriber();
const service = await startLiveService({
  sectionCount,
  entriesASecond,
  beforeStart: subscribe,
  onHandedOut(item) {
    handedOut.add(item.guid);
    if (item.number % watchedOneIn === 0) watching.see(item);
  },
});
const loader = startLoader();
process.exitCode = 1;
try {
  await measure();
  process.exitCode = 0;
} finally {
  loader.stop();
  await service.stop();
  subscriber.stop();
}

async function measure() {
  const paths = service.sections.flatMap((id) => formats.map((format) => `/feeds/${id}.${format}`));
  const readers = mixedReaders(paths);
  // Every document once, as a service that has run for a while has made them, and the news for some seconds.
  for (const path of paths) await (await fetch(`${service.baseUrl}${path}`)).arrayBuffer();
  service.startNews();
  await loader.run({ port: service.port, readers, connections: 16, seconds: 5, rate });
  const watch = watchServed(service);
  watching.see = watch.see;
  const before = processorSeconds(service.pids);
  const asked = await loader.run({ port: service.port, readers, connections: 16, seconds, rate });
  const cpu = (processorSeconds(service.pids) - before) / asked.seconds;
  watching.see = () => undefined;
  const ingested = new Set(handedOut);
  await watch.stop();
  await sleep(3_000);
  const storedAt = service.readStoredAt();
  console.log(
    `${sectionCount} sections with a subscriber each, ${entriesASecond} entries/s, ${rate} requests/s for their ${readers.length / 10} documents: ` +
      `${cpu.toFixed(2)} of a core; answers p50 ${asked.all.p50.toFixed(1)} ms, p99 ${asked.all.p99.toFixed(1)} ms`,
  );
  report("served", watch.seenAt, storedAt, [...watch.seenAt.keys()]);
  report("POST received", subscriber.receivedAt, storedAt, [...ingested]);
}

function report(name, at, storedAt, guids) {
  const delays = guids.filter((guid) => at.has(guid)).map((guid) => at.get(guid) - storedAt.get(guid));
  delays.sort((a, b) => a - b);
  const share = (part) => delays[Math.floor(delays.length * part)];
  console.log(
    `entry stored -> ${name}: p50 ${share(0.5)} ms, p99 ${share(0.99)} ms, max ${delays.at(-1)} ms of ${delays.length}, ${guids.length - delays.length} missing`,
  );
}

/** Subscriptions as the hub would have taken them: their confirmation is not what is measured. */
async function subscribe(store, { baseUrl, sections }) {
  const none = { sources: [], kinds: [], languages: [], query: null, urgencyMax: null, feedId: null };
  const known = sections.map((id, at) => ({ id, title: `Section ${at}`, filter: { ...none, categories: [`c${at}`] } }));
  const renderer = createRenderHandler(store.forPublic(), { baseUrl, idBase: baseUrl, clock: systemClock });
  const parts = { store, sections: known, baseUrl, clock: systemClock, renderer, served: null };
  const documents = createTopicDocuments(parts);
  for (const [at, id] of sections.entries()) {
    const topic = `${baseUrl}/feeds/${id}.rss`;
    // Each at a host of its own, as subscribers are.
    const callback = `http://127.0.2.${1 + at}:${subscriber.port}/${id}`;
    const request = { mode: "subscribe", topic, callback, secret: "s", leaseSeconds: 86_400 };
    const { document } = await documents.read(topic, null, null);
    await store.saveSubscription(request, document, Date.now());
  }
}

/** Listens on all of loopback and notes when each item first came. */
async function startSubscriber() {
  const receivedAt = new Map();
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const now = Date.now();
    response.writeHead(204).end();
    for (const [guid] of Buffer.concat(chunks)
      .toString("utf8")
      .matchAll(/https:\/\/wire\.example\/news\/\d+(?=<)/g))
      if (!receivedAt.has(guid)) receivedAt.set(guid, now);
  }).listen(0);
  await once(server, "listening");
  return {
    port: server.address().port,
    receivedAt,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
