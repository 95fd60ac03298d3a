import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Instant } from "../../src/domain/time.ts";

/** One request as a host saw it. */
export interface SeenRequest {
  readonly at: Instant;
  readonly address: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly rawHeaders: readonly string[];
  /** Requests to the same address that were under way when this one came, this one included. */
  readonly parallel: number;
  status: number;
  endedAt: Instant | null;
}

export type Behaviour = (request: IncomingMessage, response: ServerResponse, seen: SeenRequest) => unknown;

export interface LoopbackHosts {
  readonly port: number;
  /** "http://127.0.3.7:port" + path */
  url(address: string, path?: string): string;
  /** What `address` does when `path` (query excluded) is asked for; "*" stands for every path. */
  on(address: string, path: string, behaviour: Behaviour): void;
  readonly seen: SeenRequest[];
  close(): Promise<void>;
}

/** One server behind every 127.x.y.z address: as many hosts as a test needs. Unknown paths answer 404. */
export async function startLoopbackHosts(now: () => Instant = Date.now): Promise<LoopbackHosts> {
  const behaviours = new Map<string, Behaviour>();
  const seen: SeenRequest[] = [];
  const running = new Map<string, number>();
  const sockets = new Set<Socket>();
  const server = createServer({ keepAlive: true, requestTimeout: 0 }, (request, response) => {
    const address = (request.socket.localAddress ?? "").replace("::ffff:", "");
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const parallel = (running.get(address) ?? 0) + 1;
    running.set(address, parallel);
    const { headers, rawHeaders } = request;
    const record: SeenRequest = {
      at: now(),
      address,
      path: request.url ?? "/",
      headers,
      rawHeaders,
      parallel,
      status: 0,
      endedAt: null,
    };
    seen.push(record);
    response.on("close", () => {
      running.set(address, (running.get(address) ?? 1) - 1);
      record.status = response.statusCode;
      record.endedAt = now();
    });
    const behaviour = behaviours.get(`${address}${path}`) ?? behaviours.get(`${address}*`) ?? notFound;
    void Promise.resolve(behaviour(request, response, record)).catch(() => void response.destroy());
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", 1024, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: (address, path = "/") => `http://${address}:${port}${path}`,
    on: (address, path, behaviour) => void behaviours.set(`${address}${path}`, behaviour),
    seen,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const notFound: Behaviour = (_request, response) => {
  response.writeHead(404, { "content-type": "text/plain" }).end("nothing here");
};
