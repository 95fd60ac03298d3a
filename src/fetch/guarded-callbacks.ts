import { setMaxListeners } from "node:events";
import { isIP, type LookupFunction } from "node:net";
import { Agent, request as sendRequest } from "undici";
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
   * Lets subscribers be inside our own network: strangers name the addresses, so only where no stranger reaches the
   * hub.
   */
  readonly allowPrivateAddresses: boolean;
  readonly clock: Clock;
  /** Name resolution in place of `createStrangerLookup`'s. */
  readonly lookup?: LookupFunction | null;
}

/**
 * The way out to the subscribers of our hub: each request through the address guard, under one deadline, without
 * redirects.
 */
export function createGuardedSender(options: CallbackOptions): GuardedSender {
  const closing = new AbortController();
  // Every request that is under way listens.
  setMaxListeners(0, closing.signal);
  const lookup = options.lookup ?? createStrangerLookup();
  const way: Way = { options, guard: createAddressGuard({ ...options, allowAddresses: [] }), closing: closing.signal };
  const dispatcher = createAgent(way.guard, lookup);
  return {
    resolve: (url) => resolveCallback(way.guard, lookup, url),
    async send(request) {
      const { address = null } = request;
      if (address === null) return send(way, dispatcher, request);
      const own = createAgent(way.guard, pinnedLookup(address));
      return send(way, own, request).finally(() => own.destroy());
    },
    async close() {
      closing.abort(new WireError("io-failed", "the program is stopping"));
      await dispatcher.destroy();
    },
  };
}

interface Way {
  readonly options: CallbackOptions;
  readonly guard: AddressGuard;
  readonly closing: AbortSignal;
}

function createAgent(guard: AddressGuard, lookup: LookupFunction): Agent {
  return new Agent({
    connect: createGuardedConnector({ guard, connectMsMax, lookup }),
    connections: connectionsPerOriginMax,
    maxHeaderSize: headerBytesMax,
  });
}

/** Finds one address whatever it is asked for: a name that stands for another by now gains nothing. */
function pinnedLookup(address: string): LookupFunction {
  return (_hostname, _options, callback) => callback(null, [{ address, family: isIP(address) }]);
}

/** What is read of a subscriber's answer: a challenge is far shorter, and nothing else in it means anything. */
export const callbackBytesMax = 4096;
const connectMsMax = 5 * secondMs;
const totalMsMax = 10 * secondMs;
const headerBytesMax = 16 * 1024;
const connectionsPerOriginMax = 8;

async function send({ options, closing }: Way, dispatcher: Agent, request: CallbackRequest): Promise<CallbackAnswer> {
  const msMax = request.msMax ?? totalMsMax;
  const ending = new AbortController();
  const inTime = new AbortController();
  const stop = () => ending.abort(closing.reason);
  closing.addEventListener("abort", stop);
  if (closing.aborted) stop();
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
    closing.removeEventListener("abort", stop);
  }
}

async function exchange(
  options: CallbackOptions,
  dispatcher: Agent,
  signal: AbortSignal,
  request: CallbackRequest,
): Promise<CallbackAnswer> {
  const { statusCode, headers, body } = await sendRequest(request.url, {
    dispatcher,
    method: request.method,
    headers: { "user-agent": options.userAgent, ...request.headers },
    body: request.body,
    signal,
  });
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    pieces.push(piece as Uint8Array);
    length += (piece as Uint8Array).byteLength;
    // Leaving the loop closes the connection: a subscriber that talks without end is not listened to.
    if (length >= callbackBytesMax) break;
  }
  const location = typeof headers.location === "string" ? headers.location : null;
  return { kind: "answered", status: statusCode, body: Buffer.concat(pieces).subarray(0, callbackBytesMax), location };
}

function errorOf(thrown: unknown, signal: AbortSignal, url: string): WireError {
  if (signal.aborted && signal.reason instanceof WireError) return signal.reason;
  if (!URL.canParse(url)) return new WireError("url-invalid", `the callback is no URL: ${messageOf(thrown)}`);
  return transportError(thrown, new URL(url).hostname);
}
