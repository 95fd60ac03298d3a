import type { FetchResult, RawDocument } from "./document.ts";
import type { Validators } from "./feed.ts";
import type { ParsedFeed } from "./parsed-feed.ts";
import type { Instant } from "./time.ts";

/** The clock is handed in, so that tests control the time. */
export interface Clock {
  now(): Instant;
  /**
   * Milliseconds since some fixed moment, on a clock that is never set; used for spans of time. Absent when `now()`
   * never jumps.
   */
  elapsed?(): number;
  /** Resolves after `ms`. Rejects with the signal's reason when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** pino's interface: fields first, then the message. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * How to reach an address that needs a client certificate or a proxy. The PEM texts and the proxy's address are
 * secrets.
 */
export interface FetchRoute {
  /** `ca`: the authority that signed the server's certificate, if the system does not trust it already. */
  readonly certificate: { readonly cert: string; readonly key: string; readonly ca: string | null } | null;
  readonly proxy: string | null;
}

/**
 * One GET of a feed. Secrets in `headers` are sent only to the first host, never to another host that a redirect names.
 */
export interface FetchRequest {
  readonly url: string;
  readonly validators: Validators;
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Query parameters whose values are secret, by name. They are sent only to the feed's own host, and appear in no
   * report of the fetch.
   */
  readonly query?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | null;
  /** The certificate is shown only to the first host. The proxy is used for every hop. */
  readonly route?: FetchRoute | null;
  /**
   * The caller's turn at the first host, if callers take turns at hosts. A redirect to another host waits for a turn
   * there.
   */
  readonly turn?: HostTurn | null;
}

/** The right to make a request to one host. */
export interface HostTurn {
  /**
   * Gives up the present host and waits for the turn at the host of `url`. Rejects with the signal's reason when it is
   * aborted.
   */
  moveTo(url: string, signal: AbortSignal): Promise<void>;
}

/**
 * Fetches a feed. The promise never rejects for anything that a server or network can do: such failures are a
 * FetchResult of kind "failed". The code is io-failed only when we stopped the fetch ourselves, by the signal or by
 * `close()`.
 */
export interface Http {
  fetch(request: FetchRequest): Promise<FetchResult>;
  close(): Promise<void>;
}

/**
 * Reads documents in another thread, under a deadline. Rejects with a WireError (not-a-feed, parse-limit,
 * parse-deadline).
 */
export interface Parser {
  parse(document: RawDocument): Promise<ParsedFeed>;
  close(): Promise<void>;
}

/** Milliseconds on the clock for measuring spans. Setting the machine's clock does not change a span. */
export function elapsedOf(clock: Clock): number {
  return clock.elapsed?.() ?? clock.now();
}
