import type { FetchResult, RawDocument } from "./document.ts";
import type { Validators } from "./feed.ts";
import type { ParsedFeed } from "./parsed-feed.ts";
import type { Instant } from "./time.ts";

/** The clock is handed in, so that tests own the time. */
export interface Clock {
  now(): Instant;
  /**
   * Milliseconds since some moment, on a clock that nobody sets: for spans of time. Absent where `now()` never jumps.
   */
  elapsed?(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** pino's shape: fields first, then the message. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** How an address is reached when not straight. PEM texts and a proxy's address: secrets. */
export interface FetchRoute {
  /** `ca`: who has signed the server's certificate, where that is nobody whom the system trusts. */
  readonly certificate: { readonly cert: string; readonly key: string; readonly ca: string | null } | null;
  readonly proxy: string | null;
}

/** One GET of a feed. Secrets in `headers` are sent to the first host alone, never across a redirect to another. */
export interface FetchRequest {
  readonly url: string;
  readonly validators: Validators;
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Keys that the address is asked with, by name: for the feed's own host alone, and in nothing that is told of the
   * fetch.
   */
  readonly query?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | null;
  /** The certificate is shown to the first host alone, the proxy taken for every hop. */
  readonly route?: FetchRoute | null;
  /** The caller's turn at the first host, where turns are kept: a redirect elsewhere waits for the other host's. */
  readonly turn?: HostTurn | null;
}

/** The right to ask one host. */
export interface HostTurn {
  /**
   * Gives up the present host and waits for the turn at the host of `url`. Rejects with the signal's reason when it is
   * aborted.
   */
  moveTo(url: string, signal: AbortSignal): Promise<void>;
}

/**
 * Never rejects for anything that a server or network can do: that is a FetchResult of kind "failed". Its code is
 * io-failed when, and only when, we stopped it ourselves: by the signal or by `close()`.
 */
export interface Http {
  fetch(request: FetchRequest): Promise<FetchResult>;
  close(): Promise<void>;
}

/**
 * Reads documents off the calling thread, under a deadline. Rejects with a WireError (not-a-feed, parse-limit,
 * parse-deadline).
 */
export interface Parser {
  parse(document: RawDocument): Promise<ParsedFeed>;
  close(): Promise<void>;
}

/**
 * Milliseconds on the clock by which spans are measured: a machine whose clock is set makes no span shorter or longer.
 */
export function elapsedOf(clock: Clock): number {
  return clock.elapsed?.() ?? clock.now();
}
