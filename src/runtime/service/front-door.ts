import { once } from "node:events";
import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import { messageOf, WireError } from "../../domain/errors.ts";
import { secondMs } from "../../domain/time.ts";
import { endsWithin } from "../system-clock.ts";

/**
 * The HTTP server, whose pages can be replaced while it listens. During the replacement connections stay open, and no
 * request is refused.
 */
export interface FrontDoor {
  /** The port on which the server listens. */
  readonly port: number | null;
  /**
   * Lets `handler` answer all requests from now on. Resolves when the previous handler has no open responses. Responses
   * that are still open after `closeMsMax`, such as event streams, are ended, and their clients reconnect.
   */
  lead(handler: RequestListener): Promise<void>;
  /** Stops listening, and ends the responses that are still open after `closeMsMax`. */
  close(): Promise<void>;
}

/**
 * How long responses may stay open at the end. Answers take milliseconds. Only event streams stay open longer, and
 * their clients reconnect by themselves.
 */
const closeMsMax = 2 * secondMs;

/** Listens at once, and answers with `first`. Throws a WireError when the server cannot listen on the address. */
export async function openFrontDoor(
  { host, port }: { readonly host: string; readonly port: number },
  first: RequestListener,
): Promise<FrontDoor> {
  let present = createLed(first);
  const server = createServer((request, response) => present.answer(request, response));
  await listen(server, host, port);
  return {
    port: portOf(server),
    async lead(handler) {
      const previous = present;
      present = createLed(handler);
      await previous.end();
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeIdleConnections();
      if (!(await endsWithin(closed, closeMsMax))) server.closeAllConnections();
    },
  };
}

/** A handler with its open responses. */
function createLed(handler: RequestListener): { readonly answer: RequestListener; end(): Promise<void> } {
  const open = new Set<ServerResponse>();
  return {
    answer(request, response) {
      open.add(response);
      response.once("close", () => open.delete(response));
      handler(request, response);
    },
    async end() {
      const closed = Promise.allSettled([...open].map((response) => once(response, "close")));
      if (await endsWithin(closed, closeMsMax)) return;
      for (const response of open) response.destroy();
      await closed;
    },
  };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (cause) {
    const message = `cannot listen on ${host}:${port} (${messageOf(cause)}); set server.port or WIREDESK_PORT`;
    throw new WireError("io-failed", message, { cause });
  }
}

function portOf(server: Server): number | null {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : null;
}
