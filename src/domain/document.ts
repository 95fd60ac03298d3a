import type { WireError } from "./errors.ts";
import type { Validators } from "./feed.ts";
import type { Instant } from "./time.ts";

/** A feed document as it came: bytes, where from, and what HTTP said of it. */
export interface RawDocument {
  readonly bytes: Uint8Array;
  /** Final URL after redirects: the base of relative links. */
  readonly url: string;
  /** The Content-Type header, whole; null where there was none. */
  readonly contentType: string | null;
}

/** Response headers by lower-case name, repeated ones joined with ", ". */
export type Headers = Readonly<Record<string, string>>;

export interface Hop {
  readonly status: number;
  readonly from: string;
  readonly to: string;
}

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  /** The redirects that led here, in order; empty when the first address answered. */
  readonly hops: readonly Hop[];
  readonly finalUrl: string;
  readonly validators: Validators;
  readonly fetchedAt: Instant;
  readonly durationMs: number;
}

/**
 * How one request ended. An answer that is no document (4xx, 5xx, a broken body) is `failed` and still carries what was
 * heard.
 */
export type FetchResult =
  | (Answered & {
      readonly kind: "modified";
      readonly document: RawDocument;
      readonly wireBytes: number;
      readonly partial: boolean;
    })
  | (Answered & { readonly kind: "notModified" })
  | {
      readonly kind: "failed";
      readonly error: WireError;
      readonly status: number | null;
      readonly headers: Headers;
      readonly hops: readonly Hop[];
      readonly finalUrl: string;
      readonly fetchedAt: Instant;
      readonly durationMs: number;
    };
