import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** A port that leads to another port while it is open. */
export interface Way {
  readonly port: number;
  open(): Promise<void>;
  /** Ends the connections and takes no more. */
  cut(): Promise<void>;
  /** Takes no more connections. On those that there are nothing arrives any more, and no side is told. */
  hush(): Promise<void>;
}

export function createWay(port: number, target: number): Way {
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.once("close", () => sockets.delete(socket)).on("error", () => socket.destroy());
  };
  const close = async () => {
    const closed = server === null ? null : once(server, "close");
    server?.close();
    server = null;
    return closed;
  };
  return {
    port,
    async open() {
      server = createServer((from) => {
        const to = keep(connect(target, "127.0.0.1"));
        keep(from).pipe(to).pipe(from);
      });
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
    },
    async cut() {
      const closed = close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async hush() {
      // The server counts as closed only after its connections have ended.
      void close();
      for (const socket of sockets) socket.unpipe().pause();
    },
  };
}
