// Searches over a large store: the first page of each kind of query, and its ratio to a plain FTS5 MATCH of the same
// words in the same run. A reading holds its thread from beginning to end, so the longest reading is also the longest
// time that a thread was held. Processor times tell more than times on a busy machine. node
// tests/bench/bench-search.mjs [entries] [rounds] [pattern of cases] [file] (after `npm run build`). With a file, the
// store is kept there, and used again the next time.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { parseQuery } from "../../dist/domain/query/parse-query.js";
import { openReadStore, openStore } from "../../dist/store/open-store.js";
import { createRandom, languages, syntheticEntry, textOf } from "./synthetic-entries.mjs";

const entries = Number(process.argv[2] ?? 150_000);
const rounds = Number(process.argv[3] ?? 30);
const batch = 300;
const start = Date.UTC(2026, 0, 1);
const folder = mkdtempSync(join(tmpdir(), "wiredesk-bench-"));
const file = process.argv[5] ?? join(folder, "search.db");
const random = createRandom();

/** A vocabulary that begins with all letters and in which few words are common, as in a language. */
const pick = (list) => list[Math.floor(random() * list.length)];
const onsets = "a b c d e f g h i j k l m n o p qu r s t u v w y z st tr pr br gr ch sh".split(" ");
const rests = "ab ac ad al an ar at ed el en er es ic il in is on or os um un ur us ing ion".split(" ");
const words = Array.from({ length: 40_000 }, (_, at) => {
  const syllables = 1 + Math.floor(Math.log10(at + 10) / 1.5) + (at % 2);
  return pick(onsets) + Array.from({ length: syllables }, () => pick(rests)).join("");
});

function entryOf(at) {
  const guid = `https://outlet.example/${at}`;
  // One text in two hundred has a common word in capitals.
  const shouted = at % 200 === 0 ? ` ${words[at % 40].toUpperCase()}` : "";
  const [title, text] = [textOf(random, 10, words), `${textOf(random, 150, words)}${shouted}`];
  const [language, firstSeenAt] = [languages[at % 4], start + at * 30_000];
  const given = { guid, title, text, summary: text.slice(0, 300), html: "", language, urgency: 1 + (at % 8) };
  return syntheticEntry({ ...given, firstSeenAt });
}

async function fill() {
  const store = await openStore(`sqlite:${file}`, { now: start });
  const source = { name: "Outlet", kind: "outlet", rank: 1 };
  const spec = { url: "https://outlet.example/rss", source, title: null, siteUrl: null, intervalMs: null };
  const feed = await store.addFeed(spec, "added", start);
  for (let from = 0; from < entries; from += batch) {
    const changes = Array.from({ length: batch }, (_, at) => ({ kind: "new", entry: entryOf(from + at) }));
    const saved = { feedId: feed.id, now: start, changes, poll: null, capture: null, capturesMax: 0 };
    const { newIds } = await store.saveFetched(saved);
    // Every third entry joins the copy of the one before it.
    const verdicts = newIds.map((entryId, at) => {
      const group = at % 3 === 2 ? newIds[at - 1] : entryId;
      const opens = group === entryId;
      const groups = { copyId: group, storyId: group, opensCopy: opens, opensStory: opens, leadEntryId: group };
      return { entryId, ...groups, reasons: [], storyMerges: [] };
    });
    const next = newIds.at(-1) + 1;
    await store.saveVerdicts(verdicts, { nextCopyId: next, nextStoryId: next, statistics: null });
  }
  // Other forms of the words are found as in a service that runs.
  while ((await store.growWords(1_000)) > 0);
  await store.close();
}

/** Words by how common they are: every text has one of the first twenty or so, few have one of the last. */
const common = () => words[Math.floor(random() * 40)];
const some = () => words[40 + Math.floor(random() * 400)];
const rare = () => words[10_000 + Math.floor(random() * 25_000)];
const beginning = () => some().slice(0, 3).padEnd(3, "a");
const commonBeginning = () => common().slice(0, 3).padEnd(3, "a");
const longBeginning = () => words[40 + Math.floor(random() * 5_000)].slice(0, 5).padEnd(3, "a");
const rareBeginning = () => rare().slice(0, 6).padEnd(3, "a");
const list = (count, of) => Array.from({ length: count }, of);

