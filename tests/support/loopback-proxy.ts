import { once } from "node:events";
import { createServer } from "node:http";
import net from "node:net";

/** A proxy that leads every name to `target`, and notes whom it was asked for and with which credentials. */
export interface LoopbackProxy {
  readonly asked: readonly (readonly [string, string | undefined])[];
  /** "127.0.6.9:port" */
  readonly address: string;
  close(): void;
}

/** `portOf`: where a port that was asked for is served; as it is without it. */
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
