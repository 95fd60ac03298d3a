import { once } from "node:events";
import net from "node:net";

/** A server that answers a path with bytes as they are, and closes the connection behind them. */
export interface RawServer {
  readonly url: (path: string) => string;
  /** One line a request: its path and, after a space, its Cookie header. */
  readonly asked: readonly string[];
  close(): void;
}

/** `answers`: bytes for the path, given how often it was asked before. Absent paths answer nothing. */
export async function startRawServer(
  host: string,
  answers: (path: string, times: number, cookie: string) => string | Buffer | undefined,
): Promise<RawServer> {
  const asked: string[] = [];
  const server = net.createServer((socket) => {
    let request = "";
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk) => {
      request += chunk.toString("latin1");
      if (!request.includes("\r\n\r\n")) return;
      const path = request.split(" ")[1] ?? "";
      const cookie = /^cookie: (.*)$/im.exec(request)?.[1]?.trim() ?? "";
      const times = asked.filter((line) => line.split(" ")[0] === path).length;
      asked.push(`${path} ${cookie}`.trim());
      request = "";
      socket.end(answers(path, times, cookie) ?? "");
    });
  });
  server.listen(0, host);
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  return { url: (path) => `http://${host}:${port}${path}`, asked, close: () => void server.close() };
}
