import { setTimeout as sleep } from "node:timers/promises";

/** Readers of feeds, most of whom have the newest version already; people at the desk; a few who search. */
const feeds = ["all", "harbour", "council", "source/1", "source/2"].flatMap((name) =>
  ["rss", "atom", "json"].map((format) => `/feeds/${name}.${format}`),
);
const pages = ["/", "/?section=ferry", "/sources", "/api/v1/entries?limit=50"];
const searches = ["/?q=harbour", "/feeds/all.rss?q=minister+strike", "/api/v1/entries?q=council+rail"];
const paths = [...feeds, ...pages, ...feeds, ...searches];

/** Asks a service `rate` times a second, whether it has answered or not. */
export function createReaders({ port, rate }) {
  const etags = new Map();
  let turn = 0;

  async function ask(path) {
    const from = performance.now();
    const etag = etags.get(path);
    const headers = etag === undefined || turn % 10 === 0 ? {} : { "if-none-match": etag };
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
    await answer.arrayBuffer();
    const { status } = answer;
    if (answer.headers.has("etag")) etags.set(path, answer.headers.get("etag"));
    return { ms: performance.now() - from, isRefused: status !== 200 && status !== 304 };
  }

  return {
    /** Answers how many were answered, how fast, and how many of them with neither 200 nor 304. */
    async askFor(seconds) {
      const asked = [];
      const from = performance.now();
      while (performance.now() - from < seconds * 1_000) {
        asked.push(ask(paths[turn % paths.length]));
        turn += 1;
        await sleep(Math.max(0, from + (asked.length * 1_000) / rate - performance.now()));
      }
      const answers = await Promise.all(asked);
      const sorted = answers.map(({ ms }) => ms).sort((a, b) => a - b);
      const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
      const refused = answers.filter(({ isRefused }) => isRefused).length;
      return { count: answers.length, p50: at(0.5), p99: at(0.99), refused };
    },
  };
}
