// Engine speed and memory with a window of 20,000, 100,000 and 300,000 live entries: npm run bench -- dedupe
// Texts are made up: words drawn as in newspapers (Zipf), ten to a headline and thirty to a summary; three in ten are
// reprints.
import { performance } from "node:perf_hooks";
import { createEngine } from "../../dist/dedupe/engine.js";

const liveCounts = process.argv
  .slice(2)
  .map(Number)
  .filter((count) => count > 0);
const measured = 3000;
const repeats = 5;

for (const live of liveCounts.length > 0 ? liveCounts : [20_000, 100_000, 300_000]) bench(live);

function bench(live) {
  const random = createRandom(live);
  const stream = createStream(random, live);
  const before = heapBytes();
  const engine = createEngine({ state: { nextCopyId: 1, nextStoryId: 1, statistics: null } });
  for (let i = 0; i < live; i += 1) engine.decide(stream(i), []);
  const bytes = (heapBytes() - before) / live;
  const speeds = [];
  const ownSpeeds = [];
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const items = Array.from({ length: measured }, (_, i) => stream(live + repeat * measured + i));
    const from = performance.now();
    const processor = process.cpuUsage();
    for (const item of items) engine.decide(item, []);
    speeds.push(measured / ((performance.now() - from) / 1000));
    ownSpeeds.push(measured / (process.cpuUsage(processor).user / 1e6));
  }
  speeds.sort((a, b) => a - b);
  ownSpeeds.sort((a, b) => a - b);
  const from = performance.now();
  const snapshot = engine.state().statistics;
  const snapshotMs = performance.now() - from;
  const told = engine.size();
  console.log(
    `${live} live: ${Math.round(speeds[repeats >> 1])} documents/s (${Math.round(speeds[0])} to ${Math.round(speeds[repeats - 1])}), ${Math.round(ownSpeeds[repeats >> 1])} a second of processor time, ` +
      `${Math.round(bytes)} bytes an entry measured, ${Math.round(told.bytes / told.items)} told; statistics ${Math.round(snapshot.length / 1024)} KiB in ${Math.round(snapshotMs)} ms`,
  );
}

function heapBytes() {
  if (globalThis.gc === undefined) throw new Error("run with --expose-gc");
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Entries spread over 70 hours; the i-th is always the same. */
function createStream(random, live) {
  const words = Array.from({ length: 60_000 }, () => makeWord(random));
  const recent = [];
  return (i) => {
    const reprint = recent.length > 100 && random() < 0.3 ? recent[Math.floor(random() * recent.length)] : null;
    const event = reprint ?? { headline: makeText(random, words, 10), text: makeText(random, words, 30) };
    if (reprint === null) recent.push(event);
    if (recent.length > 2000) recent.shift();
    const headline = reprint === null ? event.headline : `${makeText(random, words, 3)} ${event.headline}`;
    const arrivedAt = Date.UTC(2026, 0, 1) + Math.floor((i / (live + measured * repeats)) * 70 * 3_600_000);
    const sourceId = 1 + Math.floor(random() * 400);
    return {
      id: i + 1,
      feedId: sourceId,
      sourceId,
      sourceName: `Source ${sourceId}`,
      sourceKind: "outlet",
      sourceRank: 100,
      title: headline,
      headline,
      text: event.text,
      language: "en",
      cue: null,
      credit: null,
      urlKey: `s${sourceId}.example/${i}`,
      textKey: null,
      arrivedAt,
      publishedAt: arrivedAt,
    };
  };
}

function makeWord(random) {
  const length = 3 + Math.floor(random() * 7);
  return Array.from({ length }, () => "abcdefghijklmnopqrstuvwxyz"[Math.floor(random() * 26)]).join("");
}

function makeText(random, words, length) {
  const text = Array.from(
    { length },
    () => words[Math.min(words.length - 1, Math.floor(Math.exp(random() * Math.log(words.length))))],
  );
  return `${text[0][0].toUpperCase()}${text.join(" ").slice(1)}.`;
}

/** mulberry32 */
function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}
