import type { IncomingMessage, RequestListener } from "node:http";
import type { Clock, Log } from "../../domain/ports.ts";

/**
 * Logs each request when its response is finished or broken off: method, address, status, bytes on the wire,
 * milliseconds and the client. Keys in the address are hidden. `forwarded`: the client that a proxy names, unchecked.
 */
export function withAccessLog(handler: RequestListener, log: Log, clock: Pick<Clock, "now">): RequestListener {
  return (request, response) => {
    const startedAt = clock.now();
    const { socket } = request;
    // Read the address now, because the handler removes the path of `server.baseUrl` from it.
    const path = shownAddress(request.url ?? "/");
    // A connection may carry several requests, one after the other.
    const bytesBefore = socket.bytesWritten;
    response.once("close", () => {
      const fields = {
        method: request.method,
        path,
        status: response.headersSent ? response.statusCode : null,
        bytes: socket.bytesWritten - bytesBefore,
        ms: clock.now() - startedAt,
        ...clientOf(request),
      };
      log.info(fields, response.writableFinished ? "request" : "request broken off");
    });
    handler(request, response);
  };
}

function clientOf({ socket, headers }: IncomingMessage) {
  const forwarded = headers["x-forwarded-for"];
  return {
    address: socket.remoteAddress ?? null,
    ...(forwarded === undefined ? {} : { forwarded: String(forwarded).slice(0, headerCharsMax) }),
    agent: headers["user-agent"]?.slice(0, headerCharsMax) ?? null,
  };
}

/** The address as it was sent, with the values of keys hidden. */
function shownAddress(address: string): string {
  return address.slice(0, addressCharsMax).replace(/([?&]key=)[^&]*/gi, "$1***");
}

const headerCharsMax = 300;
const addressCharsMax = 2_000;
