// What matching costs the desk: entries with 200 rules against the same entries without rules, in one run, in
// processor time. Both desks take turns, batch by batch. The first batches are not counted, because a service runs for
// days: in them the machine code is made, on one side for the desk and on the other for the desk and the rules.
// node tests/bench/bench-alerts.mjs [entries] [rules] (after `npm run build`)
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine } from "../../dist/dedupe/engine.js";
import { parseQuery } from "../../dist/domain/query/parse-query.js";
import { emptyFilter } from "../../dist/domain/section.js";
import { createDesk } from "../../dist/ingest/desk/desk.js";
import { openStore } from "../../dist/store/open-store.js";
import { entryOf, feedCount, newsItem } from "./synthetic-news.mjs";

const entries = Number(process.argv[2] ?? 10_000);
const ruleCount = Number(process.argv[3] ?? 200);
const batch = 200;
const uncounted = 2000;
const start = Date.UTC(2026, 0, 1);
const folder = mkdtempSync(join(tmpdir(), "wiredesk-bench-"));

function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The rarer half of the vocabulary: people choose words for alerts that do not stand in every text. */
const counts = new Map();
for (let at = 0; at < 500; at += 1)
  for (const word of new Set(newsItem(at * 7, 10).text.split(/\W+/))) counts.set(word, (counts.get(word) ?? 0) + 1);
const words = [...counts].filter(([word, count]) => word.length > 5 && count < 15).map(([word]) => word);
const word = (at) => words[(at * 7919) % words.length];
const queries = [
  (at) => `${word(at)} ${word(at + 1)}`,
  (at) => `"${word(at)} ${word(at + 1)}" OR "${word(at + 2)} ${word(at + 3)}"`,
  (at) => `${word(at)} ${word(at + 1)} -${word(at + 2)}`,
  (at) => `title:${word(at)} (${word(at + 1)} OR ${word(at + 2)})`,
  (at) => `${word(at)} NEAR/5 ${word(at + 1)}`,
];
const rules = Array.from({ length: ruleCount }, (_, at) => ({
  name: `rule ${at}`,
  section: null,
  filters: [{ ...emptyFilter, query: parseQuery(queries[at % queries.length](at)) }],
  on: ["new", "update", "correction", "withdrawal", "flash"],
  ...{ atLeast: null, digest: null, quiet: null, backlog: true, privateSources: [], to: ["desk"] },
}));

async function openSide(name, setup) {
  let now = start;
  const store = await openStore(`sqlite:${join(folder, `${name}.db`)}`, { now });
  const feeds = [];
  for (let at = 0; at < feedCount; at += 1) {
    const source = { name: `Source ${at}`, kind: at === 0 ? "agency" : "outlet", rank: 1 + at };
    const spec = { url: `https://source${at}.example/rss`, source, title: null, siteUrl: null, intervalMs: null };
    feeds.push(await store.addFeed(spec, "added", now));
  }
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const desk = createDesk({
    ...{ store, log, owner: "bench", isAlive: () => true, clock: { now: () => now, sleep: async () => undefined } },
    createEngine: (state) => createEngine({ state }),
    readAlerts: async () => setup,
  });
  let cpu = 0;
  return {
    store,
    async decide(from) {
      now = start + (from / batch) * 20_000;
      for (const [at, { id }] of feeds.entries()) {
        const changes = Array.from({ length: batch }, (_, n) => from + n)
          .filter((n) => n % feedCount === at)
          .map((n) => ({ kind: "new", entry: entryOf(newsItem(n, 10), now) }));
        await store.saveFetched({ feedId: id, now, changes, poll: null, capture: null, capturesMax: 0 });
      }
      const before = cpuMs();
      await desk.run();
      if (from >= uncounted) cpu += cpuMs() - before;
    },
    cpu: () => cpu,
    async close() {
      await desk.close();
      await store.close();
    },
  };
}

const plain = await openSide("plain", null);
const told = await openSide("told", { rules, deskBase: "https://desk.example" });
for (let from = 0, turn = 0; from < entries + uncounted; from += batch, turn += 1) {
  for (const side of turn % 2 === 0 ? [plain, told] : [told, plain]) await side.decide(from);
}
const [without, withRules] = [plain.cpu(), told.cpu()];
const held = (await told.store.listOutbox({ states: ["waiting"], channel: null, limit: 100_000 })).length;
console.log(`${entries} entries, ${ruleCount} rules, ${held} messages and what floods hold back`);
console.log(`desk without rules: ${without.toFixed(0)} ms CPU, ${((without / entries) * 1000).toFixed(0)} µs an entry`);
console.log(
  `desk with rules:    ${withRules.toFixed(0)} ms CPU, ${((withRules / entries) * 1000).toFixed(0)} µs an entry`,
);
console.log(`matching costs ${(((withRules - without) / withRules) * 100).toFixed(1)} % of the desk's time`);
await Promise.all([plain.close(), told.close()]);
rmSync(folder, { recursive: true });
