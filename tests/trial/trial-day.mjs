// A day of service in half an hour: bursts of news, readers, live pages, an editor, restarts, reloads. --minutes 30
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { readProcess } from "../bench/process-figures.mjs";
import { freePort, makeFolder, startBuilt } from "./built-service.mjs";
import { startPeople } from "./day/day-people.mjs";
import { startAgencies } from "./loopback-agencies.mjs";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "30" },
    // Entries a second while a burst lasts: ten seconds of each minute. Between bursts it is one a second.
    burst: { type: "string", default: "50" },
    readers: { type: "string", default: "200" },
    pages: { type: "string", default: "20" },
  },
});
const minutes = Number(values.minutes);
const agencyCount = 40;
const token = "a-long-token-of-the-trial";
/** When the service is restarted and reloaded, as shares of the day. Memory is judged after the first third. */
const restartsAt = [1 / 6, 1 / 3];
const reloadsAt = [1 / 2, 3 / 4];
/** A service that grew so through the last two thirds would double in a week or so. */
const growthMbMax = 40;
const handlesMax = 20;

const { folder, remove } = makeFolder("day");
const agencies = await startAgencies({ count: agencyCount, window: 60, wordCount: 120 });
const port = await freePort();
const start = () =>
  startBuilt({
    build: ".",
    folder,
    config: configOf(),
    env: { WIREDESK_ADMIN_TOKEN: token, WIREDESK_PORT: String(port) },
    port,
  });
let service = await start();
const people = startPeople({ port, readers: Number(values.readers), pages: Number(values.pages), token });
const log = [];
let exitCode = 1;
try {
  exitCode = await tellEnd(await live());
} finally {
  await people.stop();
  await service.stop();
  agencies.close();
  remove();
}
process.exit(exitCode);

function configOf() {
  return {
    store: `sqlite:${folder}/wire.db`,
    logLevel: "warn",
    polling: { cron: "* * * * * *", allowPrivateAddresses: true, minInterval: "1s", hostGap: "0s", concurrency: 16 },
    sources: Array.from({ length: agencyCount }, (_, at) => ({
      name: `Agency ${at}`,
      kind: "agency",
      feeds: [{ url: agencies.url(at), interval: "5s" }],
    })),
    sections: ["harbour", "council", "strike"].map((word) => ({ id: word, title: word, match: { query: word } })),
  };
}

/** Lives through the day, and answers what was seen at the end of each minute. */
async function live() {
  const seen = [];
  const due = { restarts: restartsAt.map((at) => at * minutes), reloads: reloadsAt.map((at) => at * minutes) };
  for (let minute = 1; minute <= minutes; minute += 1) {
    let late = 0;
    const began = performance.now();
    for (let second = 0; second < 60; second += 1) {
      publish(second < 10 ? Number(values.burst) : 1);
      if (second % 5 === 4 && second > 10) late = Math.max(late, await lateFeeds());
      await sleep(Math.max(0, began + (second + 1) * 1_000 - performance.now()));
    }
    const { rss } = readProcess(service.pid);
    seen.push({ minute, rss, handles: handlesOf(service.pid), late });
    tellMinute(seen.at(-1), people.figures());
    if (due.restarts[0] <= minute) {
      due.restarts.shift();
      await restart();
    } else if (due.reloads[0] <= minute) {
      due.reloads.shift();
      reload();
    }
  }
  return seen;
}

function publish(count) {
  for (let number = 0; number < count; number += 1) agencies.publish(agencies.published() % agencyCount);
}

async function restart() {
  log.push(service.log());
  const began = performance.now();
  await service.stop();
  service = await start();
  console.log(`restarted: no answers for ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

function reload() {
  service.reload();
  console.log("reloaded");
}

/** How many feeds are late now, as the service itself counts them (more than a minute after their time). */
async function lateFeeds() {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  const share = Number(/^wiredesk_feeds_late_ratio (\S+)/m.exec(await answer.text())?.[1] ?? 0);
  return Math.round(share * agencyCount);
}

/** Open files, pipes and sockets, without the connections of clients, whose number is theirs to choose. */
function handlesOf(pid) {
  const rows = ["tcp", "tcp6"].flatMap((name) => readFileSync(`/proc/net/${name}`, "utf8").trim().split("\n").slice(1));
  const local = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  // proc(5): the second field is the local address, the fourth the state; 01 is an established connection.
  const clients = rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, at, , state]) => at.endsWith(local) && state === "01");
  return readdirSync(`/proc/${pid}/fd`).length - clients.length;
}

function tellMinute({ minute, rss, handles, late }, met) {
  const { answers, retries, p50, p99, reconnects, rulings } = met;
  console.log(
    `minute ${String(minute).padStart(3)}: RSS ${rss.toFixed(0)} MB, ${handles} handles, ${late} feeds late, ${agencies.published()} entries published; ` +
      `${answers} answers (p50 ${p50.toFixed(0)}, p99 ${p99.toFixed(0)} ms), ${retries} asked again, ${reconnects} pages reconnected, ${rulings} rulings`,
  );
}

async function stored() {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/counts`);
  return (await answer.json()).entries;
}

async function tellEnd(seen) {
  const later = seen.slice(Math.ceil(seen.length / 3));
  const half = Math.floor(later.length / 2);
  const mean = (points) => points.reduce((sum, { rss }) => sum + rss, 0) / points.length;
  const growth = mean(later.slice(half)) - mean(later.slice(0, half));
  const most = (points) => Math.max(...points.map((point) => point.handles));
  const grown = most(later.slice(half)) - most(later.slice(0, half));
  const late = Math.max(...seen.map((point) => point.late));
  const met = people.figures();
  const errors = [...log, service.log()]
    .join("")
    .split("\n")
    .filter((line) => line.includes('"level":50'));
  const lost = agencies.published() - (await storedInTheEnd());
  const verdicts = [
    [
      growth <= growthMbMax,
      `memory: the last third has ${growth.toFixed(0)} MB more than the second, at most ${growthMbMax} wanted`,
    ],
    [grown <= handlesMax, `handles: the last third has ${grown} more than the second, at most ${handlesMax} wanted`],
    [late === 0, `late feeds: at most ${late} at once, none wanted`],
    [met.wrong.length === 0, `answers with an error: ${met.wrong.length}, none wanted; ${met.wrong[0] ?? ""}`],
    [met.refusedRulings === 0, `rulings: ${met.rulings} in effect, ${met.refusedRulings} refused`],
    [lost === 0, `entries: ${agencies.published()} published, ${lost} of them not stored`],
    [errors.length === 0, `errors in the log: ${errors.length}; ${errors[0] ?? ""}`],
  ];
  for (const [holds, told] of verdicts) console.log(`${holds ? "ok   " : "NOT  "} ${told}`);
  return verdicts.every(([holds]) => holds) ? 0 : 1;
}

/** The last entries may wait for their polls. */
async function storedInTheEnd() {
  let count = await stored();
  for (let second = 0; second < 60 && count < agencies.published(); second += 1) {
    await sleep(1_000);
    count = await stored();
  }
  return count;
}
