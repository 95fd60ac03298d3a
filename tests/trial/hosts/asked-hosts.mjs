import { once } from "node:events";
import { createServer } from "node:http";
import { storyOf, toDocument } from "../loopback-agencies.mjs";

/**
 * Publishers on loopback, each at an address of its own (127.0.4.N), with two feeds each. They take a while to answer,
 * and note how they were asked: never twice at the same time, and not again before the gap.
 */
export async function startAskedHosts({ count, window, answerMs }) {
  const feeds = Array.from({ length: 2 * count }, () => []);
  const hosts = Array.from({ length: count }, () => ({
    open: 0,
    openMax: 0,
    endedAt: 0,
    gapMsMin: Number.POSITIVE_INFINITY,
  }));
  let last = 0;
  let requests = 0;
  const server = createServer((request, response) => {
    const host = Number(/^127\.0\.4\.(\d+)/.exec(request.headers.host)?.[1]) - 1;
    const feed = 2 * host + (request.url === "/two" ? 1 : 0);
    const note = hosts[host];
    requests += 1;
    note.open += 1;
    note.openMax = Math.max(note.openMax, note.open);
    if (note.endedAt > 0) note.gapMsMin = Math.min(note.gapMsMin, performance.now() - note.endedAt);
    let ended = false;
    const end = () => {
      if (ended) return;
      ended = true;
      note.open -= 1;
      note.endedAt = performance.now();
    };
    response.on("close", end);
    setTimeout(() => {
      end();
      const etag = `"${feed}-${feeds[feed][0]?.guid ?? ""}"`;
      if (request.headers["if-none-match"] === etag) return response.writeHead(304, { etag }).end();
      response.writeHead(200, { "content-type": "application/rss+xml", etag });
      response.end(toDocument(feed, feeds[feed]));
    }, answerMs());
  });
  server.listen(0, "0.0.0.0");
  await once(server, "listening");
  return {
    url: (feed) => `http://127.0.4.${1 + (feed >> 1)}:${server.address().port}/${feed % 2 === 1 ? "two" : "one"}`,
    publish(feed) {
      last += 1;
      feeds[feed] = [storyOf(last, 40), ...feeds[feed]].slice(0, window);
      return `story-${last}`;
    },
    published: () => last,
    requests: () => requests,
    /** The most requests that one host had at a time, and the shortest pause between two. */
    worst: () => ({
      openMax: Math.max(...hosts.map(({ openMax }) => openMax)),
      gapMsMin: Math.min(...hosts.map(({ gapMsMin }) => gapMsMin)),
    }),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
