// How long from an entry's transaction to the hub's POST at a subscriber, with 200 sections that each have one, while entries come in.
// node tests/bench/bench-hub.mjs [entries] [a second]        (after `npm run build`)
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createCallbacks } from "../../dist/fetch/guarded-callbacks.js";
import { createHub } from "../../dist/ingest/hub.js";
import { openStore } from "../../dist/store/open-store.js";
import { systemClock } from "../../dist/system-clock.js";
import { createTopicDocuments } from "../../dist/web/topic-documents.js";

const entryCount = Number(process.argv[2] ?? 300);
const entriesASecond = Number(process.argv[3] ?? 20);
const sectionCount = 200;
const baseUrl = "http://127.0.0.1:8080";
const filter = { sources: [], kinds: [], languages: [], categories: [], query: null, urgencyMax: null, feedId: null };

const folder = mkdtempSync(join(tmpdir(), "wiredesk-hub-"));
const store = await openStore(`sqlite:${join(folder, "wiredesk.db")}`, { now: Date.now() });
const sections = Array.from({ length: sectionCount }, (_, at) => ({
  id: `s${at}`,
  title: `Section ${at}`,
  filter: { ...filter, categories: [`c${at}`] },
}));
const source = { name: "Outlet", kind: "outlet", rank: 50 };
const spec = { url: "https://outlet.example/rss", source, title: null, siteUrl: null, intervalMs: null };
const feed = await store.addFeed(spec, "added", Date.now());
for (let round = 0; round < 50; round += 1)
  await add(Array.from({ length: sectionCount }, (_, at) => entryOf(`old/${round}`, at)));

const sentAt = new Map();
const delays = [];
const subscriber = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  const now = Date.now();
  response.writeHead(204).end();
  for (const [, guid] of body.matchAll(/news\.example\/live\/(\d+)[<"]/g)) {
    const key = Number(guid);
    if (!sentAt.has(key)) continue;
    delays.push(now - sentAt.get(key));
    sentAt.delete(key);
  }
}).listen(0, "127.0.0.1");
await once(subscriber, "listening");
const quiet = () => undefined;
const log = { debug: quiet, info: quiet, warn: console.log, error: console.log };
const documents = createTopicDocuments({ store, sections, baseUrl, clock: systemClock });
for (const { id } of sections) {
  const topic = `${baseUrl}/feeds/${id}.rss`;
  const callback = `http://127.0.0.1:${subscriber.address().port}/${id}`;
  const request = { mode: "subscribe", topic, callback, secret: "s", leaseSeconds: 86_400 };
  await store.saveSubscription(request, await documents.read(topic, null), Date.now());
}
const hub = createHub({
  store,
  documents,
  callbacks: createCallbacks({ userAgent: "bench", allowPrivateAddresses: true, clock: systemClock }),
  clock: systemClock,
  log,
  newChallenge: () => "x",
  hubUrl: `${baseUrl}/hub`,
});
await sleep(2_000);
const before = process.cpuUsage();
const startedAt = Date.now();
for (let number = 0; number < entryCount; number += 1) {
  await add([entryOf(`live/${number}`, number % sectionCount)]);
  sentAt.set(number, Date.now());
  hub.changed();
  await sleep(Math.max(0, startedAt + ((number + 1) * 1000) / entriesASecond - Date.now()));
}
const seconds = (Date.now() - startedAt) / 1000;
const cpu = process.cpuUsage(before);
await sleep(3_000);
delays.sort((a, b) => a - b);
const at = (share) => delays[Math.floor(delays.length * share)];
console.log(
  `${sectionCount} sections with a subscriber each, ${entriesASecond} entries/s: entry stored -> POST received p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${delays.at(-1)} ms of ${delays.length}, ${sentAt.size} missing; ${((cpu.user + cpu.system) / 1e6 / seconds).toFixed(2)} of a core`,
);
await hub.stop();
subscriber.closeAllConnections();
subscriber.close();
await store.close();
rmSync(folder, { recursive: true, force: true });

async function add(entries) {
  const changes = entries.map((entry) => ({ kind: "new", entry }));
  const fetched = { feedId: feed.id, now: Date.now(), changes, poll: null, capture: null, capturesMax: 0 };
  const { newIds } = await store.saveFetched(fetched);
  const verdicts = newIds.map((id) => ({
    entryId: id,
    copyId: id,
    storyId: id,
    opensCopy: true,
    opensStory: true,
    leadEntryId: id,
    reasons: [],
    storyMerges: [],
  }));
  const nextId = newIds.at(-1) + 1;
  await store.saveVerdicts(verdicts, { nextCopyId: nextId, nextStoryId: nextId, statistics: null });
}

function entryOf(name, section) {
  const words = Array.from({ length: 300 }, (_, at) =>
    ((name.length * 7919 + section * 31 + at * 104729) % 60_013).toString(36),
  );
  const url = name.startsWith("live") ? `https://news.example/${name}` : `https://news.example/${name}/${section}`;
  const title = `${name} ${words.slice(0, 8).join(" ")}`;
  const text = words.join(" ");
  return {
    ...{
      guid: url,
      guidOrigin: "guid",
      guidKey: url,
      url,
      urlKey: url,
      title,
      headline: title,
      text,
      html: `<p>${text}</p>`,
    },
    ...{ summary: text.slice(0, 200), authors: [], categories: [`c${section}`], attachments: [], imageUrl: null },
    ...{ language: "en", publishedAt: Date.now(), dateClass: "stated", updatedAt: null, firstSeenAt: Date.now() },
    ...{ cue: null, urgency: 5, credit: null, rights: null, commentsUrl: null, commentCount: null, inReplyTo: null },
    ...{ point: null, contentHash: url, textKey: url },
  };
}
