import { once } from "node:events";
import { createServer } from "node:http";
import { storyOf, toDocument } from "../loopback-agencies.mjs";

/** A publisher forgives a request that comes this little before the end of its Retry-After. */
const earlyMsMax = 500;

/**
 * Publishers, each at an address of its own, with several feeds each. They take a while to answer, and note how they
 * were asked: never twice at the same time, and not again before the gap. The last feed of each tenth publisher now and
 * then refuses with Retry-After.
 */
export async function startPublishers({ addresses, feedCount, window, random }) {
  const feeds = Array.from({ length: feedCount }, () => ({ stories: [], heldUntil: 0 }));
  const hosts = addresses.map(() => ({ open: 0, endedAt: 0, by: null }));
  const numbers = new Map(addresses.map((address, number) => [address, number]));
  const seen = { openMax: 0, gapMsMin: Number.POSITIVE_INFINITY, early: 0, held: 0, handOvers: 0 };
  const asked = [];
  const feedOf = new Map();
  const isMoody = (feed) => {
    const host = feed % hosts.length;
    return host % 10 === 0 && feed + hosts.length >= feedCount && feed >= hosts.length;
  };

  const server = createServer((request, response) => {
    const host = numbers.get(request.socket.localAddress);
    const number = Number(/\d+/.exec(request.url)?.[0]);
    const feed = feeds[number];
    const end = noteRequest(request, hosts[host], number, feed);
    response.on("close", end);
    setTimeout(
      () => {
        end();
        if (isMoody(number) && random() < 0.2) return refuse(response, feed);
        const etag = `"${number}-${feed.stories[0]?.guid ?? ""}"`;
        if (request.headers["if-none-match"] === etag) return response.writeHead(304, { etag }).end();
        response.writeHead(200, { "content-type": "application/rss+xml", etag });
        response.end(toDocument(number, feed.stories));
      },
      20 + random() * 80,
    );
  });
  server.listen(0, "0.0.0.0");
  await once(server, "listening");

  function noteRequest(request, host, number, feed) {
    const by = request.socket.remoteAddress;
    const now = performance.now();
    asked.push({ at: now, feed: number, by });
    host.open += 1;
    seen.openMax = Math.max(seen.openMax, host.open);
    if (host.endedAt > 0) seen.gapMsMin = Math.min(seen.gapMsMin, now - host.endedAt);
    if (host.by !== null && host.by !== by) seen.handOvers += 1;
    host.by = by;
    if (now < feed.heldUntil - earlyMsMax) seen.early += 1;
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      host.open -= 1;
      host.endedAt = performance.now();
    };
  }

  function refuse(response, feed) {
    const seconds = 5 + Math.floor(random() * 40);
    feed.heldUntil = performance.now() + seconds * 1_000;
    seen.held += 1;
    response.writeHead(random() < 0.5 ? 429 : 503, { "retry-after": String(seconds) }).end();
  }

  return {
    url: (feed) => `http://${addresses[feed % addresses.length]}:${server.address().port}/${feed}`,
    /** Publishes a story, and returns its number. */
    publish(feed) {
      const number = feedOf.size + 1;
      feedOf.set(number, feed);
      feeds[feed].stories = [storyOf(number, 40), ...feeds[feed].stories].slice(0, window);
      return number;
    },
    published: () => feedOf.size,
    feedOf: (story) => feedOf.get(story),
    requests: () => asked.length,
    /** Whether `by` asked for the feed after `at`. */
    wasAsked: (feed, by, at) => asked.some((one) => one.at > at && one.feed === feed && one.by === by),
    lastAsked: (by) => asked.findLast((one) => one.by === by)?.at ?? 0,
    seen,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
