import type { Dispatcher } from "undici";
import type { Headers } from "../domain/document.ts";
import { WireError } from "../domain/errors.ts";
import type { Clock } from "../domain/ports.ts";
import { type BodySink, createBodySink } from "./body/body-sink.ts";
import { type Deadline, watchDeadline } from "./deadline.ts";
import type { FetchLimits } from "./fetch-limits.ts";
import { readHeaders } from "./read-headers.ts";
import { isRefusal } from "./tolerant/is-refusal.ts";
import type { Transport } from "./tolerant/tolerant-transport.ts";
import { transportError } from "./transport-error.ts";

interface ExchangeRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly totalDueAt: number;
  /**
   * Each signal ends the exchange with its reason. AbortSignal.any() is not used, because the signal that it returns
   * stays in memory as long as one of its source signals does.
   */
  readonly signals: readonly AbortSignal[];
}

/** The result of one request. `head` is null when no response began. `error` says why the body is incomplete. */
export interface Exchange {
  readonly head: { readonly status: number; readonly headers: Headers; readonly cookies: readonly string[] } | null;
  /** The decoded body; null after an error, and when the body does not matter (a redirect, an error status, 304). */
  readonly body: Uint8Array | null;
  readonly wireBytes: number;
  readonly error: WireError | null;
  /**
   * Why the request may be sent again. "stale": a kept connection was closed before the response began (RFC 9112
   * section 9.3.1 then allows it). "refused": undici could not parse the response.
   */
  readonly again: "stale" | "refused" | null;
}

export interface ExchangeDeps {
  readonly dispatcher: Transport;
  readonly clock: Clock;
  readonly limits: FetchLimits;
}

/** Sends one GET and reads the response within the limits. Never rejects. */
export function exchange(deps: ExchangeDeps, request: ExchangeRequest): Promise<Exchange> {
  return new Promise((resolve) => {
    const handler = new ExchangeHandler(deps, request, resolve);
    const { origin, pathname, search } = request.url;
    deps.dispatcher.dispatch(
      { origin, path: pathname + search, method: "GET", headers: { ...request.headers } },
      handler,
    );
  });
}

/**
 * Receives undici's callbacks for one request, directly from the socket. So no stream object is made, and bytes that
 * are dropped are not copied.
 */
class ExchangeHandler implements Dispatcher.DispatchHandler {
  readonly #deps: ExchangeDeps;
  readonly #request: ExchangeRequest;
  readonly #resolve: (exchange: Exchange) => void;
  readonly #deadline: Deadline;
  readonly #onAbort: () => void;
  #controller: Dispatcher.DispatchController | null = null;
  #head: Exchange["head"] = null;
  #sink: BodySink | null = null;
  #wireBytes = 0;
  #ended: WireError | "whole" | null = null;

  constructor(deps: ExchangeDeps, request: ExchangeRequest, resolve: (exchange: Exchange) => void) {
    this.#deps = deps;
    this.#request = request;
    this.#resolve = resolve;
    this.#deadline = watchDeadline(deps.clock, deps.limits, request.totalDueAt, (late) => this.#cutOff(late));
    this.#onAbort = () =>
      this.#cutOff(new WireError("io-failed", "the fetch was stopped", { cause: this.#stopReason() }));
    for (const signal of request.signals) signal.addEventListener("abort", this.#onAbort);
    if (this.#isStopped()) this.#onAbort();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#ended instanceof WireError) controller.abort(this.#ended);
    else this.#deadline.enter("headers");
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (status < 200) return; // 100 Continue, 103 Early Hints: the answer is still to come.
    this.#deadline.enter("body");
    this.#head = { status, ...readHeaders(controller.rawHeaders) };
    const length = Number(this.#head.headers["content-length"] ?? 0);
    if (!bringsDocument(status)) {
      if (length > this.#deps.limits.drainBytesMax) this.#cutOff(null);
      return;
    }
    if (length > this.#deps.limits.wireBytesMax) {
      this.#cutOff(declaredTooLarge(length));
      return;
    }
    this.#sink = createBodySink(this.#head.headers["content-encoding"] ?? null, this.#deps.limits, {
      onDrain: () => controller.resume(),
      onDone: (bytes) => this.#settle(bytes, null),
      onFail: (error) => this.#cutOff(error),
    });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#deadline.enter("body");
    this.#wireBytes += chunk.byteLength;
    if (this.#sink !== null) {
      if (!this.#sink.write(chunk)) controller.pause();
    } else if (this.#wireBytes > this.#deps.limits.drainBytesMax) this.#cutOff(null);
  }

  onResponseEnd(): void {
    if (this.#sink === null) this.#settle(null, null);
    else this.#sink.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, thrown: Error): void {
    // A response that needs no body is complete with its head. An error after the head changes nothing.
    const known = this.#head !== null && this.#sink === null;
    const error = known ? null : transportError(thrown, this.#request.url.hostname);
    if (error !== null && isRefusal(thrown, this.#head !== null)) this.#settle(null, error, "refused");
    else if (error !== null && this.#sink !== null) this.#sink.cut(error);
    else this.#settle(null, error, this.#head === null && wasReused(thrown) ? "stale" : null);
  }

  #isStopped(): boolean {
    return this.#request.signals.some((signal) => signal.aborted);
  }

  #stopReason(): unknown {
    return this.#request.signals.find((signal) => signal.aborted)?.reason;
  }

  #cutOff(error: WireError | null): void {
    const known = this.#head !== null && this.#sink === null && !this.#isStopped();
    this.#settle(null, known && error?.code === "timeout" ? null : error);
    this.#controller?.abort(error ?? new WireError("too-large", "the body is not needed, and too long to skip"));
  }

  #settle(body: Uint8Array | null, error: WireError | null, again: Exchange["again"] = null): void {
    if (this.#ended !== null) return;
    this.#ended = error ?? "whole";
    this.#deadline.stop();
    for (const signal of this.#request.signals) signal.removeEventListener("abort", this.#onAbort);
    this.#resolve({ head: this.#head, body, wireBytes: this.#wireBytes, error, again });
    if (error !== null) this.#sink?.destroy();
  }
}

/**
 * Whether a status brings a document. Only 2xx does, except 204 and 205, which have no content, and 206, which does not
 * answer a plain GET.
 */
function bringsDocument(status: number): boolean {
  return status < 300 && status !== 204 && status !== 205 && status !== 206;
}

function declaredTooLarge(length: number): WireError {
  return new WireError("too-large", `Content-Length is ${Math.round(length / 1024 / 1024)} MB`);
}

/**
 * Whether the connection was used before. undici's SocketError tells how much the socket had read; if it had read
 * anything, an earlier response came over it.
 */
function wasReused(thrown: Error): boolean {
  if (!("socket" in thrown) || typeof thrown.socket !== "object" || thrown.socket === null) return false;
  return "bytesRead" in thrown.socket && Number(thrown.socket.bytesRead) > 0;
}
