// Speed of the parsing stage (bytes to ParsedFeed) beside bare rss-parser over the same documents, interleaved.
// usage: npm run build && node tests/bench/bench-parse.mjs [DIRECTORY] [--rounds N]
// Without a directory it makes its own documents. Documents that either reader refuses are left out.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import RssParser from "rss-parser";
import { parseFeed } from "../../dist/parse/parse-feed.js";
import { syntheticFeeds } from "./synthetic-feeds.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "5" } },
});
const [directory] = positionals;
const documents = directory === undefined ? syntheticFeeds() : documentsIn(directory);

const url = "http://feeds.example.net/dir/feed.xml";
const stage = (bytes) => parseFeed({ bytes, url, contentType: null });
const bare = (bytes) => new RssParser().parseString(new TextDecoder().decode(bytes));

const readable = [];
for (const document of documents)
  if ((await reads(bare, document)) && (await reads(stage, document))) readable.push(document);
const bytesTotal = readable.reduce((sum, bytes) => sum + bytes.length, 0);
console.log(`${readable.length} of ${documents.length} documents that both read, ${(bytesTotal / 1e6).toFixed(1)} MB`);

const ratios = [];
const best = { stage: Number.POSITIVE_INFINITY, bare: Number.POSITIVE_INFINITY };
for (let round = 0; round < Number(values.rounds); round += 1) {
  const times = { stage: 0, bare: 0 };
  for (const bytes of readable) {
    times.bare += await timed(bare, bytes);
    times.stage += await timed(stage, bytes);
  }
  ratios.push(times.stage / times.bare);
  best.stage = Math.min(best.stage, times.stage);
  best.bare = Math.min(best.bare, times.bare);
}
const rate = (ms) =>
  `${((readable.length / ms) * 1000).toFixed(0)} documents/s, ${(bytesTotal / ms / 1000).toFixed(1)} MB/s`;
console.log(`stage       ${rate(best.stage)}`);
console.log(`rss-parser  ${rate(best.bare)}`);
console.log(
  `ratio       ${median(ratios).toFixed(2)} (median of ${ratios.length} rounds; rounds ${ratios.map((ratio) => ratio.toFixed(2)).join(" ")})`,
);

function documentsIn(folder) {
  return readdirSync(folder)
    .toSorted()
    .map((name) => readFileSync(path.join(folder, name)));
}

async function reads(reader, bytes) {
  return reader(bytes).then(
    () => true,
    () => false,
  );
}

async function timed(reader, bytes) {
  const start = performance.now();
  await reader(bytes);
  return performance.now() - start;
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
