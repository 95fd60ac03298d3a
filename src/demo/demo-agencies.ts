import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { demoSources, renderDemoFeed } from "./demo-feeds.ts";
import { type DemoItem, demoItems } from "./demo-stories.ts";
import { quietNews } from "./quiet-news.ts";

export interface DemoAgencies {
  /** The feed addresses by source id. */
  readonly feeds: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

/** Real feeds show only their newest items, so the simulated ones do so too. */
const feedItemsMax = 20;

/**
 * Starts simulated agencies and outlets on loopback. They speak real HTTP with ETags and publish the script's items
 * from the first request on.
 */
export async function startDemoAgencies(now: () => number): Promise<DemoAgencies> {
  /**
   * When the first document was requested. The times in the script count from this moment, however long the start took.
   */
  let startedAt: number | null = null;
  const server = createServer((request, response) => {
    const base = `http://127.0.0.1:${portOf(server)}`;
    const source = demoSources.find((one) => request.url === `/${one.id}/feed`);
    if (source === undefined) {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end(
        `<!doctype html><title>demo</title><p>A page of the simulated agencies: ${encodeURI(request.url ?? "/")}`,
      );
      return;
    }
    startedAt ??= Math.floor(now() / 1000) * 1000;
    const published = publishedBy(source.id, (now() - startedAt) / 1000).slice(0, feedItemsMax);
    const document = renderDemoFeed(source, published, base, startedAt);
    const etag = `"${createHash("sha256").update(document.bytes).digest("hex").slice(0, 16)}"`;
    if (request.headers["if-none-match"] === etag) {
      response.writeHead(304, { etag });
      response.end();
      return;
    }
    response.writeHead(200, { "content-type": document.contentType, etag });
    response.end(document.bytes);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const feeds = new Map(
    demoSources.map((source) => [source.id, `http://127.0.0.1:${portOf(server)}/${source.id}/feed`]),
  );
  return { feeds, close: () => closeServer(server) };
}

/** The items that a source has published by this second: the newest state of each guid, newest first. */
function publishedBy(source: string, second: number): DemoItem[] {
  const newest = new Map<string, DemoItem>();
  for (const item of [...quietNews, ...demoItems])
    if (item.source === source && item.atSeconds <= second) newest.set(item.guid, item);
  return [...newest.values()].sort((a, b) => b.atSeconds - a.atSeconds);
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function closeServer(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, "close");
}