/** What is asked, and the same for FTS5; `isWhole`: the plain list has to be read to its end to answer. */
const cases = {
  "a common word": () => plain([common()], " OR "),
  "a rare word": () => plain([rare()], " OR "),
  "two words": () => plain([some(), some()], " AND "),
  "abc*": () => beginnings(list(1, beginning), " OR "),
  "abc* OR abd*": () => beginnings(list(2, beginning), " OR "),
  "-abc* -abd*": () => negated(beginnings(list(2, beginning), " OR ")),
  "nothing but NOT word": () => negated(plain([some()], " OR ")),
  "NOT of a word that is everywhere": () => negated(plain([words[0]], " OR ")),
  "64 words, OR": () => plain(list(64, some), " OR "),
  "64 words, AND": () => plain(list(64, some), " AND "),
  "64 beginnings, OR": () => beginnings(list(64, beginning), " OR "),
  "64 beginnings, AND": () => beginnings(list(64, beginning), " AND "),
  "=WORD of a common word": () => ({ ...plain([common()], " OR "), query: `=${common().toUpperCase()}` }),
  "NOT 64 beginnings": () => negated(beginnings(list(64, beginning), " OR ")),
  "64 common beginnings, OR": () => beginnings(list(64, commonBeginning), " OR "),
  "64 common beginnings, AND": () => beginnings(list(64, commonBeginning), " AND "),
  "NOT 64 common beginnings": () => negated(beginnings(list(64, commonBeginning), " OR ")),
  "a word, NOT 63 beginnings": () => except(plain([some()], " OR "), beginnings(list(63, beginning), " OR ")),
  "32 pairs of beginnings, AND": pairs,
  "64 long beginnings, OR": () => beginnings(list(64, longBeginning), " OR "),
  "64 rare beginnings, OR": () => beginnings(list(64, rareBeginning), " OR "),
  "64 rare beginnings, AND": () => beginnings(list(64, rareBeginning), " AND "),
  "32 NEAR of two words, OR": () => near(" OR "),
  "32 NEAR of two words, AND": () => near(" AND "),
  "64 terms of all kinds": mixed,
  "64 terms of all kinds, AND": mixedAnd,
  "64 words, by first match": () => ({ ...plain(list(64, some), " OR "), sort: "matched" }),
  "a common word, by relevance": () => ({ ...plain([common()], " OR "), sort: "relevance" }),
  "64 words, by relevance": () => ({ ...plain(list(64, some), " OR "), sort: "relevance" }),
};

function near(operator) {
  const pairs = list(32, () => [some(), some()]);
  const match = pairs.map(([a, b]) => `NEAR("${a}" "${b}", 5)`).join(operator);
  return { query: pairs.map(([a, b]) => `${a} NEAR/5 ${b}`).join(operator), match, isWhole: false };
}

/** Groups of which each entry must fulfil one alternative, and no word of another list. */
function mixedAnd() {
  const either = () => `(${some()} OR ${beginning()}* OR ${some()} NEAR/5 ${some()})`;
  const query = `${list(16, either).join(" ")} NOT (${list(8, rare).join(" OR ")})`;
  return { ...plain(list(16, some), " AND "), query };
}

/** Words, beginnings, nearness and what is not wanted, together. */
function mixed() {
  const words24 = list(24, some);
  const near = list(12, () => `${some()} NEAR/5 ${some()}`);
  const query = `(${words24.join(" OR ")} OR ${list(10, beginning).join("* OR ")}* OR ${near.join(" OR ")}) NOT (${list(6, rare).join(" OR ")})`;
  return { ...plain(words24, " OR "), query };
}

function plain(terms, operator) {
  return { query: terms.join(operator), match: terms.map((term) => `"${term}"`).join(operator), isWhole: false };
}

function beginnings(terms, operator) {
  const match = terms.map((term) => `"${term}" *`).join(operator);
  return { query: terms.map((term) => `${term}*`).join(operator), match, isWhole: false };
}

function except(wanted, refused) {
  return {
    ...wanted,
    query: `${wanted.query} NOT (${refused.query})`,
    match: `(${wanted.match}) NOT (${refused.match})`,
  };
}

/** Each entry must have one beginning of each pair. */
function pairs() {
  const each = list(32, () => beginnings([commonBeginning(), beginning()], " OR "));
  const [query, match] = ["query", "match"].map((key) => each.map((pair) => `(${pair[key]})`));
  return { query: query.join(" "), match: match.join(" AND "), isWhole: false };
}

function negated({ query, match }) {
  return { query: `NOT (${query})`, match, isWhole: true };
}

function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

async function measure() {
  const store = await openReadStore(`sqlite:${file}`);
  const db = new Database(file, { readonly: true });
  const fts = db.prepare("SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?").pluck();
  const filter = { sources: [], kinds: [], languages: [], categories: [], urgencyMax: null, feedId: null };
  console.log("first page of 50 stories               p50        p99    longest    MATCH p50    CPU p50    CPU p99");
  for (const [name, make] of Object.entries(cases).filter(([one]) => new RegExp(process.argv[4] ?? "").test(one))) {
    const ours = [];
    const busy = [];
    const theirs = [];
    for (let round = 0; round < rounds; round += 1) {
      const { query, match, isWhole, sort = "arrival" } = make();
      const page = { collapse: "story", sort, limit: 50, after: null };
      let before = performance.now();
      const cpu = process.cpuUsage();
      await store.readPage({ ...page, filter: { ...filter, query: parseQuery(query) } });
      ours.push(performance.now() - before);
      const { user, system } = process.cpuUsage(cpu);
      busy.push((user + system) / 1000);
      before = performance.now();
      fts.all(`{title body} : (${match})`, isWhole ? -1 : 51);
      theirs.push(performance.now() - before);
    }
    const figures = [percentile(ours, 0.5), percentile(ours, 0.99), Math.max(...ours), percentile(theirs, 0.5)];
    figures.push(percentile(busy, 0.5), percentile(busy, 0.99));
    console.log(`  ${name.padEnd(32)}${figures.map((ms) => `${ms.toFixed(1)} ms`.padStart(11)).join("")}`);
  }
  db.close();
  await store.close();
}

try {
  if (!existsSync(file)) await fill();
  console.log(`${entries.toLocaleString("en")} entries`);
  await measure();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
