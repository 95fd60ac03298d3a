// A real `wiredesk serve` in a process of its own, over a store with 60 items in each section, that polls ten feeds of
// a loopback agency every second: together they gain `entriesASecond`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import SqliteDatabase from "better-sqlite3";
import { openStore } from "../../dist/store/open-store.js";
import { freePort } from "./baseline-servers.mjs";
import { entryOf, feedCount, newsItem, rssItem } from "./synthetic-news.mjs";

const oldPerSection = 60;
const windowItems = 20;

/**
 * `beforeStart(store, service)` may write more into the store. `onHandedOut(item)` hears of each live item when a poll
 * has taken it.
 */
export async function startLiveService({ sectionCount, entriesASecond, beforeStart, onHandedOut }) {
  const folder = mkdtempSync(join(tmpdir(), "wiredesk-live-"));
  const port = await freePort();
  const service = { folder, port, baseUrl: `http://127.0.0.1:${port}`, sections: sectionIds(sectionCount) };
  const file = join(folder, "wiredesk.db");
  const store = await openStore(`sqlite:${file}`, { now: Date.now() });
  await fill(store, sectionCount);
  await beforeStart?.(store, service);
  await store.close();
  const agency = await startAgency(sectionCount, entriesASecond, onHandedOut ?? (() => undefined));
  writeFileSync(join(folder, "wiredesk.yaml"), JSON.stringify(configOf(service, agency.port, file)));
  const main = new URL("../../dist/main.js", import.meta.url).pathname;
  const flags = (process.env.BENCH_NODE_FLAGS ?? "").split(" ").filter((flag) => flag !== "");
  const child = spawn(process.execPath, [...flags, main, "serve", "--config", join(folder, "wiredesk.yaml")], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  for (let up = false; !up; await sleep(50))
    up = await fetch(`${service.baseUrl}/feeds.opml`).then(
      () => true,
      () => false,
    );
  return {
    ...service,
    name: "wiredesk",
    pids: [child.pid],
    startNews: agency.start,
    /** When each live item's verdict was stored, by guid. */
    readStoredAt: () => readStoredAt(file),
    stop: async () => {
      child.kill("SIGTERM");
      await once(child, "exit");
      agency.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Seconds of processor time that processes have taken, their threads together (Linux). */
export function processorSeconds(pids) {
  const ticks = pids.map((pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, one) => sum + one, 0) / 100;
}

function sectionIds(count) {
  return Array.from({ length: count }, (_, at) => `s${at}`);
}

function configOf({ port, baseUrl, sections }, agencyPort, file) {
  return {
    server: { port, host: "127.0.0.1", baseUrl },
    store: `sqlite:${file}`,
    logLevel: "warn",
    polling: {
      cron: "* * * * * *",
      minInterval: "1s",
      hostGap: "0s",
      hosts: { "127.0.0.1": { gap: "0s", parallel: 16 } },
      allowPrivateAddresses: true,
    },
    hub: { allowPrivateAddresses: true },
    sources: [
      {
        name: "Wire",
        kind: "agency",
        feeds: Array.from({ length: feedCount }, (_, at) => ({
          url: `http://127.0.0.1:${agencyPort}/${at}.rss`,
          interval: "1s",
        })),
      },
    ],
    sections: sections.map((id, at) => ({ id, title: `Section ${at}`, match: { categories: [`c${at}`] } })),
  };
}

async function fill(store, sectionCount) {
  const source = { name: "Wire", kind: "agency", rank: 50 };
  const spec = { url: "https://wire.example/old", source, title: null, siteUrl: null, intervalMs: null };
  const feed = await store.addFeed(spec, "added", Date.now());
  await store.setFeedState(feed.id, "paused");
  const total = oldPerSection * sectionCount;
  for (let from = 0; from < total; from += 500) {
    const now = Date.now() - (total - from) * 10;
    const numbers = Array.from({ length: Math.min(500, total - from) }, (_, at) => from + at);
    // Numbers of their own: no live item is like them. The multiple of feedCount puts each into the next section.
    const entries = numbers.map((number) => entryOf(newsItem(1_000_000 + number * feedCount, sectionCount), now));
    await storeDecided(store, feed, entries, now);
  }
}

/** Stores entries and a verdict for each: a copy and a story of its own. */
async function storeDecided(store, feed, entries, now) {
  const changes = entries.map((entry) => ({ kind: "new", entry }));
  const { newIds } = await store.saveFetched({
    feedId: feed.id,
    now,
    changes,
    poll: null,
    capture: null,
    capturesMax: 0,
  });
  const opens = { opensCopy: true, opensStory: true, reasons: [], storyMerges: [] };
  const verdicts = newIds.map((id) => ({ entryId: id, copyId: id, storyId: id, leadEntryId: id, ...opens }));
  const nextId = newIds.at(-1) + 1;
  await store.saveVerdicts(verdicts, { nextCopyId: nextId, nextStoryId: nextId, statistics: null }, now);
}

/**
 * Feeds that gain items from `start()` on; each shows its newest. Their first answers are spread over a second, and so
 * are all polls after.
 */
async function startAgency(sectionCount, entriesASecond, onHandedOut) {
  let startedAt = null;
  const handedOut = Array.from({ length: feedCount }, () => 0);
  const server = createServer(async (request, response) => {
    const feed = Number(/\d+/.exec(request.url)[0]);
    if (startedAt === null) await sleep(feed * (1000 / feedCount));
    const now = Date.now();
    const gained = startedAt === null ? 0 : Math.floor((((now - startedAt) / 1000) * entriesASecond) / feedCount);
    const places = Array.from({ length: Math.min(windowItems, gained) }, (_, at) => gained - 1 - at);
    const numbered = places.map((place) => place * feedCount + feed);
    const items = numbered.map((number) => newsItem(number, sectionCount));
    response.writeHead(200, { "Content-Type": "application/rss+xml" });
    response.end(`<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Wire ${feed}</title>
<link>https://wire.example/</link><description>x</description>${items.map((item, at) => rssItem(item, startedAt + (places[at] * feedCount * 1000) / entriesASecond)).join("\n")}</channel></rss>`);
    for (const [at, place] of places.entries())
      if (place >= handedOut[feed]) onHandedOut({ ...items[at], number: numbered[at] });
    handedOut[feed] = gained;
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: server.address().port,
    start: () => {
      startedAt = Date.now();
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function readStoredAt(file) {
  const db = new SqliteDatabase(file, { readonly: true });
  const rows = db
    .prepare("SELECT e.guid, m.decided_at AS at FROM memberships m JOIN entries e ON e.id = m.entry_id")
    .all();
  db.close();
  return new Map(rows.map(({ guid, at }) => [guid, at]));
}
