// usage: npm run train -- FOLDER
//
// Learns the engine's data files (copy/copy-weights.ts, text/background-terms.ts) from labelled sets on disk. FOLDER
// contains wire_pool.jsonl.gz with wire_pool.pairs.jsonl.gz, and allsides_roundups.jsonl.gz, in the format that
// `wiredesk eval` reads. One half of each set is left out, so that it can test the result: the entries of the wire pool
// that were published after `splitAt`, and the stories of the roundups with an odd number. In the roundups, three
// outlets report one event in their own words: one story, but three copies. The wire pool has no such pairs.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { evalItem } from "../../dist/cli/stories/eval-item.js";
import { train } from "../../dist/dedupe/eval/train.js";

const splitAt = "2026-08-20T06:00:00Z";
const folder = process.argv[2];
if (folder === undefined) {
  console.error("usage: npm run train -- FOLDER");
  process.exit(2);
}

const trained = train([await wireHalf(), await roundupsHalf()], evalItem);
const target = join(import.meta.dirname, "../../src/dedupe");
await writeFile(join(target, "copy/copy-weights.ts"), trained.copyWeights);
await writeFile(join(target, "text/background-terms.ts"), trained.backgroundTerms);
console.log(`learned from ${trained.positives} duplicates and ${trained.negatives} others`);

async function wireHalf() {
  const all = await readLines(join(folder, "wire_pool.jsonl.gz"));
  const items = all.filter((item) => item.published < splitAt);
  return { items, pairs: await readLines(join(folder, "wire_pool.pairs.jsonl.gz")) };
}

async function roundupsHalf() {
  const all = await readLines(join(folder, "allsides_roundups.jsonl.gz"));
  const items = all.filter((item) => Number(item.story.split("-")[1]) % 2 === 0);
  const stories = groupByStory(items);
  const pairs = [...stories.values()].flatMap((members) =>
    members.flatMap((a, i) => members.slice(i + 1).map((b) => ({ a: a.id, b: b.id, label: "not_duplicate" }))),
  );
  return { items, pairs };
}

function groupByStory(items) {
  const stories = new Map();
  for (const item of items) stories.set(item.story, [...(stories.get(item.story) ?? []), item]);
  return stories;
}

async function readLines(file) {
  const text = gunzipSync(await readFile(file)).toString("utf8");
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
