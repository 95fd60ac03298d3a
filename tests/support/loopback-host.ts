import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Instant } from "../../src/domain/time.ts";

/** One request that a host received. */
export interface SeenRequest {
  readonly at: Instant;
  readonly address: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly rawHeaders: readonly string[];
  /** The number of simultaneous requests to the same address, including this one. */
  readonly parallel: number;
  status: number;
  endedAt: Instant | null;
}

export type Behaviour = (request: IncomingMessage, response: ServerResponse, seen: SeenRequest) => unknown;

export interface LoopbackHosts {
  readonly port: number;
  /** The same hosts over TLS. They accept only clients that present `testCertificate`. */
  readonly tlsPort: number;
  /** "http://127.0.3.7:port" + path */
  url(address: string, path?: string): string;
  /** Sets how `address` answers requests for `path` (without query). "*" stands for every path. */
  on(address: string, path: string, behaviour: Behaviour): void;
  readonly seen: SeenRequest[];
  close(): Promise<void>;
}

/**
 * One server for every 127.x.y.z address, so that a test can have as many hosts as it needs. Unknown paths answer 404.
 */
export async function startLoopbackHosts(now: () => Instant = Date.now): Promise<LoopbackHosts> {
  const behaviours = new Map<string, Behaviour>();
  const seen: SeenRequest[] = [];
  const running = new Map<string, number>();
  const sockets = new Set<Socket>();
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
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
  };
  const server = createServer({ keepAlive: true, requestTimeout: 0 }, listener);
  const tlsServer = createTlsServer({ ...testCertificate, requestCert: true, rejectUnauthorized: true }, listener);
  tlsServer.on("tlsClientError", () => undefined);
  const [port = 0, tlsPort = 0] = await Promise.all([server, tlsServer].map((each) => listen(each, sockets)));
  return {
    port,
    tlsPort,
    url: (address, path = "/") => `http://${address}:${port}${path}`,
    on: (address, path, behaviour) => void behaviours.set(`${address}${path}`, behaviour),
    seen,
    async close() {
      for (const socket of sockets) socket.destroy();
      for (const each of [server, tlsServer]) await new Promise((resolve) => each.close(resolve));
    },
  };
}

const pem = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}.pem`, import.meta.url), "utf8");

/** The certificate of the loopback hosts over TLS and of the clients that they accept. It is self-signed. */
export const testCertificate = { cert: pem("test-cert"), key: pem("test-key"), ca: pem("test-cert") };

async function listen(server: Server, sockets: Set<Socket>): Promise<number> {
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", 1024, resolve));
  return (server.address() as AddressInfo).port;
}

const notFound: Behaviour = (_request, response) => {
  response.writeHead(404, { "content-type": "text/plain" }).end("nothing here");
};
