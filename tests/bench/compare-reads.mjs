// How long the store itself takes for pages of 50, searches and stories, without HTTP: both stores are asked the same
// in turn, so that whatever else the machine does meets both.
import { parseQuery } from "../../dist/domain/query/parse-query.js";
import { openReadStore } from "../../dist/store/open-store.js";
import { random } from "./desk-news.mjs";
import { words } from "./synthetic-entries.mjs";

const rounds = 200;
const warmRounds = 20;
const noFilter = { sources: [], kinds: [], languages: [], categories: [], query: null, urgencyMax: null, feedId: null };
const page = { collapse: "story", sort: "arrival", limit: 50, after: null };

/** The reads that are no searches. */
const pages = new Set(["page of 50", "page of a language and urgency", "page of a source", "one story"]);

const among = (list) => list[Math.floor(random() * list.length)];
const between = (from, to) => words[from + Math.floor(random() * (to - from))];
const common = () => between(0, 20);
const some = () => between(0, 500);
const rare = () => between(40_000, words.length);

/** Reads of each kind, by name: a function that makes one read at random. `titles`: of entries that are stored. */
function readsOf(titles, stories) {
  const listed = (filter) => (store) => store.readPage({ ...page, filter: { ...noFilter, ...filter } });
  const search = (query) => listed({ query: parseQuery(query) });
  const phrase = () => {
    const title = among(titles).split(" ");
    const at = Math.floor(random() * (title.length - 1));
    return `"${title[at]} ${title[at + 1]}"`;
  };
  return {
    "page of 50": () => listed({}),
    "page of a language and urgency": () => listed({ languages: ["de"], urgencyMax: 3 }),
    "page of a source": () => listed({ sources: [`Source ${Math.floor(random() * 100)}`] }),
    "a rare word": () => search(rare()),
    "a frequent word": () => search(common()),
    "the beginning of words": () => search(`${some().slice(0, 3)}*`),
    "a phrase": () => search(phrase()),
    "two words": () => search(`${some()} ${some()}`),
    "a word, another excluded": () => search(`${some()} -${some()}`),
    "a word in the story": () => search(`any(${some()}) ${some()}`),
    "one story": () => {
      const id = 1 + 3 * Math.floor(random() * (stories / 2));
      return (store) => store.readStory(id);
    },
  };
}

/**
 * Prints the times of each kind of read, by the clock and by the processor (the server's included). `stores`: SQLite
 * and, if it is installed, PostgreSQL, each with its kind, address and `serverMs`, the processor time of its server.
 */
export async function compareReads(stores, stories) {
  const opened = await Promise.all(stores.map(async (one) => ({ ...one, store: await openReadStore(one.url) })));
  const { items } = await opened[0].store.readPage({ ...page, limit: 500, filter: noFilter });
  const reads = readsOf(
    items.map(({ lead }) => lead.title),
    stories,
  );
  console.log(`reads of the store, ${rounds} of each kind: p50 and p99 by the clock, mean by the processor`);
  const searches = opened.map(() => ({ ms: [], cpu: 0 }));
  for (const [name, make] of Object.entries(reads)) {
    const taken = await measureKind(opened, make);
    print(name, opened, taken);
    if (pages.has(name)) continue;
    for (const [at, { ms, cpu }] of taken.entries()) {
      searches[at].ms.push(...ms);
      searches[at].cpu += cpu;
    }
  }
  print("all searches together", opened, searches);
  for (const { store } of opened) await store.close();
}

function print(name, opened, taken) {
  const figures = taken.map(({ ms, cpu }) => {
    const sorted = [...ms].sort((a, b) => a - b);
    const at = (share) => sorted[Math.floor(sorted.length * share)];
    return { p50: at(0.5), p99: at(0.99), cpu: cpu / ms.length };
  });
  const shown = figures.map(({ p50, p99, cpu }) => [p50, p99, cpu].map((ms) => `${ms.toFixed(1)} ms`).join(" "));
  const [own, other] = figures;
  const times = other === undefined ? "" : `; ${ratio(other.p50, own.p50)} and ${ratio(other.cpu, own.cpu)} times`;
  console.log(`  ${name.padEnd(32)}${opened.map(({ kind }, at) => `${kind} ${shown[at]}`).join(", ")}${times}`);
}

async function measureKind(opened, make) {
  const taken = opened.map(() => ({ ms: [], cpu: 0 }));
  for (let round = -warmRounds; round < rounds; round += 1) {
    const read = make();
    for (const [at, { store, serverMs }] of opened.entries()) {
      const cpuBefore = cpuMs() + serverMs();
      const before = performance.now();
      await read(store);
      if (round < 0) continue;
      taken[at].ms.push(performance.now() - before);
      taken[at].cpu += cpuMs() + serverMs() - cpuBefore;
    }
  }
  return taken;
}

const ratio = (one, other) => (one / other).toFixed(1);

function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
