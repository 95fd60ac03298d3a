import { setMaxListeners } from "node:events";
import { isIP, type LookupFunction } from "node:net";
import { Agent } from "undici";
import { messageOf, WireError } from "../domain/errors.ts";
import type { CallbackAnswer, CallbackRequest, GuardedSender } from "../domain/hub.ts";
import type { Clock } from "../domain/ports.ts";
import { secondMs } from "../domain/time.ts";
import { type AddressGuard, createAddressGuard } from "./address-guard.ts";
import { createGuardedConnector } from "./guarded-connector.ts";
import { resolveCallback } from "./resolve-callback.ts";
import { createStrangerLookup } from "./stranger-lookup.ts";
import { transportError } from "./transport-error.ts";

export interface CallbackOptions {
  readonly userAgent: string;
  /**
   * Allows subscribers inside our own network. Strangers choose the addresses, so this is safe only if no stranger can
   * reach the hub.
   */
  readonly allowPrivateAddresses: boolean;
  /** The name of that setting in the configuration, for the message of a refusal. */
  readonly setting?: string;
  readonly clock: Clock;
  /** Resolves names in place of `createStrangerLookup`. */
  readonly lookup?: LookupFunction | null;
}

/**
 * Sends requests to addresses that strangers or editors chose, such as the subscribers of our hub. Every request passes
 * the address guard, has one deadline, and follows no redirects.
 */
export function createGuardedSender(options: CallbackOptions): GuardedSender {
  let cutting = createCutting();
  const cut = (message: string) => {
    cutting.abort(new WireError("io-failed", message));
  };
  const lookup = options.lookup ?? createStrangerLookup();
  const { allowPrivateAddresses, setting } = options;
  const allowedBy = setting === undefined ? {} : { allowedBy: () => `${setting}: true` };
  const guard = createAddressGuard({ allowPrivateAddresses, allowAddresses: [], ...allowedBy });
  const way = (): Way => ({ options, guard, cutting: cutting.signal });
  const dispatcher = createAgent(guard, lookup);
  return {
    resolve: (url) => resolveCallback(guard, lookup, url),
    async send(request) {
      const { address = null } = request;
      if (address === null) return send(way(), dispatcher, request);
      const own = createAgent(guard, pinnedLookup(address));
      return send(way(), own, request).finally(() => own.destroy());
    },
    cut() {
      cut("another process sends now");
      cutting = createCutting();
    },
    async close() {
      cut("the program is stopping");
      await dispatcher.destroy();
    },
  };
}

interface Way {
  readonly options: CallbackOptions;
  readonly guard: AddressGuard;
  /** Ends all requests that are running. */
  readonly cutting: AbortSignal;
}

function createCutting(): AbortController {
  const cutting = new AbortController();
  // Every pending request listens to this signal.
  setMaxListeners(0, cutting.signal);
  return cutting;
}

function createAgent(guard: AddressGuard, lookup: LookupFunction): Agent {
  return new Agent({
    connect: createGuardedConnector({ guard, connectMsMax, lookup }),
    connections: connectionsPerOriginMax,
    maxHeaderSize: headerBytesMax,
  });
}

/**
 * A lookup that always returns one address. So an attacker gains nothing by giving the name another address after the
 * check.
 */
function pinnedLookup(address: string): LookupFunction {
  return (_hostname, _options, callback) => callback(null, [{ address, family: isIP(address) }]);
}

/**
 * How many bytes of a response are read if the request names no other limit. A hub's challenge is far shorter, and
 * nothing else in a subscriber's response matters.
 */
export const callbackBytesMax = 4096;
const connectMsMax = 5 * secondMs;
const totalMsMax = 10 * secondMs;
const headerBytesMax = 16 * 1024;
const connectionsPerOriginMax = 8;

async function send({ options, cutting }: Way, dispatcher: Agent, request: CallbackRequest): Promise<CallbackAnswer> {
  const msMax = request.msMax ?? totalMsMax;
  const ending = new AbortController();
  const inTime = new AbortController();
  const stop = () => ending.abort(cutting.reason);
  cutting.addEventListener("abort", stop);
  if (cutting.aborted) stop();
  options.clock.sleep(msMax, inTime.signal).then(
    () => ending.abort(new WireError("timeout", `no whole answer within ${msMax / secondMs} s`)),
    () => undefined,
  );
  try {
    return await exchange(options, dispatcher, ending.signal, request);
  } catch (thrown) {
    return { kind: "failed", error: errorOf(thrown, ending.signal, request.url) };
  } finally {
    inTime.abort();
    cutting.removeEventListener("abort", stop);
  }
}

async function exchange(
  options: CallbackOptions,
  dispatcher: Agent,
  signal: AbortSignal,
  request: CallbackRequest,
): Promise<CallbackAnswer> {
  const { origin, pathname, search } = new URL(request.url);
  const { statusCode, headers, body } = await dispatcher.request({
    origin,
    path: `${pathname}${search}`,
    method: request.method,
    headers: { "user-agent": options.userAgent, ...request.headers },
    body: request.body,
    signal,
  });
  const bytes = await readBody(body, request);
  const header = (name: string) => (typeof headers[name] === "string" ? headers[name] : null);
  return {
    kind: "answered",
    status: statusCode,
    body: bytes,
    location: header("location"),
    retryAfter: header("retry-after"),
  };
}

/** Reads the first bytes of an answer. */
async function readBody(
  body: AsyncIterable<Uint8Array>,
  { bytesMax, isBodyOptional = false }: CallbackRequest,
): Promise<Uint8Array> {
  const most = bytesMax ?? callbackBytesMax;
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const piece of body) {
      pieces.push(piece);
      length += piece.byteLength;
      // Leaving the loop closes the connection, which ends an endless response.
      if (length >= most) break;
    }
  } catch (thrown) {
    if (!isBodyOptional) throw thrown;
  }
  return Buffer.concat(pieces).subarray(0, most);
}

function errorOf(thrown: unknown, signal: AbortSignal, url: string): WireError {
  if (signal.aborted && signal.reason instanceof WireError) return signal.reason;
  if (!URL.canParse(url)) return new WireError("url-invalid", `the callback is not a URL: ${messageOf(thrown)}`);
  return transportError(thrown, new URL(url).hostname);
}
