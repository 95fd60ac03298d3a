// Entries a second into both stores, against better-sqlite3 alone writing the same rows into one plain table, and the
// time of a page. Rates are by processor time. node tests/bench/bench-store.mjs [entries] (after `npm run build`).
// Where PostgreSQL is installed, a server is started, and both stores are written in turn.
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { parseQuery } from "../../dist/domain/query/parse-query.js";
import { openReadStore, openStore } from "../../dist/store/open-store.js";
import { serverSettings, startDatabase } from "./postgres-database.mjs";
import { createRandom, languages, syntheticEntry, textOf, words } from "./synthetic-entries.mjs";

const entries = Number(process.argv[2] ?? 20_000);
const database = await startDatabase();
const batch = 30;
const start = Date.UTC(2026, 0, 1);
const folder = mkdtempSync(join(tmpdir(), "wiredesk-bench-"));
let random = createRandom();

/** Our processor time: unlike the clock, it is the same on a machine that does other things besides. */
function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function hash(text) {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

function entryOf(at) {
  const guid = `https://outlet${Math.floor(at / batch) % 97}.example/2026/01/${at}-${words[at % 1000]}`;
  const [title, text] = [textOf(random, 10), textOf(random, 90)];
  return syntheticEntry({
    ...{ guid, title, text, guidKey: guid.slice(8), language: languages[at % 4], urgency: 1 + (at % 8) },
    authors: [{ name: "A. Writer", email: null, url: null }],
    categories: [words[at % 50], words[at % 7]],
    publishedAt: start + at * 2000,
    firstSeenAt: start + at * 2000 + 500,
    contentHash: hash(title + text),
    textKey: hash(text),
  });
}

/** The same entries each time it is called, batch by batch: a million of them need not fit in memory. */
function* batches() {
  random = createRandom();
  for (let at = 0; at < entries; at += batch) {
    yield Array.from({ length: Math.min(batch, entries - at) }, (_, more) => entryOf(at + more));
  }
}

/** The baseline: the same values in as many transactions, one table, no index, no search. */
function plain() {
  const db = new Database(join(folder, "plain.db"));
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = NORMAL");
  const columns = Object.keys(entryOf(0));
  db.exec(`CREATE TABLE entries (id INTEGER PRIMARY KEY, ${columns.join(", ")})`);
  const insert = db.prepare(
    `INSERT INTO entries (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
  );
  const save = db.transaction((list) => {
    for (const entry of list) insert.run(columns.map((name) => plainValue(entry[name])));
  });
  let ms = 0;
  for (const list of batches()) {
    const before = cpuMs();
    save.immediate(list);
    ms += cpuMs() - before;
  }
  db.close();
  return ms;
}
function plainValue(value) {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}

/** `cpu`: reads the processor time of everything that works for the store. */
async function openWriter({ url, cpu }) {
  const store = await openStore(url, { now: start });
  const feeds = [];
  for (let at = 0; at < 97; at += 1) {
    const source = { name: `Outlet ${at}`, kind: at % 3 === 0 ? "agency" : "outlet", rank: at };
    const spec = { url: `https://outlet${at}.example/rss`, source, title: null, siteUrl: null, intervalMs: null };
    feeds.push(await store.addFeed(spec, "added", start));
  }
  return { store, feeds, cpu, fetched: [], decided: [] };
}

async function save({ store, feeds, cpu, fetched, decided }, list, at) {
  const times = () => ({ clock: performance.now(), cpu: cpu() });
  const since = (before, after) => ({ clock: after.clock - before.clock, cpu: after.cpu - before.cpu });
  const before = times();
  const changes = list.map((entry) => ({ kind: "new", entry }));
  const document = { feedId: feeds[at % 97].id, now: start, changes, poll: null, capture: null, capturesMax: 0 };
  const { newIds } = await store.saveFetched(document);
  const between = times();
  await store.saveVerdicts(newIds.map(verdictOf), { nextCopyId: 1, nextStoryId: 1, statistics: null });
  fetched.push(since(before, between));
  decided.push(since(between, times()));
}

/** Every third entry joins the copy of the one before it, every fifth its story. */
function verdictOf(id) {
  const copyId = id % 3 === 2 ? id - 1 : id;
  const storyId = copyId % 5 === 4 ? copyId - 1 : copyId;
  return {
    ...{ entryId: id, copyId, storyId, opensCopy: copyId === id, opensStory: storyId === id, leadEntryId: copyId },
    ...{ reasons: [], storyMerges: [] },
  };
}

/** Writes to all stores in turn, batch by batch, so that each has the same share of a busy machine. */
async function fill(stores) {
  const writers = [];
  for (const one of stores) writers.push(await openWriter(one));
  let at = 0;
  for (const list of batches()) {
    for (const writer of writers) await save(writer, list, at);
    at += 1;
  }
  for (const { store } of writers) await store.close();
  return writers;
}

const sum = (list, kind) => list.reduce((all, one) => all + one[kind], 0);

async function pages(url) {
  const store = await openReadStore(url);
  const filter = { sources: [], kinds: [], languages: [], categories: [], query: null, urgencyMax: null, feedId: null };
  const cases = {
    "no filter": {},
    "no filter, by story": { collapse: "story" },
    "no filter, entries": { collapse: "none" },
    "by publication": { sort: "published" },
    "deep (middle of the list)": { after: { at: start + entries * 1000, id: 1 } },
    "one source": { filter: { sources: ["outlet 5"] } },
    agencies: { filter: { kinds: ["agency"] } },
    language: { filter: { languages: ["fr"] } },
    category: { filter: { categories: [words[5]] } },
    "urgency 1": { filter: { urgencyMax: 1 } },
    "common word": { filter: { query: parseQuery(words[1]) } },
    "rare word": { filter: { query: parseQuery(words[30_000]) } },
    "two words and a phrase, French": {
      filter: { languages: ["fr"], query: parseQuery(`${words[1]} ${words[2]} "${words[1]} ${words[2]}"`) },
    },
    "nothing but a negation": { filter: { query: parseQuery(`NOT ${words[1]}`) } },
    "common word by publication": { sort: "published", filter: { query: parseQuery(words[1]) } },
    "rare word by publication": { sort: "published", filter: { query: parseQuery(words[30_000]) } },
    "limit 500": { limit: 500 },
  };
  for (const [name, query] of Object.entries(cases)) {
    const times = [];
    let found = 0;
    for (let round = 0; round < 21; round += 1) {
      const before = performance.now();
      const page = await store.readPage({
        collapse: "copy",
        sort: "arrival",
        limit: 50,
        after: null,
        ...query,
        filter: { ...filter, ...query.filter },
      });
      times.push(performance.now() - before);
      found = page.items.length;
    }
    times.sort((a, b) => a - b);
    const told = [times[0], times[10], times[19]].map((ms) => ms.toFixed(2).padStart(8));
    console.log(
      `  ${name.padEnd(34)} ${told[0]} ms best ${told[1]} ms median ${told[2]} ms worst but one (${found} items)`,
    );
  }
  await store.close();
}

/** What PostgreSQL does in the same time as SQLite: over all, and in each tenth of the run. */
function compare(name, times, sqliteTimes) {
  const tenth = Math.ceil(times.length / 10);
  for (const kind of ["clock", "cpu"]) {
    const of = (from, to) => sum(sqliteTimes.slice(from, to), kind) / sum(times.slice(from, to), kind);
    const tenths = Array.from({ length: Math.ceil(times.length / tenth) }, (_, at) => of(at * tenth, (at + 1) * tenth));
    tenths.sort((a, b) => a - b);
    const told = [tenths[0], tenths[Math.floor(tenths.length / 2)], tenths.at(-1)].map((ratio) => ratio.toFixed(2));
    const by = kind === "cpu" ? "by processor time" : "by the clock";
    const rate = Math.round((entries / sum(times, kind)) * 1000).toLocaleString("en");
    console.log(
      `  ${`${name} ${by}`.padEnd(34)} ${rate} entries/s, ${of(0, times.length).toFixed(2)} of SQLite (tenths of the run: ${told[0]} least, ${told[1]} median, ${told[2]} most)`,
    );
  }
}

try {
  const plainMs = plain();
  const url = `sqlite:${join(folder, "store.db")}`;
  const inPostgres = database === null ? [] : [{ url: database.url, cpu: () => cpuMs() + database.cpuMs() }];
  const [sqlite, other] = await fill([{ url, cpu: cpuMs }, ...inPostgres]);
  const [fetchedMs, decidedMs] = [sum(sqlite.fetched, "cpu"), sum(sqlite.decided, "cpu")];
  const rate = (ms) => Math.round((entries / ms) * 1000).toLocaleString("en");
  const bytes = (file) => Math.round(statSync(join(folder, file)).size / entries);
  console.log(`${entries.toLocaleString("en")} entries in batches of ${batch}`);
  console.log(`  plain table                        ${rate(plainMs)} entries/s, ${bytes("plain.db")} bytes an entry`);
  console.log(
    `  saveFetched (indexed and searched) ${rate(fetchedMs)} entries/s, ${(plainMs / fetchedMs).toFixed(2)} of plain`,
  );
  console.log(`  saveVerdicts                       ${rate(decidedMs)} entries/s`);
  console.log(
    `  both                               ${rate(fetchedMs + decidedMs)} entries/s, ${(plainMs / (fetchedMs + decidedMs)).toFixed(2)} of plain, ${bytes("store.db")} bytes an entry`,
  );
  if (other !== undefined) {
    console.log(`in PostgreSQL (${serverSettings})`);
    compare("saveFetched", other.fetched, sqlite.fetched);
    compare("saveVerdicts", other.decided, sqlite.decided);
  }
  console.log("pages of 50");
  await pages(url);
  if (database !== null) {
    await database.settle();
    console.log("pages of 50 in PostgreSQL");
    await pages(database.url);
  }
} finally {
  database?.stop();
  rmSync(folder, { recursive: true, force: true });
}
