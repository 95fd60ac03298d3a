import { connect, type Socket } from "node:net";
import type { Pool, PoolClient } from "pg";

/** Twice this time without a byte from the server counts as silence. */
const lookMsDefault = 5_000;
const silentLooksMin = 2;
/** A server that accepts no connection within this time cannot be reached. */
const reachMsMax = 5_000;

/**
 * Ends the connections of a pool that wait for an unreachable server. When a network fails, the waiting side is not
 * told. The kernel would give up the connection only after a quarter of an hour. After a shorter failure, the kernel
 * would wait about as long as the failure had lasted before it sends again. A slow statement is not ended, because its
 * server still accepts connections.
 */
export function watchSilence(pool: Pool, lookMs: number = lookMsDefault): void {
  const used = new Map<PoolClient, Silence>();
  let timer: NodeJS.Timeout | null = null;
  let isAsking = false;

  pool.on("acquire", (client) => {
    used.set(client, { bytes: socketOf(client).bytesRead, looks: 0 });
    timer ??= setInterval(look, lookMs).unref();
  });
  pool.on("release", (_broken, client) => void used.delete(client));
  pool.on("remove", (client) => void used.delete(client));

  function look(): void {
    if (used.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
      return;
    }
    for (const [client, silence] of used) {
      const bytes = socketOf(client).bytesRead;
      silence.looks = bytes === silence.bytes ? silence.looks + 1 : 0;
      silence.bytes = bytes;
    }
    void endSilent();
  }

  async function endSilent(): Promise<void> {
    const [first] = silentOnes();
    if (first === undefined || isAsking) return;
    isAsking = true;
    const isReached = await isReachable(first);
    isAsking = false;
    if (isReached) return;
    for (const socket of silentOnes()) socket.destroy(unreachable());
  }

  function silentOnes(): readonly Socket[] {
    return [...used].filter(([, { looks }]) => looks >= silentLooksMin).map(([client]) => socketOf(client));
  }
}

/** How often in a row the connection was found without a new byte. */
interface Silence {
  bytes: number;
  looks: number;
}

function socketOf(client: PoolClient): Socket {
  // `pg` makes a socket, or a TLS socket, and types it as any stream.
  return client.connection.stream as Socket;
}

/**
 * Whether the server at the other end accepts a connection. A server behind a Unix socket is on this machine, so it
 * counts as reachable.
 */
function isReachable({ remoteAddress: host, remotePort: port }: Socket): Promise<boolean> {
  if (host === undefined || port === undefined) return Promise.resolve(true);
  return new Promise((resolve) => {
    const trial = connect({ host, port, timeout: reachMsMax });
    const end = (isReached: boolean) => {
      trial.destroy();
      resolve(isReached);
    };
    trial.once("connect", () => end(true));
    trial.once("timeout", () => end(false));
    trial.once("error", () => end(false));
  });
}

function unreachable(): Error {
  return Object.assign(new Error("the server no longer answers and cannot be reached"), { code: "ETIMEDOUT" });
}
