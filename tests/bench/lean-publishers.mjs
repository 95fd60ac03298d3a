// The publishers of bench-lean.mjs, in a process of their own: feeds of 30 items, every text different, in words that
// are as frequent as those of a language (Zipf). `show({ step, dated })` sets the round: `step` new items have come in
// each feed, and where `dated` is set the documents carry no ETag and another build date than before.
import { fork } from "node:child_process";
import { createServer } from "node:http";
import { randomOf, textOf, wordOf } from "./zipf-words.mjs";

const itemsEach = 30;

/** @returns where it listens, and what changes what it shows. */
export function startPublishers() {
  const child = fork(new URL(import.meta.url).pathname, ["--serve"]);
  const said = () => new Promise((resolve) => child.once("message", resolve));
  return said().then(({ port }) => ({
    port,
    show(round) {
      child.send(round);
      return said();
    },
    stop: () => child.kill(),
  }));
}

function itemOf(feed, number) {
  const random = randomOf(feed * 100_003 + number + 1);
  const date = new Date(Date.UTC(2026, 10, 1) + number * 900_000 + feed * 1000).toUTCString();
  const paragraphs = Array.from({ length: 2 + Math.floor(random() * 3) }, () => `<p>${textOf(random, 45)}.</p>`).join(
    "",
  );
  const escaped = paragraphs.replaceAll("<", "&lt;");
  return `<item><title>${textOf(random, 9)}</title><link>https://s${feed}.example/news/${number}-${wordOf(number)}</link><guid isPermaLink="false">s${feed}-${number}</guid><pubDate>${date}</pubDate><category>${wordOf(number % 40)}</category><description>${escaped}</description></item>`;
}

function documentOf(feed, { step, dated }) {
  const items = Array.from({ length: itemsEach }, (_, place) => itemOf(feed, itemsEach + step - 1 - place));
  const built = dated === null ? "" : `<lastBuildDate>${new Date(dated).toUTCString()}</lastBuildDate>`;
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Source ${feed}</title><link>https://s${feed}.example/</link><description>x</description>${built}${items.join("\n")}</channel></rss>`,
  );
}

function serve() {
  let round = { step: 0, dated: null };
  const made = new Map();
  const server = createServer((incoming, response) => {
    const feed = Number(/(\d+)/.exec(incoming.url)?.[1] ?? 0);
    const key = `"${feed}-${round.step}-${round.dated}"`;
    const headers = { "content-type": "application/rss+xml", ...(round.dated === null ? { etag: key } : {}) };
    if (round.dated === null && incoming.headers["if-none-match"] === key)
      return response.writeHead(304, headers).end();
    // Documents are made once, so that what makes them costs no round that is measured twice.
    const bytes = made.get(key) ?? documentOf(feed, round);
    made.set(key, bytes);
    return response.writeHead(200, headers).end(bytes);
  });
  process.on("message", ({ feeds, ...next }) => {
    round = next;
    made.clear();
    for (let feed = 0; feed < feeds; feed += 1)
      made.set(`"${feed}-${round.step}-${round.dated}"`, documentOf(feed, round));
    process.send({ ready: true });
  });
  server.listen(0, "0.0.0.0", 4096, () => process.send({ port: server.address().port }));
  process.on("disconnect", () => process.exit(0));
}

if (process.argv[2] === "--serve" && process.argv[1] === new URL(import.meta.url).pathname) serve();
