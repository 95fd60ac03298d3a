import type { Duplex } from "node:stream";
import type { buildConnector, Dispatcher } from "undici";
import { WireError } from "../../domain/errors.ts";
import type { FetchRoute } from "../../domain/ports.ts";
import type { FetchLimits } from "../fetch-limits.ts";
import { createAnswerReader } from "./answer-reader.ts";
import { openTunnel } from "./tunnel.ts";

/** The part of a dispatcher that `exchange()` needs. */
export type Transport = Pick<Dispatcher, "dispatch">;

/**
 * A second transport, for servers whose answers undici refuses. It reads answers as curl does. Each request has its own
 * connection, through the same guard (`connect`) and under the same limits. The connection is closed after the answer,
 * so that no byte of a misread answer can become part of another.
 */
export function createTolerantTransport(
  connect: buildConnector.connector,
  limits: FetchLimits,
  route: FetchRoute | null,
): Transport {
  return {
    dispatch(options, handler) {
      const url = new URL(options.path, options.origin);
      const start = async (): Promise<void> => {
        const request = writeRequest(url, options.headers as Readonly<Record<string, string>>);
        converse(await open(connect, limits, route, url), request, handler, limits);
      };
      start().catch((thrown: Error) => handler.onResponseError?.(stillborn, thrown));
      return true;
    },
  };
}

function open(
  connect: buildConnector.connector,
  limits: FetchLimits,
  route: FetchRoute | null,
  url: URL,
): Promise<Duplex> {
  const { proxy = null, certificate = null } = route ?? {};
  if (proxy !== null) return openTunnel(proxy, certificate, url, limits.connectMsMax);
  const { host, protocol, port } = url;
  const hostname = url.hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve, reject) => {
    connect({ hostname, host, protocol, port }, (...[error, socket]) => {
      if (error === null) resolve(socket);
      else reject(error);
    });
  });
}

/** Throws `config-invalid` for a header that contains a line break or another character that does not belong there. */
function writeRequest({ pathname, search, host }: URL, headers: Readonly<Record<string, string>>): Buffer {
  const fields = Object.entries({ host, connection: "close", ...headers });
  const unsafe = fields.find(([name, value]) => /[^!-9;-~]/.test(name) || /[\r\n\0]/.test(value));
  if (unsafe !== undefined)
    throw new WireError("config-invalid", `the header ${JSON.stringify(unsafe[0])} cannot be sent`);
  const lines = [`GET ${pathname}${search} HTTP/1.1`, ...fields.map(([name, value]) => `${name}: ${value}`)];
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
}

/** Passes the answer to undici's callbacks, piece by piece. */
function converse(socket: Duplex, request: Buffer, handler: Dispatcher.DispatchHandler, limits: FetchLimits): void {
  const controller = new SocketController(socket);
  let isOver = false;
  const finish = (error: Error | null): void => {
    if (isOver) return;
    isOver = true;
    socket.destroy();
    if (error === null) handler.onResponseEnd?.(controller, {});
    else handler.onResponseError?.(controller, error);
  };
  const reader = createAnswerReader(limits, {
    onHead({ status, fields }) {
      controller.rawHeaders = fields.flat();
      handler.onResponseStart?.(controller, status, {}, "");
    },
    onData: (piece) => handler.onResponseData?.(controller, piece),
  });
  const attempt = (step: () => "more" | "whole"): void => {
    try {
      if (!isOver && step() === "whole") finish(null);
    } catch (thrown) {
      finish(thrown instanceof Error ? thrown : new Error(String(thrown)));
    }
  };
  socket.on("error", finish);
  socket.on("data", (chunk: Buffer) => attempt(() => reader.read(chunk)));
  const ended = () => {
    reader.end();
    return "whole" as const;
  };
  socket.on("end", () => attempt(ended));
  socket.on("close", () => attempt(ended));
  handler.onRequestStart?.(controller, {});
  if (!controller.aborted) socket.write(request);
}

/** undici's controller, for one socket. */
class SocketController implements Dispatcher.DispatchController {
  rawHeaders: string[] = [];
  rawTrailers = null;
  aborted = false;
  paused = false;
  reason: Error | null = null;
  readonly #socket: Duplex;

  constructor(socket: Duplex) {
    this.#socket = socket;
  }

  abort(reason: Error): void {
    this.aborted = true;
    this.reason = reason;
    this.#socket.destroy(reason);
  }

  pause(): void {
    this.paused = true;
    this.#socket.pause();
  }

  resume(): void {
    this.paused = false;
    this.#socket.resume();
  }
}

/** The controller of a request that got no connection. */
const stillborn: Dispatcher.DispatchController = {
  aborted: false,
  paused: false,
  reason: null,
  abort: () => undefined,
  pause: () => undefined,
  resume: () => undefined,
};
