import { setTimeout as sleep } from "node:timers/promises";
import { makeFolder } from "../built-service.mjs";
import { shareClock } from "./clocks.mjs";
import { startCrew } from "./crew.mjs";
import { startDatabase } from "./database.mjs";
import { faults } from "./faults.mjs";
import { openNetwork } from "./network.mjs";
import { startPublishers } from "./publishers.mjs";
import { startReader } from "./reader.mjs";
import { startSubscriber } from "./subscriber.mjs";
import { tellVerdict } from "./verdict.mjs";
import { createWorld } from "./world.mjs";

const names = ["desk-1", "desk-2", "poll-1", "poll-2", "poll-3", "web-1", "web-2", "send-1", "send-2"];
const hostGapMs = 1_000;
const baseUrl = "http://wire.example";

/** Runs the whole trial. Returns the exit code. */
export async function runTrial(options) {
  const { hostCount, feedCount, speed } = options;
  const random = randomOf(options.seed);
  const closing = [shareClock()];
  try {
    const network = openNetwork({ namespaces: options.namespaces, publishers: hostCount });
    closing.push(() => network.remove());
    const database = await startDatabase(network);
    closing.push(() => database.stop());
    const addresses = Array.from({ length: hostCount }, (_, host) => network.publisher(host));
    const publishers = await startPublishers({ addresses, feedCount, window: 200, random });
    closing.push(() => publishers.close());
    for (let feed = 0; feed < feedCount; feed += 5) publishers.publish(feed);
    const subscriber = await startSubscriber(network.own);
    closing.push(() => subscriber.close());
    const { folder, remove } = makeFolder("hosts");
    closing.push(remove);
    const config = configOf({ store: database.url, publishers, hostCount, feedCount, interval: options.interval });
    const crew = await startCrew({ ...options, names, folder, config, network, onMigrated: database.audit });
    closing.push(() => crew.stop());
    if (options.logs !== "") closing.unshift(() => crew.saveLogs(options.logs));
    const reader = startReader(() => crew.of("web").map((member) => crew.addressOf(member)), speed);
    closing.push(() => reader.stop());
    const world = createWorld({
      ...{ crew, publishers, hostCount, database, reader, subscriber, network, random, speed },
    });
    return await goThrough(world, { ...options, random, subscriber });
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

async function goThrough(world, options) {
  const { crew, publishers } = world;
  const { random, feedCount, interval, subscriber } = options;
  await subscriber.subscribe(crew.addressOf(crew.of("web")[0]), `${baseUrl}/feeds/all.json`);
  const news = { isOver: false };
  const publishing = (async () => {
    while (!news.isOver) {
      publishers.publish(Math.floor(random() * feedCount));
      await sleep((interval * 1_000) / 3);
    }
  })();
  const failures = await makeFaults(world, options);
  news.isOver = true;
  await publishing;
  const exitCode = await tellVerdict({ world, hostGapMs, failures, isSkewed: options.isSkewed, speed: options.speed });
  const { answers, answerMsMax, behindMsMax } = world.reader.totals;
  console.log(
    `${publishers.requests()} requests to publishers, ${subscriber.deliveries()} deliveries; a reader got ${answers} answers, the slowest after ${answerMsMax.toFixed(0)} ms; the other web had to answer: ${world.reader.otherWeb()}; an answer to a reader that names nothing was at most ${(behindMsMax / 1_000).toFixed(1)} s behind`,
  );
  return exitCode;
}

/** One fault after another, round after round, until the time is over. Returns what went wrong. */
async function makeFaults(world, { minutes, only }) {
  const failures = [];
  const deadline = performance.now() + minutes * 60_000;
  const isChosen = ({ name, isCut }) =>
    (only.length === 0 || only.some((word) => name.includes(word))) && (isCut !== true || world.network.cut !== null);
  const chosen = faults.filter(isChosen);
  await world.untilShown();
  for (let turn = 0; performance.now() < deadline && chosen.length > 0; turn += 1) {
    const fault = chosen[turn % chosen.length];
    const from = performance.now();
    const found = await fault.run(world);
    console.log(`${fault.name}: ${sayFigures(found)}`);
    for (const [what, figure] of Object.entries(found))
      if (what !== "late" && figure === null) failures.push(`${fault.name}: it took too long until "${what}"`);
    if (found.late > 0) failures.push(`${fault.name}: the process wrote ${found.late} rows of an earlier time`);
    const wentBack = world.reader.notesSince(from).filter(({ text }) => text.includes("went back"));
    if (wentBack.length > 0) failures.push(`${fault.name}: ${wentBack[0].text}`);
  }
  return failures;
}

function sayFigures({ late, ...figures }) {
  const said = Object.entries(figures).map(
    ([what, s]) => `${what} after ${s === null ? "too long" : `${s.toFixed(1)} s`}`,
  );
  if (late !== undefined) said.push(late === null ? "its late writes cannot be told" : `${late} late writes`);
  return said.join(", ");
}

/** The first feed of each publisher is polled often, so that its news measures how long things take. */
function configOf({ store, publishers, hostCount, feedCount, interval }) {
  return {
    store,
    server: { baseUrl },
    logLevel: "info",
    hub: { allowPrivateAddresses: true },
    polling: { cron: "* * * * * *", allowPrivateAddresses: true, minInterval: "1s", hostGap: `${hostGapMs / 1000}s` },
    sources: Array.from({ length: feedCount }, (_, feed) => ({
      name: `Publisher ${feed}`,
      kind: "agency",
      feeds: [{ url: publishers.url(feed), interval: `${feed < hostCount ? interval : 5 * interval}s` }],
    })),
  };
}

function randomOf(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
