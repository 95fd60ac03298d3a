// The publishers of the polling benchmarks, in a process of their own: loopback hosts that answer 304 to whoever has
// the ETag.
import { fork } from "node:child_process";
import { createServer } from "node:http";

const itemCount = 30;

/** Starts the publishers. Paths with "steady" have 2 items, others 30; `?slow=MS` answers late. */
export function startHosts() {
  const child = fork(new URL(import.meta.url).pathname, ["--serve"]);
  return new Promise((resolve) => {
    child.once("message", ({ port }) => resolve({ port, stop: () => child.kill() }));
  });
}

/** `count` loopback addresses, each a host of its own to the poller. */
export function addresses(count) {
  return Array.from({ length: count }, (_, index) => `127.0.${10 + Math.floor(index / 250)}.${1 + (index % 250)}`);
}

function serveFeeds() {
  const server = createServer((incoming, response) => {
    const url = new URL(incoming.url ?? "/", "http://localhost");
    const etag = `"${url.pathname}"`;
    const answer = () => {
      if (incoming.headers["if-none-match"] === etag) response.writeHead(304, { etag }).end();
      else response.writeHead(200, { etag, "content-type": "application/rss+xml" }).end(feedOf(url.pathname));
    };
    const slowMs = Number(url.searchParams.get("slow") ?? 0);
    if (slowMs === 0) answer();
    else setTimeout(answer, slowMs);
  });
  server.listen(0, "0.0.0.0", 4096, () => process.send?.({ port: server.address().port }));
  process.on("disconnect", () => process.exit(0));
}

function feedOf(name) {
  const items = Array.from({ length: name.includes("steady") ? 2 : itemCount }, (_, index) => {
    const text = `The ferry ${name} number ${index} sails again after the storm, the harbour office said on Monday. `;
    const date = new Date(Date.now() - index * 3_600_000).toUTCString();
    return `<item><title>Ferry ${index} of ${name} sails</title><link>http://example.org${name}/${index}</link><guid>${name}-${index}</guid><pubDate>${date}</pubDate><description>${text.repeat(4)}</description></item>`;
  });
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>${name}</title><link>http://example.org/</link><description>x</description>${items.join("")}</channel></rss>`;
}

if (process.argv[2] === "--serve" && process.argv[1] === new URL(import.meta.url).pathname) serveFeeds();
