import { once } from "node:events";
import { createServer } from "node:http";
import net from "node:net";

/** A proxy that sends every name to `target`. It records the requested names and the credentials. */
export interface LoopbackProxy {
  readonly asked: readonly (readonly [string, string | undefined])[];
  /** "127.0.6.9:port" */
  readonly address: string;
  close(): void;
}

/** `portOf` gives the port that serves a requested port; by default the same port. */
export async function startLoopbackProxy(
  target: string,
  portOf: (port: number) => number = (port) => port,
): Promise<LoopbackProxy> {
  const asked: [string, string | undefined][] = [];
  const server = createServer();
  server.on("connect", (request, socket: net.Socket) => {
    asked.push([request.url ?? "", request.headers["proxy-authorization"]]);
    const [, port] = (request.url ?? "").split(":");
    const there = net.connect(portOf(Number(port)), target, () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      there.pipe(socket).pipe(there);
    });
    there.on("error", () => socket.destroy());
    socket.on("error", () => there.destroy());
  });
  server.listen(0, "127.0.6.9");
  await once(server, "listening");
  return {
    asked,
    address: `127.0.6.9:${(server.address() as net.AddressInfo).port}`,
    close: () => server.close().closeAllConnections(),
  };
}
