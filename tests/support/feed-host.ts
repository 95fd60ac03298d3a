import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A publisher on loopback, with real HTTP and ETags. Its documents may change between requests. */
export interface FeedHost {
  /** Publishes a document at a path ("/a.rss"). Returns its address. */
  publish(path: string, document: string): string;
  /** The requests so far: path and status. */
  readonly requests: readonly { readonly path: string; readonly status: number }[];
  close(): Promise<void>;
}

export async function startFeedHost(): Promise<FeedHost> {
  const documents = new Map<string, string>();
  const requests: { path: string; status: number }[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    const document = documents.get(path);
    const etag = `"${createHash("sha256")
      .update(document ?? "")
      .digest("hex")
      .slice(0, 16)}"`;
    const status = document === undefined ? 404 : request.headers["if-none-match"] === etag ? 304 : 200;
    requests.push({ path, status });
    response.writeHead(status, { "content-type": "application/rss+xml; charset=utf-8", etag });
    response.end(status === 200 ? document : undefined);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    publish(path, document) {
      documents.set(path, document);
      return `http://127.0.0.1:${portOf(server)}${path}`;
    },
    requests,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
